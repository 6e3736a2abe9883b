"""An independent client against the embedded cloud: boto3 over SQS, SNS, CloudWatch and Logs.

Endpoint from AWS_ENDPOINT_URL. Prints one line a check, then `N passed, N failed`; exits 1 on failure.
Needs nothing but boto3.
"""

import datetime
import json
import os
import sys
import time
import traceback
import uuid

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ.get("AWS_ENDPOINT_URL")
REGION = os.environ.get("AWS_REGION", "us-east-1")
CONFIG = Config(retries={"max_attempts": 0}, read_timeout=30, connect_timeout=5)
RUN = uuid.uuid4().hex[:8]

passed = 0
failed = 0


def client(service, protocol=None):
    """A client of `service`; `protocol` makes botocore speak that one of the service's protocols."""
    core = botocore.session.get_session()
    if protocol is not None:
        model = core.get_component("data_loader").load_service_model(service, "service-2")
        model["metadata"]["protocols"] = [protocol]
        model["metadata"]["protocol"] = protocol
    return boto3.session.Session(botocore_session=core).client(
        service,
        endpoint_url=ENDPOINT,
        region_name=REGION,
        aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "spillway"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "spillway-local"),
        config=CONFIG,
    )


def check(name, act):
    """Runs one check; a raised exception is its failure."""
    global passed, failed
    try:
        act()
    except Exception:
        failed += 1
        print(f"FAILED  {name}\n{traceback.format_exc()}")
    else:
        passed += 1
        print(f"ok      {name}")


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")


def refused(code, act, *mentions):
    """`act` must fail with AWS's `code`, its message mentioning each of `mentions`."""
    try:
        act()
    except ClientError as error:
        equal(error.response["Error"]["Code"], code)
        message = error.response["Error"]["Message"]
        for text in mentions:
            if text not in message:
                raise AssertionError(f"expected {text!r} in {message!r}")
        return error
    raise AssertionError(f"expected {code}, got an answer")


# ---------------------------------------------------------------------------------------------- SQS


