"""Locust's FastHttpUser as `bench load` runs it: posts one order, as fast as answers come or, with RATE,
at a constant throughput shared by all users."""
import os

from locust import FastHttpUser, constant_throughput, task

BODY = os.environ["BODY"]
RATE = float(os.environ.get("RATE", 0))
USERS = int(os.environ["USERS"])


class Orders(FastHttpUser):
    if RATE:
        wait_time = constant_throughput(RATE / USERS)

    @task
    def order(self):
        self.client.post("/orders/async", data=BODY, headers={"content-type": "application/json"})
