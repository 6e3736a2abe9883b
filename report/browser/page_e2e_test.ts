/**
 * The report in a real browser. Skipped where the browser does not run, unless SPILLWAY_REQUIRE_ALL is set.
 */
import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { HAS_BROWSER, type Opened, startBrowser, withPage } from "./browser.ts";
import { buildReport, buildSample, type BuiltPage, hasNotebooks } from "./built_page.ts";
import {
  assertAccessible,
  assertMarks,
  assertSource,
  firstOfRows,
  focused,
  HEIGHT,
} from "./page_assertions.ts";

const WIDTHS = [380, 800, 1400];
const SCHEMES = ["light", "dark"] as const;

const sizes = (width: number) => ({ viewport: { width, height: HEIGHT } });

/** A test of one page in one browser, its steps looking at it in different ways. */
function testPage(
  name: string,
  build: () => Promise<BuiltPage>,
  steps: Record<string, (look: Look) => Promise<void>>,
) {
  Deno.test({
    name,
    ignore: !HAS_BROWSER && !Deno.env.get("SPILLWAY_REQUIRE_ALL"),
    async fn(t) {
      const built = await build();
      let browser: Browser | undefined;
      try {
        browser = await startBrowser();
        const look: Look = (options, see) => withPage(browser!, built.url, options, see);
        for (const [step, body] of Object.entries(steps)) await t.step(step, () => body(look));
      } finally {
        await browser?.close();
        await built.dispose();
      }
    },
  });
}

type Look = (
  options: BrowserContextOptions,
  see: (opened: Opened) => Promise<void>,
) => Promise<void>;

const everyPage: Record<string, (look: Look) => Promise<void>> = {
  async "fits its width, light and dark, without an error or a request"(look) {
    const papers = new Set<string>();
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        await look({ ...sizes(width), colorScheme }, async ({ page, complaints }) => {
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `at ${width} pixels the page must not scroll, got ${wide}`);
          papers.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
          assert.deepEqual(complaints, []);
        });
      }
    }
    assert.equal(papers.size, SCHEMES.length);
  },

  async "draws every mark of every chart"(look) {
    for (const width of WIDTHS) await look(sizes(width), ({ page }) => assertMarks(page));
  },

  async "shows where a number comes from, by mouse and by keyboard"(look) {
    for (const width of WIDTHS) {
      await look(sizes(width), async ({ page }) => {
        const number = await firstOfRows(page);
        await number.click();
        await assertSource(page, width);
        await page.keyboard.press("Escape");
        assert.equal(await page.locator(".panel:popover-open").count(), 0);
        await number.focus();
        await page.keyboard.press("Enter");
        await assertSource(page, width);
        await page.keyboard.press("Tab");
        assert.equal(await focused(page), "Close");
        await page.keyboard.press("Enter");
        assert.equal(await page.locator(".panel:popover-open").count(), 0);
        assert.equal(await number.evaluate((element) => element === document.activeElement), true);
      });
    }
  },

  async "copies the query"(look) {
    await look(sizes(800), async ({ page }) => {
      await (await firstOfRows(page)).click();
      const panel = page.locator(".panel:popover-open");
      await panel.getByRole("button", { name: "Copy query" }).click();
      await panel.getByText("Copied").waitFor();
      assert.equal(
        await page.evaluate(() => navigator.clipboard.readText()),
        await panel.locator("pre").textContent(),
      );
    });
  },

  async "passes axe, with and without an open panel"(look) {
    for (const width of [380, 1400]) {
      for (const colorScheme of SCHEMES) {
        await look({ ...sizes(width), colorScheme }, async ({ page }) => {
          await assertAccessible(page);
          await page.locator("details").evaluateAll((all) =>
            all.forEach((details) => details.setAttribute("open", ""))
          );
          await page.locator("main .number").first().click();
          await assertAccessible(page);
        });
      }
    }
  },

  async "says everything without scripts"(look) {
    const words = async (page: Page) => {
      const texts = await page.locator("main").evaluate((main) => main.textContent);
      return texts.replace(/\s+/g, " ");
    };
    let scripted = "";
    await look(sizes(800), async ({ page }) => {
      scripted = await words(page);
    });
    await look({ ...sizes(800), javaScriptEnabled: false }, async ({ page }) => {
      await assertMarks(page);
      assert.equal(await words(page), scripted);
      await (await firstOfRows(page)).click();
      await assertSource(page, 800);
    });
  },

  async "prints on A4, with every reason and no panel"(look) {
    await look(sizes(1400), async ({ page }) => {
      const pdf = new TextDecoder("latin1").decode(await page.pdf({ preferCSSPageSize: true }));
      const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!.map(Number);
      assert.deepEqual([Math.round(width!), Math.round(height!)], [595, 842]);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      assert.equal(
        await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
        "rgb(255, 255, 255)",
      );
      assert.equal(await page.locator(".panels").isVisible(), false);
      const hidden = await page.locator(".reason, .facts dd").evaluateAll((all) =>
        all.filter((element) => !element.checkVisibility({ contentVisibilityAuto: true })).length
      );
      assert.equal(hidden, 0);
      const [styles] = await page.locator(".drawn").evaluateAll((all) => [
        all.map((element) => getComputedStyle(element).breakInside),
      ]);
      assert.ok(styles!.every((style) => style === "avoid"));
    });
  },
};

testPage("the sample's page", buildSample, {
  ...everyPage,

  async "takes text from files for nothing but text"(look) {
    await look(sizes(800), async ({ page, complaints }) => {
      assert.equal(await page.title(), "How should orders be paid?");
      assert.equal(await page.locator("script").count(), 1);
      assert.equal(await page.locator("img, iframe, [onerror], a[href^='javascript']").count(), 0);
      assert.deepEqual(complaints, []);
    });
  },

  async "marks what comes from a run that was interrupted"(look) {
    await look(sizes(800), async ({ page }) => {
      assert.match(await page.locator(".warnings").innerText(), /1 of 2 runs.*interrupted/s);
      const marked = page.locator("main .number:has(.doubt)");
      const ids = await marked.evaluateAll((all) =>
        [...new Set(all.map((button) => button.getAttribute("popovertarget")))].sort()
      );
      assert.deepEqual(ids, ["source-sale.accepted.sync", "source-sale.ratio"]);
    });
  },

  async "opens the claims that a figure was computed from"(look) {
    await look(sizes(380), async ({ page }) => {
      await page.locator(`main .number[popovertarget="source-sale.ratio"]`).first().click();
      const open = page.locator(".panel:popover-open");
      await open.getByRole("button", { name: "sale.accepted.queue" }).click();
      const opened = page.locator(`[id="source-sale.accepted.queue"]:popover-open`);
      assert.match(await opened.innerText(), /2,888 orders/);
      await page.keyboard.press("Escape");
      assert.equal(await opened.count(), 0);
      assert.match(await open.innerText(), /30\.4 times/);
    });
  },

  async "opens the reason of a row"(look) {
    await look(sizes(800), async ({ page }) => {
      const reason = page.locator(".reason").first();
      assert.equal(await reason.isVisible(), false);
      await page.locator(".reasons summary").first().focus();
      await page.keyboard.press("Enter");
      assert.equal(await reason.isVisible(), true);
    });
  },
});

if (hasNotebooks()) {
  testPage("the page of the notebooks on data/example", buildReport, {
    ...everyPage,

    async "is under 3 MB"(look) {
      await look(sizes(800), async ({ page }) => {
        const { size } = await Deno.stat(new URL(page.url()));
        assert.ok(size < 3e6, `the page must be under 3 MB, got ${size} bytes`);
      });
    },
  });
}
