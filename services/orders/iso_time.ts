/**
 * An instant as RFC 3339 has it, in UTC with milliseconds: what `Date.prototype.toISOString` prints,
 * without `Date`, which `services/` may not touch.
 *
 * Source of the calendar arithmetic: Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * `civil_from_days`.
 *
 * @param epochMs milliseconds since the Unix epoch, >= 0, before the year 10000; fractions are dropped.
 * @example
 * ```ts
 * import { isoTime } from "./iso_time.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isoTime(951_782_400_123.9), "2000-02-29T00:00:00.123Z");
 * ```
 */
export function isoTime(epochMs: number): string {
  const wholeMs = Math.floor(epochMs);
  const days = Math.floor(wholeMs / 86_400_000);
  const msOfDay = wholeMs - days * 86_400_000;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const hour = Math.floor(msOfDay / 3_600_000);
  const minute = Math.floor(msOfDay / 60_000) % 60;
  const second = Math.floor(msOfDay / 1000) % 60;
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${digits(hour, 2)}:` +
    `${digits(minute, 2)}:${digits(second, 2)}.${digits(msOfDay % 1000, 3)}Z`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
