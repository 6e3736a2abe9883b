/**
 * A browser that comes with its npm package: nothing else must be installed on Linux.
 *
 * @module
 */
import chromium from "@sparticuz/chromium";
import {
  type Browser,
  type BrowserContextOptions,
  chromium as playwright,
  type Page,
} from "playwright-core";

/** Whether the browser runs on this machine. */
export const HAS_BROWSER = Deno.build.os === "linux" && Deno.build.arch === "x86_64";

/** Starts Chromium. */
export async function startBrowser(): Promise<Browser> {
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    // Containers have no room for Chromium's own sandbox, and all that it opens is our page.
    args: ["--no-sandbox"],
  });
}

/** A page that was opened, and all that it complained of or asked for. */
export interface Opened {
  page: Page;
  /** Errors and warnings of the console, uncaught errors, dialogs, and requests beyond the page itself. */
  complaints: string[];
}

/**
 * Opens a file without a network, and closes it after `look`.
 *
 * @param look gets the page when it is loaded.
 */
export async function withPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  look: (opened: Opened) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    offline: true,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("dialog", async (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url() !== url) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    await look({ page, complaints });
  } finally {
    await context.close();
  }
}