def check_sqs():
    sqs = client("sqs")
    name = f"check-{RUN}"
    dead_url = sqs.create_queue(QueueName=f"{name}-dlq")["QueueUrl"]
    dead_arn = sqs.get_queue_attributes(QueueUrl=dead_url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
    url = sqs.create_queue(
        QueueName=name, Attributes={"VisibilityTimeout": "30", "RedrivePolicy": policy}
    )["QueueUrl"]

    def receive(**request):
        return sqs.receive_message(
            QueueUrl=url, AttributeNames=["All"], MessageAttributeNames=["All"], **request
        ).get("Messages", [])

    def drain():
        sqs.purge_queue(QueueUrl=url)
        sqs.purge_queue(QueueUrl=dead_url)

    def names():
        equal(sqs.get_queue_url(QueueName=name)["QueueUrl"], url)
        equal(sqs.list_queues(QueueNamePrefix=name)["QueueUrls"], [url, dead_url])
        equal(url.startswith(ENDPOINT.rstrip("/") + "/"), True)
        equal(sqs.create_queue(QueueName=name)["QueueUrl"], url)

    def attributes():
        all_of = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        equal(all_of["VisibilityTimeout"], "30")
        equal(all_of["ApproximateNumberOfMessages"], "0")
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "31"})
        equal(
            sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"],
            {"VisibilityTimeout": "31"},
        )

    def batches():
        drain()
        entries = [
            {
                "Id": str(i),
                "MessageBody": f"body {i} é",
                "MessageAttributes": {"trial": {"DataType": "String", "StringValue": "t"}},
            }
            for i in range(10)
        ]
        sent = sqs.send_message_batch(QueueUrl=url, Entries=entries)
        equal(len(sent["Successful"]), 10)
        messages = receive(MaxNumberOfMessages=10, WaitTimeSeconds=1)
        equal([m["Body"] for m in messages], [f"body {i} é" for i in range(10)])
        equal(messages[0]["Attributes"]["ApproximateReceiveCount"], "1")
        equal(messages[0]["MessageAttributes"]["trial"]["StringValue"], "t")
        equal(receive(), [])
        deleted = sqs.delete_message_batch(
            QueueUrl=url,
            Entries=[{"Id": m["MessageId"], "ReceiptHandle": m["ReceiptHandle"]} for m in messages],
        )
        equal(len(deleted["Successful"]), 10)
        depth = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        equal(depth["ApproximateNumberOfMessagesNotVisible"], "0")

    def visibility():
        drain()
        sqs.send_message(QueueUrl=url, MessageBody="again")
        [message] = receive()
        equal(receive(), [])
        sqs.change_message_visibility(
            QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
        )
        [again] = receive()
        equal(again["Attributes"]["ApproximateReceiveCount"], "2")
        answer = sqs.change_message_visibility_batch(
            QueueUrl=url,
            Entries=[
                {"Id": "a", "ReceiptHandle": again["ReceiptHandle"], "VisibilityTimeout": 60},
                {"Id": "b", "ReceiptHandle": "garbage", "VisibilityTimeout": 60},
            ],
        )
        equal([e["Id"] for e in answer["Successful"]], ["a"])
        equal([(e["Id"], e["Code"]) for e in answer["Failed"]], [("b", "ReceiptHandleIsInvalid")])
        sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])

    def long_poll():
        drain()
        sqs.send_message(QueueUrl=url, MessageBody="late", DelaySeconds=1)
        started = time.monotonic()
        [message] = receive(WaitTimeSeconds=10)
        equal(message["Body"], "late")
        equal(0.5 < time.monotonic() - started < 9, True)

    def redrive():
        drain()
        sqs.send_message(QueueUrl=url, MessageBody="poison")
        for _ in range(2):
            [message] = receive(VisibilityTimeout=0)
        equal(receive(WaitTimeSeconds=1), [])
        [dead] = sqs.receive_message(QueueUrl=dead_url, WaitTimeSeconds=1)["Messages"]
        equal(dead["Body"], "poison")
        equal(dead["MessageId"], message["MessageId"])

    def errors():
        drain()
        missing = url + "-missing"
        error = refused(
            "AWS.SimpleQueueService.NonExistentQueue",
            lambda: sqs.receive_message(QueueUrl=missing),
        )
        equal(isinstance(error, sqs.exceptions.QueueDoesNotExist), True)
        for act in (
            lambda: sqs.get_queue_url(QueueName=name + "-missing"),
            lambda: sqs.send_message(QueueUrl=missing, MessageBody="x"),
            lambda: sqs.delete_queue(QueueUrl=missing),
            lambda: sqs.delete_message(QueueUrl=missing, ReceiptHandle="x"),
        ):
            refused("AWS.SimpleQueueService.NonExistentQueue", act)
        refused("InvalidParameterValue", lambda: receive(MaxNumberOfMessages=11), "11")
        refused("InvalidParameterValue", lambda: receive(WaitTimeSeconds=21), "21")
        refused("InvalidParameterValue", lambda: receive(VisibilityTimeout=43201), "43201")
        refused(
            "ReceiptHandleIsInvalid",
            lambda: sqs.delete_message(QueueUrl=url, ReceiptHandle="garbage"),
        )
        refused(
            "ReceiptHandleIsInvalid",
            lambda: sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle="garbage", VisibilityTimeout=1
            ),
        )
        sqs.send_message(QueueUrl=url, MessageBody="x")
        [message] = receive(VisibilityTimeout=0)
        refused(
            "AWS.SimpleQueueService.MessageNotInflight",
            lambda: sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=1
            ),
        )
        refused(
            "AWS.SimpleQueueService.EmptyBatchRequest",
            lambda: sqs.send_message_batch(QueueUrl=url, Entries=[]),
        )
        twice = [{"Id": "a", "MessageBody": "x"}, {"Id": "a", "MessageBody": "y"}]
        refused(
            "AWS.SimpleQueueService.BatchEntryIdsNotDistinct", lambda: sqs.send_message_batch(QueueUrl=url, Entries=twice)
        )
        many = [{"Id": str(i), "ReceiptHandle": "x"} for i in range(11)]
        refused(
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            lambda: sqs.delete_message_batch(QueueUrl=url, Entries=many),
        )
        refused("InvalidParameterValue", lambda: sqs.create_queue(QueueName="not a name"))
        refused(
            "InvalidAttributeName",
            lambda: sqs.create_queue(QueueName=f"{name}-x", Attributes={"Colour": "red"}),
            "Colour",
        )
        refused(
            "InvalidAttributeValue",
            lambda: sqs.create_queue(
                QueueName=f"{name}-x", Attributes={"VisibilityTimeout": "43201"}
            ),
        )
        refused(
            "QueueAlreadyExists",
            lambda: sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "7"}),
        )
        orphan = json.dumps({"deadLetterTargetArn": dead_arn + "-missing", "maxReceiveCount": 2})
        refused(
            "InvalidParameterValue",
            lambda: sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": orphan}),
            "does not exist",
        )
        refused("InvalidAction", lambda: sqs.list_message_move_tasks(SourceArn=dead_arn))

    def deleted_queue():
        sqs.delete_queue(QueueUrl=dead_url)
        refused(
            "AWS.SimpleQueueService.NonExistentQueue", lambda: sqs.purge_queue(QueueUrl=dead_url)
        )

    check("sqs: queues by name", names)
    check("sqs: attributes", attributes)
    check("sqs: send, receive and delete by batch", batches)
    check("sqs: change visibility, by entry", visibility)
    check("sqs: a long poll gets a delayed message", long_poll)
    check("sqs: redrive after 2 receives", redrive)
    check("sqs: errors by code", errors)
    check("sqs: a deleted queue is gone", deleted_queue)


