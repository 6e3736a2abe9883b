import assert from "node:assert/strict";
import { decode, encode, Tagged } from "cborg";
import fc from "fast-check";
import { readCbor, writeCbor } from "./cbor_protocol.ts";
import { checkShape } from "./check_shape.ts";
import { readForm, writeAnswer } from "./query_protocol.ts";
import { CLOUDWATCH_SHAPES, type Shape } from "./shapes.ts";

const put: Shape = CLOUDWATCH_SHAPES["PutMetricData"]?.input ?? { type: "string" };
const statistics: Shape = CLOUDWATCH_SHAPES["GetMetricStatistics"]?.output ?? { type: "string" };

const text = fc.string({ minLength: 1, maxLength: 8 });
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0 || 0);
const request = fc.record({
  Namespace: text,
  MetricData: fc.array(
    fc.record({
      MetricName: text,
      Dimensions: fc.array(fc.record({ Name: text, Value: text }), { minLength: 1, maxLength: 12 }),
      Timestamp: fc.integer({ min: 0, max: 2e12 }).map((ms) => ms / 1_000),
      Value: number,
      StorageResolution: fc.constantFrom(1, 60),
    }, { requiredKeys: ["MetricName"] }),
    { minLength: 1, maxLength: 12 },
  ),
});

/** A request as the query protocol writes it. */
function writeForm(value: unknown, path = "", form = new URLSearchParams()): URLSearchParams {
  if (Array.isArray(value)) {
    value.forEach((item, i) => writeForm(item, `${path}.member.${i + 1}`, form));
  } else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      writeForm(item, path === "" ? name : `${path}.${name}`, form);
    }
  } else {
    const isTime = path.endsWith("Timestamp");
    form.set(
      path,
      isTime ? new Date(Math.round(Number(value) * 1_000)).toISOString() : String(value),
    );
  }
  return form;
}

Deno.test("readForm() reads the same request that JSON would", () => {
  fc.assert(fc.property(request, (input) => {
    const read = readForm(put, new URLSearchParams(writeForm(input).toString()));
    assert.deepEqual(read, JSON.parse(JSON.stringify(input)));
    checkShape(put, read);
  }));
});

Deno.test("readCbor() reads the same request that JSON would", () => {
  fc.assert(fc.property(request, (input) => {
    const tagged = {
      ...input,
      MetricData: input.MetricData.map(({ Timestamp, ...datum }) =>
        Timestamp === undefined ? datum : { ...datum, Timestamp: new Tagged(1, Timestamp) }
      ),
    };
    assert.deepEqual(readCbor(encode(tagged)), JSON.parse(JSON.stringify(input)));
  }));
});

Deno.test("readCbor() refuses what is no map", () => {
  assert.deepEqual(readCbor(new Uint8Array()), {});
  for (const body of [encode([1]), encode("text"), new Uint8Array([0xff, 0x00])]) {
    assert.throws(() => readCbor(body), { shape: "SerializationException" });
  }
});

const answer = {
  Label: "a<b>&",
  Datapoints: [{ Timestamp: 1.5, Sum: 2, Unit: undefined, ExtendedStatistics: { p50: 3 } }],
};

Deno.test("writeCbor() marks times, and leaves out what is not there", () => {
  const read = decode(writeCbor(statistics, answer), { tags: Tagged.preserve(1) });
  assert.deepEqual(read, {
    Label: "a<b>&",
    Datapoints: [{ Timestamp: new Tagged(1, 1.5), Sum: 2, ExtendedStatistics: { p50: 3 } }],
  });
});

Deno.test("writeAnswer() writes lists as members, maps as entries, times as ISO 8601", () => {
  const xml = writeAnswer("GetMetricStatistics", statistics, answer, "urn:x");
  const result = /<GetMetricStatisticsResult>(.*)<\/GetMetricStatisticsResult>/.exec(xml)?.[1];
  assert.equal(
    result,
    "<Label>a&lt;b&gt;&amp;</Label><Datapoints><member>" +
      "<Timestamp>1970-01-01T00:00:01.500Z</Timestamp><Sum>2</Sum><ExtendedStatistics><entry>" +
      "<key>p50</key><value>3</value></entry></ExtendedStatistics></member></Datapoints>",
  );
  assert.match(
    writeAnswer("PutMetricData", undefined, {}, "urn:x"),
    /^<PutMetricDataResponse xmlns/,
  );
});

const datum = { MetricName: "m" };
const misshapen: [unknown, message: RegExp][] = [
  [{ MetricData: [] }, /Namespace is required/],
  [{ Namespace: 7 }, /Namespace must be a string, got 7/],
  [{ Namespace: "n", MetricData: {} }, /MetricData must be a list/],
  [{ Namespace: "n", MetricData: [3] }, /MetricData\.member\.1 must be a structure/],
  [{ Namespace: "n", MetricData: [{}] }, /MetricData\.member\.1\.MetricName is required/],
  [{ Namespace: "n", MetricData: [{ ...datum, Value: "1" }] }, /Value must be a number/],
  [{ Namespace: "n", MetricData: [{ ...datum, Timestamp: "now" }] }, /Timestamp must be a time/],
  [
    { Namespace: "n", MetricData: [{ ...datum, StorageResolution: 1.5 }] },
    /must be a whole number/,
  ],
  [
    { Namespace: "n", MetricData: [{ ...datum, Values: [null] }] },
    /Values\.member\.1 must be a number/,
  ],
  [{ Namespace: "n", StrictEntityValidation: "yes" }, /must be true or false/],
];

Deno.test("checkShape() names what is missing or of the wrong type", () => {
  for (const [input, message] of misshapen) assert.throws(() => checkShape(put, input), message);
  const map: Shape = { type: "map", value: { type: "double" } };
  checkShape(map, { p50: 1 });
  assert.throws(() => checkShape(map, { p50: "1" }), /p50 must be a number/);
  assert.throws(() => checkShape(map, []), /must be a map/);
});

Deno.test("readForm() leaves text that is no number or time for the shape's check to name", () => {
  const form = new URLSearchParams({
    Namespace: "n",
    "MetricData.member.1.MetricName": "m",
    "MetricData.member.1.Value": "much",
  });
  assert.throws(() => checkShape(put, readForm(put, form)), /Value must be a number, got "much"/);
});
