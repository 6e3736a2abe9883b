"""The original's flash sale, as a Locust user: an independent client of /orders/async.

Writes every answer to the file named by ORDERS_FILE, one JSON line each.
"""

import json
import os
import random

from locust import HttpUser, between, events, task

answers = []


class Customer(HttpUser):
    wait_time = between(0.1, 0.5)

    @task
    def order(self):
        body = {
            "customer_id": random.randint(1, 1000),
            "items": [
                {
                    "product_id": f"product-{random.randint(1, 100)}",
                    "quantity": random.randint(1, 5),
                    "price": round(random.uniform(10, 100), 2),
                }
                for _ in range(random.randint(1, 5))
            ],
        }
        with self.client.post("/orders/async", json=body, catch_response=True) as response:
            answer = {"status": response.status_code, "body": response.text}
            answers.append(answer)
            if response.status_code == 202:
                response.success()
            else:
                response.failure(json.dumps(answer))


@events.quitting.add_listener
def write_answers(environment, **_):
    with open(os.environ["ORDERS_FILE"], "w", encoding="utf-8") as file:
        for answer in answers:
            file.write(json.dumps(answer) + "\n")