# ---------------------------------------------------------------------------------------------- SNS


def check_sns():
    sns = client("sns")
    sqs = client("sqs")
    topic = sns.create_topic(Name=f"check-{RUN}")["TopicArn"]
    queues = {}
    for kind in ("raw", "wrapped"):
        queue_url = sqs.create_queue(QueueName=f"check-sns-{kind}-{RUN}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])[
            "Attributes"
        ]["QueueArn"]
        queues[kind] = queue_url
        raw = {"RawMessageDelivery": "true"} if kind == "raw" else {}
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=raw)

    def bodies(kind):
        answer = sqs.receive_message(
            QueueUrl=queues[kind], MaxNumberOfMessages=10, WaitTimeSeconds=2
        )
        for message in answer.get("Messages", []):
            sqs.delete_message(QueueUrl=queues[kind], ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in answer.get("Messages", [])]

    def topics():
        equal(topic in [t["TopicArn"] for t in sns.list_topics()["Topics"]], True)
        equal(sns.create_topic(Name=f"check-{RUN}")["TopicArn"], topic)
        equal(len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]), 2)

    def publish():
        answer = sns.publish(TopicArn=topic, Message='{"order_id": "é & <1>"}')
        equal(bodies("raw"), ['{"order_id": "é & <1>"}'])
        [envelope] = [json.loads(body) for body in bodies("wrapped")]
        equal(envelope["Message"], '{"order_id": "é & <1>"}')
        equal(envelope["MessageId"], answer["MessageId"])
        equal(envelope["TopicArn"], topic)

    def publish_batch():
        entries = [{"Id": f"e{i}", "Message": f"m{i}"} for i in range(10)]
        answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
        equal([e["Id"] for e in answer["Successful"]], [f"e{i}" for i in range(10)])
        equal(answer["Failed"], [])
        equal(sorted(bodies("raw")), [f"m{i}" for i in range(10)])

    def errors():
        refused("NotFound", lambda: sns.publish(TopicArn=topic + "-missing", Message="x"))
        refused("NotFound", lambda: sns.get_topic_attributes(TopicArn=topic + "-missing"))
        refused("InvalidParameter", lambda: sns.create_topic(Name="not a name"))
        refused("InvalidParameter", lambda: sns.publish(TopicArn=topic, Message="x" * 262145))
        refused(
            "EmptyBatchRequest",
            lambda: sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[]),
        )
        many = [{"Id": str(i), "Message": "x"} for i in range(11)]
        refused(
            "TooManyEntriesInBatchRequest",
            lambda: sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=many),
        )
        twice = [{"Id": "a", "Message": "x"}, {"Id": "a", "Message": "y"}]
        refused(
            "BatchEntryIdsNotDistinct",
            lambda: sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=twice),
        )
        large = [{"Id": str(i), "Message": "x" * 150000} for i in range(2)]
        refused(
            "BatchRequestTooLong",
            lambda: sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=large),
        )
        refused(
            "InvalidParameter",
            lambda: sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com"),
        )
        refused("InvalidAction", lambda: sns.list_origination_numbers(), "ListOriginationNumbers")

    def identity():
        equal(client("sts").get_caller_identity()["Account"], "000000000000")

    check("sns: topics and subscriptions", topics)
    check("sns: publish, raw and wrapped", publish)
    check("sns: publish by batch", publish_batch)
    check("sns: errors by code", errors)
    check("sts: caller identity", identity)


