"""Percentiles, drain and duplicates by trial in pandas, of the ledgers of `bench analysis`: `orders.csv…`.

The files are read one by one, each out of memory before the next, as `read_csv` reads them when told nothing else,
which is how an analysis begins. With `--tuned` they are read as by somebody who knows beforehand which columns
will be asked for, and how few values their text has. The figures are vectorised: no loop goes over rows. The time
includes the import of pandas. Prints one JSON line.
"""
import time

started_at = time.perf_counter()

import json
import sys

import pandas as pd

from peak_memory import peak_bytes

TRIAL = ["trial", "repetition"]
TIMES = ["scheduled_at_ms", "responded_at_ms", "accepted_at_ms", "completed_at_ms"]
TUNED = {
    "trial": "category",
    "repetition": "int32",
    **{name: "float64" for name in TIMES},
    "completions": "int32",
    "final_state": "category",
}
QUANTILES = [0.5, 0.95, 0.99, 1]


def read(path, tuned):
    if tuned:
        return pd.read_csv(path, usecols=list(TUNED), dtype=TUNED)
    return pd.read_csv(path)


def figures(orders):
    orders["response_ms"] = orders["responded_at_ms"] - orders["scheduled_at_ms"]
    orders["age_ms"] = orders["completed_at_ms"] - orders["accepted_at_ms"]
    trials = orders.groupby(TRIAL, observed=True)
    last = trials[["accepted_at_ms", "completed_at_ms"]].max()
    left = orders["final_state"].isin(["outstanding", "lost"]).groupby(
        [orders[name] for name in TRIAL], observed=True).sum()
    drain_s = ((last["completed_at_ms"] - last["accepted_at_ms"]).clip(lower=0) / 1000).where(left == 0)
    duplicated = (orders["completions"] > 1).groupby(
        [orders[name] for name in TRIAL], observed=True).sum()
    return {
        "quantiles": trials[["response_ms", "age_ms"]].quantile(QUANTILES),
        "drain_s": drain_s,
        "duplicated": duplicated,
    }


def measured(path, tuned):
    """Rows and figures of one ledger, which is out of memory before the next is read."""
    orders = read(path, tuned)
    return len(orders), figures(orders)


tuned = "--tuned" in sys.argv
results = [measured(path, tuned) for path in sys.argv[1:] if not path.startswith("--")]
print(json.dumps({
    "seconds": time.perf_counter() - started_at,
    "rows": sum(rows for rows, _ in results),
    "drain_s": float(sum(each["drain_s"].sum() for _, each in results)),
    "duplicated": int(sum(each["duplicated"].sum() for _, each in results)),
    "rss_bytes": peak_bytes(),
}))
