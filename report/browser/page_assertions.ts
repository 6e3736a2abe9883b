/**
 * What must hold of a page, whichever it is.
 *
 * @module
 */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";

/** Of the window, pixels. */
export const HEIGHT = 900;

/** A number that comes from rows: its panel has a query. */
export async function firstOfRows(page: Page) {
  const id = await page.locator(".panel:has(pre)").first().getAttribute("id");
  return page.locator(`main .number[popovertarget="${id}"]`).first();
}

/** That one panel is open, within the window, and says where a number comes from. */
export async function assertSource(page: Page, width: number) {
  const panel = page.locator(".panel:popover-open");
  assert.equal(await panel.count(), 1);
  const text = await panel.innerText();
  for (const wanted of ["File", ".csv", "Rows", "Query", "SELECT"]) {
    assert.ok(text.includes(wanted), `the panel must say ${wanted}, got ${text}`);
  }
  const box = (await panel.boundingBox())!;
  assert.ok(box.x >= 0 && box.x + box.width <= width, `the panel must fit, got ${box.x}`);
  assert.ok(box.y >= 0 && box.y + box.height <= HEIGHT, `the panel must fit, got ${box.y}`);
}

/** Name of the element that has the focus. */
export async function focused(page: Page): Promise<string | null> {
  return await page.evaluate(() => document.activeElement!.getAttribute("aria-label"));
}

/** That each chart shows as many marks as its data have. */
export async function assertMarks(page: Page) {
  const figures = await page.locator(".drawn").all();
  assert.ok(figures.length > 0, "the page must have a chart");
  for (const figure of figures) {
    const marks = JSON.parse((await figure.getAttribute("data-marks"))!) as Record<string, number>;
    const svg = figure.locator("svg:visible");
    assert.equal(await svg.count(), 1);
    assert.ok(Object.keys(marks).length > 0, "a chart must have marks");
    for (const [name, count] of Object.entries(marks)) {
      assert.equal(await svg.locator(`.${name} > *`).count(), count, `marks of ${name}`);
    }
  }
}

/** That axe finds no violation. */
export async function assertAccessible(page: Page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run()
  );
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  assert.deepEqual(told, []);
}