# --------------------------------------------------------------------------------------- CloudWatch


def check_cloudwatch(protocol):
    cw = client("cloudwatch", protocol)
    namespace = f"Check/{RUN}/{protocol}"
    minute = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
    start = minute - datetime.timedelta(minutes=10)
    second = datetime.timedelta(seconds=1)
    trial = [{"Name": "trial", "Value": "concurrency-20"}]

    def put(data):
        return cw.put_metric_data(Namespace=namespace, MetricData=data)

    def query(query_id, metric, stat, period=60, **more):
        return {
            "Id": query_id,
            "MetricStat": {
                "Metric": {"Namespace": namespace, "MetricName": metric, **more},
                "Period": period,
                "Stat": stat,
            },
        }

    def get_data(queries, **more):
        return cw.get_metric_data(
            MetricDataQueries=queries, StartTime=start, EndTime=minute, **more
        )

    def statistics(metric, **more):
        request = {"StartTime": start, "EndTime": minute, "Period": 60, **more}
        return cw.get_metric_statistics(Namespace=namespace, MetricName=metric, **request)

    def wire():
        equal(cw.meta.service_model.resolved_protocol, protocol)

    def put_and_get():
        put(
            [
                {
                    "MetricName": "Latency",
                    "Dimensions": trial,
                    "Timestamp": start + i * second,
                    "Value": float(i + 1),
                    "Unit": "Milliseconds",
                    "StorageResolution": 1,
                }
                for i in range(100)
            ]
        )
        stats = ["SampleCount", "Sum", "Average", "Minimum", "Maximum", "p50", "p99", "p99.9"]
        queries = [
            query(f"q{i}", "Latency", stat, period=600, Dimensions=trial)
            for i, stat in enumerate(stats)
        ]
        answer = get_data(queries)
        equal([r["StatusCode"] for r in answer["MetricDataResults"]], ["Complete"] * len(stats))
        equal(
            [r["Values"] for r in answer["MetricDataResults"]],
            [[100.0], [5050.0], [50.5], [1.0], [100.0], [50.0], [99.0], [100.0]],
        )
        equal(answer["MetricDataResults"][0]["Timestamps"], [start])
        equal(answer["MetricDataResults"][0]["Label"], "Latency")
        [result] = get_data([query("a", "Latency", "Sum")])["MetricDataResults"]
        equal((result["Timestamps"], result["Values"]), ([], []))

    def resolutions():
        put([{"MetricName": "Slow", "Timestamp": start, "Value": 1.0}])
        dimensions = {"Dimensions": trial}
        by_second = get_data([query("a", "Latency", "Sum", period=1, **dimensions)])
        equal(len(by_second["MetricDataResults"][0]["Values"]), 100)
        by_ten = get_data(
            [query("a", "Latency", "Sum", period=10, **dimensions)], ScanBy="TimestampAscending"
        )
        equal(by_ten["MetricDataResults"][0]["Values"][:2], [55.0, 155.0])
        none = get_data([query("a", "Slow", "Sum", period=1)])["MetricDataResults"][0]
        equal(none["Values"], [])

    def pages():
        queries = [
            query("a", "Latency", "Sum", period=1, Dimensions=trial),
            query("b", "Latency", "Maximum", period=10, Dimensions=trial),
        ]
        seen = {"a": [], "b": []}
        token = {}
        calls = 0
        while True:
            answer = get_data(queries, MaxDatapoints=33, ScanBy="TimestampAscending", **token)
            calls += 1
            for result in answer["MetricDataResults"]:
                seen[result["Id"]] += result["Values"]
            if "NextToken" not in answer:
                break
            token = {"NextToken": answer["NextToken"]}
        equal(calls, 4)
        equal(seen["a"], [float(i + 1) for i in range(100)])
        equal(seen["b"], [float(i) for i in range(10, 101, 10)])
        pages = cw.get_paginator("get_metric_data").paginate(
            MetricDataQueries=queries, StartTime=start, EndTime=minute, MaxDatapoints=50
        )
        equal(sum(len(r["Values"]) for p in pages for r in p["MetricDataResults"]), 110)

    def sets_and_values():
        put(
            [
                {
                    "MetricName": "Values",
                    "Timestamp": start,
                    "Values": [1.0, 5.0, 9.0],
                    "Counts": [1.0, 2.0, 1.0],
                    "Unit": "Count",
                },
                {
                    "MetricName": "Set",
                    "Timestamp": start,
                    "StatisticValues": {
                        "SampleCount": 4.0,
                        "Sum": 10.0,
                        "Minimum": 1.0,
                        "Maximum": 4.0,
                    },
                },
            ]
        )
        five = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]
        [point] = statistics("Values", Statistics=five)["Datapoints"]
        equal(
            point,
            {
                "Timestamp": start,
                "SampleCount": 4.0,
                "Average": 5.0,
                "Sum": 20.0,
                "Minimum": 1.0,
                "Maximum": 9.0,
                "Unit": "Count",
            },
        )
        [point] = statistics("Values", ExtendedStatistics=["p50", "p99.9"])["Datapoints"]
        equal(point["ExtendedStatistics"], {"p50": 5.0, "p99.9": 9.0})
        equal(statistics("Set", Statistics=["Average"])["Datapoints"][0]["Average"], 2.5)
        equal(statistics("Set", ExtendedStatistics=["p50"])["Datapoints"], [])
        equal(statistics("Values", Statistics=["Sum"], Unit="Bytes")["Datapoints"], [])
        equal(statistics("Missing", Statistics=["Sum"])["Label"], "Missing")

    def compressed():
        put(
            [
                {"MetricName": f"Many{i}", "Timestamp": start, "Value": float(i)}
                for i in range(1000)
            ]
        )

    def listing():
        pages = list(cw.get_paginator("list_metrics").paginate(Namespace=namespace))
        equal(len(pages), 3)
        listed = [m for page in pages for m in page["Metrics"]]
        equal(len(listed), 1004)
        [latency] = cw.list_metrics(Namespace=namespace, Dimensions=[{"Name": "trial"}])["Metrics"]
        equal(
            latency, {"Namespace": namespace, "MetricName": "Latency", "Dimensions": trial}
        )
        equal(cw.list_metrics(Namespace=namespace, MetricName="Nothing")["Metrics"], [])
        recent = cw.list_metrics(Namespace=namespace, MetricName="Set", RecentlyActive="PT3H")
        equal(len(recent["Metrics"]), 1)

    def errors():
        one = {"MetricName": "X", "Value": 1.0}
        invalid = "InvalidParameterValue"
        refused(invalid, lambda: put([{**one, "Unit": "Furlongs"}]), "Furlongs")
        refused(invalid, lambda: put([{**one, "StorageResolution": 5}]), "StorageResolution")
        refused(invalid, lambda: put([{**one, "Value": 2.0**361}]))
        refused(invalid, lambda: put([one] * 1001), "1000")
        refused(invalid, lambda: put([{**one, "Timestamp": start - datetime.timedelta(days=15)}]))
        refused(invalid, lambda: put([{**one, "Timestamp": start + datetime.timedelta(hours=3)}]))
        refused(
            invalid,
            lambda: put([{"MetricName": "X", "Values": [float(i) for i in range(151)]}]),
            "150",
        )
        refused(
            invalid,
            lambda: put([{"MetricName": "X", "Values": [1.0, 2.0], "Counts": [1.0]}]),
        )
        many = [{"Name": f"d{i}", "Value": "x"} for i in range(31)]
        refused(invalid, lambda: put([{**one, "Dimensions": many}]), "30")
        refused(
            invalid,
            lambda: cw.put_metric_data(Namespace="AWS/SQS", MetricData=[one]),
            "AWS/SQS",
        )
        refused("InvalidParameterCombination", lambda: put([{**one, "Values": [1.0]}]), "Values")
        refused("MissingParameter", lambda: put([{"MetricName": "X"}]))
        refused("MissingParameter", lambda: cw.put_metric_data(Namespace=namespace))
        refused(
            "InvalidParameterCombination",
            lambda: statistics("X", Statistics=["Sum"], Period=1, StartTime=minute - 1441 * second),
            "1,440",
        )
        refused(
            "InvalidParameterCombination",
            lambda: statistics("X", Statistics=["Sum"], ExtendedStatistics=["p50"]),
        )
        refused(invalid, lambda: statistics("X", Statistics=["Sum"], Period=7), "7")
        refused(invalid, lambda: statistics("X", ExtendedStatistics=["p101"]), "p101")
        refused(invalid, lambda: statistics("X", Statistics=["Sum"], StartTime=minute))
        expression = {"Id": "e", "Expression": "SUM(METRICS())"}
        refused("ValidationError", lambda: get_data([expression]), "SUM(METRICS())")
        refused("ValidationError", lambda: get_data([query("a", "X", "tm99")]), "tm99")
        refused("ValidationError", lambda: get_data([query("A", "X", "Sum")]))
        refused("ValidationError", lambda: get_data([query("a", "X", "Sum")] * 2))
        refused(
            "ValidationError",
            lambda: get_data([query(f"q{i}", "X", "Sum") for i in range(501)]),
            "500",
        )
        refused(
            "InvalidNextToken", lambda: get_data([query("a", "X", "Sum")], NextToken="garbage")
        )
        refused("InvalidAction", lambda: cw.describe_alarms(), "DescribeAlarms")

    def nothing_of_a_refused_call():
        try:
            put([{"MetricName": "Half", "Value": 1.0}, {"MetricName": "Half"}])
        except ClientError:
            pass
        equal(cw.list_metrics(Namespace=namespace, MetricName="Half")["Metrics"], [])

    check(f"cloudwatch {protocol}: is what boto3 speaks", wire)
    check(f"cloudwatch {protocol}: put and get", put_and_get)
    check(f"cloudwatch {protocol}: resolutions", resolutions)
    check(f"cloudwatch {protocol}: get by pages", pages)
    check(f"cloudwatch {protocol}: statistic sets and values", sets_and_values)
    check(f"cloudwatch {protocol}: 1,000 metrics, compressed", compressed)
    check(f"cloudwatch {protocol}: list by pages", listing)
    check(f"cloudwatch {protocol}: errors by code", errors)
    check(f"cloudwatch {protocol}: a refused call leaves nothing", nothing_of_a_refused_call)


