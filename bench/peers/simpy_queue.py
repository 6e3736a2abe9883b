"""The flash sale of `bench sim` in SimPy: Poisson arrivals, servers, constant payments, and a ledger row
an order, written as CSV. Prints one JSON line."""
import csv
import json
import random
import sys
import tempfile
import time

import simpy

from peak_memory import peak_bytes

ORDERS, SERVERS, PAYMENT_MS, RATE_PER_S = map(float, sys.argv[1:5])


def run():
    env = simpy.Environment()
    servers = simpy.Resource(env, int(SERVERS))
    draws = random.Random(1)
    rows = []

    def order(number):
        accepted = env.now
        with servers.request() as slot:
            yield slot
            started = env.now
            yield env.timeout(PAYMENT_MS)
            rows.append((f"bench-r1-{number:06d}", accepted, started, env.now, 1, 1, "completed"))

    def arrivals():
        for number in range(1, int(ORDERS) + 1):
            env.process(order(number))
            yield env.timeout(draws.expovariate(RATE_PER_S / 1000))

    env.process(arrivals())
    env.run()
    with tempfile.TemporaryFile("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("order_id", "accepted_at_ms", "started_at_ms", "completed_at_ms",
                         "attempts", "completions", "final_state"))
        writer.writerows(rows)
    return len(rows)


started_at = time.perf_counter()
completed = run()
print(json.dumps({
    "orders": completed,
    "seconds": time.perf_counter() - started_at,
    "rss_bytes": peak_bytes(),
}))
