import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { launchBrowser } from "@pictor/testing/browser";

type Browser = Awaited<ReturnType<typeof launchBrowser>>["browser"];

/** Serves a page whose text may change from request to request; its origin is not that of an API beside it. */
export async function servePage(text: () => string): Promise<{ page: Server; origin: string }> {
  const page = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(text());
  }).listen(0, "127.0.0.1");
  await once(page, "listening");
  return { page, origin: `http://localhost:${(page.address() as AddressInfo).port}` };
}

/** What a page at an address shows, and its errors, after a file was chosen and, where the page has a form, sent. */
export async function shownBy(browser: Browser, address: string, file: string) {
  const tab = await browser.newPage();
  const errors: string[] = [];
  tab.on("pageerror", (error) => errors.push(error.message));
  await tab.goto(address);
  const failed = tab.waitForEvent("pageerror");
  await tab.setInputFiles("input", file);
  if ((await tab.locator("button").count()) > 0) await tab.click("button");
  const answered = tab.waitForFunction('document.querySelector("output").textContent !== ""');
  await Promise.any([failed, answered]);
  return { text: await tab.textContent("output"), errors };
}