# --------------------------------------------------------------------------------------------- Logs


def check_logs():
    logs = client("logs")
    cw = client("cloudwatch")
    group = f"/check/{RUN}"
    now = int(time.time() * 1000)
    logs.create_log_group(logGroupName=group)
    for stream in ("a", "b"):
        logs.create_log_stream(logGroupName=group, logStreamName=stream)

    def put(stream, events):
        return logs.put_log_events(
            logGroupName=group,
            logStreamName=stream,
            logEvents=[{"timestamp": at, "message": message} for at, message in events],
        )

    def line(i):
        return json.dumps({"event": "completed" if i % 2 else "started", "order_id": f"o{i}"})

    def put_and_filter():
        equal("rejectedLogEventsInfo" in put("a", [(now + i, line(i)) for i in range(0, 100, 2)]), False)
        put("b", [(now + i, line(i)) for i in range(1, 100, 2)])
        answer = logs.filter_log_events(logGroupName=group)
        equal([e["message"] for e in answer["events"]], [line(i) for i in range(100)])
        equal(len({e["eventId"] for e in answer["events"]}), 100)
        equal({e["logStreamName"] for e in answer["events"]}, {"a", "b"})
        equal("nextToken" in answer, False)
        found = logs.filter_log_events(
            logGroupName=group, filterPattern='{ $.event = "completed" && $.order_id = "o7" }'
        )["events"]
        equal([e["message"] for e in found], [line(7)])
        found = logs.filter_log_events(logGroupName=group, filterPattern='"o42"')["events"]
        equal([e["timestamp"] for e in found], [now + 42])
        found = logs.filter_log_events(
            logGroupName=group, startTime=now + 10, endTime=now + 20, logStreamNames=["a"]
        )["events"]
        equal([e["timestamp"] - now for e in found], [10, 12, 14, 16, 18, 20])
        newest = logs.filter_log_events(
            logGroupName=group, startTime=now, startFromHead=False, limit=2
        )["events"]
        equal([e["timestamp"] - now for e in newest], [99, 98])

    def filter_pages():
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, filterPattern="completed", PaginationConfig={"PageSize": 7}
        )
        sizes = [len(page["events"]) for page in pages]
        equal((sum(sizes), max(sizes)), (50, 7))

    def get_pages():
        request = {"logGroupName": group, "logStreamName": "a", "limit": 20}
        seen = []
        answer = logs.get_log_events(startFromHead=True, **request)
        while True:
            seen += [e["message"] for e in answer["events"]]
            token = answer["nextForwardToken"]
            answer = logs.get_log_events(startFromHead=True, nextToken=token, **request)
            if answer["nextForwardToken"] == token:
                break
        equal(seen, [line(i) for i in range(0, 100, 2)])
        tail = logs.get_log_events(**request)
        equal(tail["events"][-1]["message"], line(98))
        before = logs.get_log_events(nextToken=tail["nextBackwardToken"], **request)
        equal(before["events"][-1]["timestamp"], tail["events"][0]["timestamp"] - 2)
        again = logs.get_log_events(
            startFromHead=True, nextToken=before["nextForwardToken"], **request
        )
        equal(again["events"], tail["events"])
        exclusive = logs.get_log_events(startTime=now, endTime=now + 2, **request)["events"]
        equal(len(exclusive), 1)

    def describe():
        [described] = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        equal(described["logGroupName"], group)
        equal(described["storedBytes"], sum(len(line(i)) + 26 for i in range(100)))
        equal(described["arn"].endswith(f":log-group:{group}:*"), True)
        [stream] = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="a")[
            "logStreams"
        ]
        equal((stream["firstEventTimestamp"], stream["lastEventTimestamp"]), (now, now + 98))
        latest = logs.describe_log_streams(
            logGroupName=group, orderBy="LastEventTime", descending=True
        )["logStreams"]
        equal([s["logStreamName"] for s in latest], ["b", "a"])
        for i in range(5):
            logs.create_log_group(logGroupName=f"{group}/page-{i}")
        pages = logs.get_paginator("describe_log_groups").paginate(
            logGroupNamePrefix=f"{group}/page-", PaginationConfig={"PageSize": 2}
        )
        names = [[g["logGroupName"][-1] for g in page["logGroups"]] for page in pages]
        equal(names, [["0", "1"], ["2", "3"], ["4"]])
        pages = logs.get_paginator("describe_log_streams").paginate(
            logGroupName=group, PaginationConfig={"PageSize": 1}
        )
        equal([s["logStreamName"] for page in pages for s in page["logStreams"]], ["a", "b"])

    def rejected():
        hour = 3_600_000
        old = put("b", [(now - 15 * 24 * hour, "old"), (now, "kept"), (now + 3 * hour, "new")])
        equal(
            old["rejectedLogEventsInfo"],
            {"tooOldLogEventEndIndex": 1, "tooNewLogEventStartIndex": 2},
        )

    def embedded_metrics():
        directive = {
            "Namespace": f"Check/{RUN}/emf",
            "Dimensions": [["service"]],
            "Metrics": [{"Name": "PaymentMs", "Unit": "Milliseconds", "StorageResolution": 1}],
        }
        start = now - now % 60000
        for value in (100, [200, 300]):
            aws = {"Timestamp": start, "CloudWatchMetrics": [directive]}
            put("a", [(start, json.dumps({"_aws": aws, "service": "worker", "PaymentMs": value}))])
        points = cw.get_metric_statistics(
            Namespace=f"Check/{RUN}/emf",
            MetricName="PaymentMs",
            Dimensions=[{"Name": "service", "Value": "worker"}],
            StartTime=start / 1000,
            EndTime=start / 1000 + 60,
            Period=60,
            Statistics=["SampleCount", "Sum"],
        )["Datapoints"]
        equal([(p["SampleCount"], p["Sum"], p["Unit"]) for p in points], [(3.0, 600.0, "Milliseconds")])

    def errors():
        exists, missing = "ResourceAlreadyExistsException", "ResourceNotFoundException"
        invalid = "InvalidParameterException"
        refused(exists, lambda: logs.create_log_group(logGroupName=group))
        refused(exists, lambda: logs.create_log_stream(logGroupName=group, logStreamName="a"))
        refused(
            missing,
            lambda: logs.create_log_stream(logGroupName=group + "-no", logStreamName="a"),
        )
        refused(missing, lambda: logs.filter_log_events(logGroupName=group + "-no"))
        refused(missing, lambda: logs.get_log_events(logGroupName=group, logStreamName="no"))
        refused(missing, lambda: logs.describe_log_streams(logGroupName=group + "-no"))
        refused(missing, lambda: put("no", [(now, "x")]))
        refused(missing, lambda: logs.delete_log_group(logGroupName=group + "-no"))
        refused(invalid, lambda: logs.create_log_group(logGroupName="not a name"))
        refused(
            invalid, lambda: logs.create_log_stream(logGroupName=group, logStreamName="a:b")
        )
        refused(invalid, lambda: put("a", [(now, "x"), (now - 1, "y")]), "chronological")
        refused(invalid, lambda: put("a", [(now - 86_400_001, "x"), (now, "y")]), "24 hours")
        refused(invalid, lambda: put("a", [(now, "x" * 1_048_551)]), "1048577")
        refused(invalid, lambda: put("a", [(now, "x")] * 10_001), "10000")
        refused(invalid, lambda: logs.filter_log_events(logGroupName=group, limit=10_001))
        refused(
            invalid,
            lambda: logs.filter_log_events(logGroupName=group, filterPattern="[ip, user]"),
            "[ip, user]",
        )
        refused(
            invalid,
            lambda: logs.filter_log_events(
                logGroupName=group, logStreamNames=["a"], logStreamNamePrefix="a"
            ),
        )
        refused(invalid, lambda: logs.filter_log_events(logGroupName=group, nextToken="garbage"))
        refused(
            invalid,
            lambda: logs.get_log_events(logGroupName=group, logStreamName="a", nextToken="garbage"),
        )
        refused(invalid, lambda: logs.describe_log_groups(limit=51))
        refused(
            "UnknownOperationException", lambda: logs.describe_metric_filters(), "DescribeMetricFilters"
        )

    def deleted_group():
        logs.put_retention_policy(logGroupName=group, retentionInDays=7)
        [described] = logs.describe_log_groups(logGroupNamePrefix=group, limit=1)["logGroups"]
        equal(described["retentionInDays"], 7)
        logs.delete_log_group(logGroupName=group)
        refused("ResourceNotFoundException", lambda: logs.filter_log_events(logGroupName=group))

    check("logs: put and filter", put_and_filter)
    check("logs: filter by pages", filter_pages)
    check("logs: get by pages, forward and backward", get_pages)
    check("logs: describe groups and streams", describe)
    check("logs: events too old and too new are rejected", rejected)
    check("logs: embedded metrics become metrics", embedded_metrics)
    check("logs: errors by code", errors)
    check("logs: retention, and a deleted group is gone", deleted_group)


def check_others():
    def no_such_service():
        refused("UnknownOperationException", lambda: client("dynamodb").list_tables(), "DynamoDB")
        refused("NotImplemented", lambda: client("s3").list_buckets(), "s3")
        refused("UnknownOperationException", lambda: client("lambda").list_functions(), "lambda")

    check("others: refused by name", no_such_service)


def main():
    if not ENDPOINT:
        sys.exit("Cannot check: AWS_ENDPOINT_URL must be set, for instance http://127.0.0.1:4566")
    for section in (check_sqs, check_sns, check_logs, check_others):
        check(f"{section.__name__} runs to its end", section)
    for protocol in ("smithy-rpc-v2-cbor", "json", "query"):
        check(f"cloudwatch {protocol} runs to its end", lambda: check_cloudwatch(protocol))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
