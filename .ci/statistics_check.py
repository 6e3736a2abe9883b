"""The project's statistics against NumPy and SciPy, on inputs that both have.

Reads cases from the JSON file named: [{kind, inputs…, got: [numbers]}]. Computes each again, prints one
line a kind with the largest difference, then `N passed, N failed`; exits 1 on failure. Numbers must agree
to 1e-9 of their size, differences of the inputs besides to 1e-13 of the inputs', which is what rounding
leaves of them; a bootstrap to five standard errors of its own.
"""

import json
import math
import sys

import numpy as np
import scipy
from scipy import special, stats

TOLERANCE = 1e-9
ROUNDING = 1e-13
RESAMPLES = 20_000


def mean_interval(values, confidence):
    scale = stats.sem(values)
    return stats.t.interval(confidence, len(values) - 1, np.mean(values), scale)


def welch(a, b, confidence):
    result = stats.ttest_ind(b, a, equal_var=False)
    low, high = result.confidence_interval(confidence)
    return [np.mean(b) - np.mean(a), low, high, result.df]


def welch_p(a, b):
    return [stats.ttest_ind(b, a, equal_var=False).pvalue]


def hedges_g(a, b):
    m = len(a) + len(b) - 2
    pooled = ((len(a) - 1) * np.var(a, ddof=1) + (len(b) - 1) * np.var(b, ddof=1)) / m
    unbiased = special.gamma(m / 2) / (math.sqrt(m / 2) * special.gamma((m - 1) / 2))
    return [unbiased * (np.mean(b) - np.mean(a)) / math.sqrt(pooled)]


def cliffs_delta(a, b):
    return [2 * stats.mannwhitneyu(b, a).statistic / (len(a) * len(b)) - 1]


def regression(xs, ys, confidence):
    line = stats.linregress(xs, ys)
    half = stats.t.ppf(0.5 + confidence / 2, len(xs) - 2) * line.stderr
    return [line.slope, line.intercept, line.rvalue**2, line.slope - half, line.slope + half]


def ecdf(values):
    cdf = stats.ecdf(values).cdf
    return np.column_stack([cdf.quantiles, cdf.probabilities]).ravel()


# By kind: what computes it from the case's inputs.
COMPUTE = {
    "quantile": lambda values, levels: np.quantile(values, levels),
    "moments": lambda values: [np.mean(values), np.var(values, ddof=1), np.std(values, ddof=1)],
    "mean_interval": mean_interval,
    "welch": welch,
    "welch_p": welch_p,
    "hedges_g": hedges_g,
    "cliffs_delta": cliffs_delta,
    "regression": regression,
    "ecdf": ecdf,
    "t_cdf": lambda t, degrees: [stats.t.cdf(t, degrees)],
    "t_two_sided_p": lambda t, degrees: [2 * stats.t.sf(abs(t), degrees)],
    "t_quantile": lambda p, degrees: [stats.t.ppf(p, degrees)],
}

# Kinds with differences of the inputs: near 0 these have no nine digits.
DIFFERENCES = {"mean_interval", "welch", "regression"}


def exact_error(kind, got, **inputs):
    """The largest difference, in parts of what is tolerated."""
    wanted = np.asarray(COMPUTE[kind](**inputs), dtype=float)
    got = np.asarray(got, dtype=float)
    if got.shape != wanted.shape:
        raise AssertionError(f"expected {len(wanted)} numbers, got {len(got)}")
    sizes = [abs(x) for values in inputs.values() if isinstance(values, list) for x in values]
    tolerated = TOLERANCE * np.abs(wanted) + (ROUNDING * max(sizes) if kind in DIFFERENCES else 0)
    return np.max(np.abs(got - wanted) / np.where(tolerated > 0, tolerated, TOLERANCE))


STATISTICS = {
    "mean": lambda sample, axis: np.mean(sample, axis=axis),
    "p50": lambda sample, axis: np.quantile(sample, 0.5, axis=axis),
    "p90": lambda sample, axis: np.quantile(sample, 0.9, axis=axis),
}


def bootstrap_error(got, statistic, confidence, resamples, a, b=None):
    """How far the ends are from their places in SciPy's distribution, in parts of what is tolerated.

    An end is the quantile of a level; where it really lies in the distribution differs from that level by
    the standard error of a share, of both our draws and SciPy's.
    """
    of = STATISTICS[statistic]
    data, difference = ((a,), of) if b is None else ((a, b), lambda a, b, axis: of(b, axis) - of(a, axis))
    drawn = stats.bootstrap(
        data, difference, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(1)
    ).bootstrap_distribution
    worst = 0
    for end, level in zip(got, [0.5 - confidence / 2, 0.5 + confidence / 2]):
        error = 5 * math.sqrt(level * (1 - level) * (1 / resamples + 1 / RESAMPLES))
        # Of a discrete statistic a whole step of levels has the same value; rounding is no step.
        width = TOLERANCE * max(1, abs(end))
        below, up_to = np.mean(drawn < end - width), np.mean(drawn <= end + width)
        worst = max(worst, (below - level) / error, (level - up_to) / error)
    return worst


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    worst = {}
    failed = 0
    for case in cases:
        kind = case["kind"]
        try:
            if kind == "bootstrap":
                error = bootstrap_error(**{key: case[key] for key in case if key != "kind"})
            else:
                error = exact_error(**case)
        except Exception as fault:
            error = math.inf
            print(f"FAILED  {kind}: {fault}")
        # A difference that is no number is not small.
        if not error <= 1:
            failed += 1
            print(f"FAILED  {kind}: {error:.3g} × what is tolerated: {json.dumps(case)[:300]}")
        worst[kind] = max(worst.get(kind, 0), error)
    print(f"NumPy {np.__version__}, SciPy {scipy.__version__}")
    for kind, error in worst.items():
        print(f"{kind}: largest difference {error:.3g} of what is tolerated")
    print(f"{len(cases) - failed} passed, {failed} failed")
    missing = {*COMPUTE, "bootstrap"} - worst.keys()
    if missing:
        sys.exit(f"Cannot check: there must be cases of {', '.join(sorted(missing))}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
