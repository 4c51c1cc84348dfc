import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  accessibilityProblems,
  type HeadlessBrowser,
  launchBrowser,
} from "@pictor/testing/browser";
import { apiKey, manifest, result } from "./local-run";
import { home } from "./places";

/** `PICTOR_SCREENSHOTS=docs/images` renews those of the README. */
const screenshots = process.env.PICTOR_SCREENSHOTS ?? join(home, "screenshots");

type Tab = Awaited<ReturnType<HeadlessBrowser["browser"]["newPage"]>>;

let chromium: HeadlessBrowser;
let tab: Tab;
const complaints: string[] = [];
const answers: string[] = [];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  chromium = await launchBrowser();
  tab = await chromium.browser.newPage({ viewport: { width: 1100, height: 860 } });
  tab.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => complaints.push(String(error)));
  // One that is under way when the browser closes has no text any more.
  tab.on("response", (response) =>
    response.text().then(
      (text) => answers.push(text),
      () => 0,
    ),
  );
  await tab.goto(result.pageUrl);
});
afterAll(() => chromium.close());

const answer = () => tab.locator("#answer");

/** A zero, in shares of the canvas. */
const zero = [
  [0.5, 0.12],
  [0.3, 0.25],
  [0.22, 0.5],
  [0.3, 0.75],
  [0.5, 0.88],
  [0.7, 0.75],
  [0.78, 0.5],
  [0.7, 0.25],
  [0.5, 0.12],
] as const;

async function draw(points: readonly (readonly [number, number])[]): Promise<void> {
  const box = await tab.locator("#canvas").boundingBox();
  if (box === null) throw new Error("there is no canvas");
  for (const [index, [x, y]] of points.entries()) {
    await tab.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 5 });
    if (index === 0) await tab.mouse.down();
  }
  await tab.mouse.up();
}

describe("the page that start opens", () => {
  it("says which model is loaded, with the classes that the model itself names", async () => {
    const { live } = manifest();
    const text = await tab.locator("#model", { hasText: "ResNet50" }).textContent();
    expect(text).toContain(`release ${live.sha256.slice(0, 12)}`);
    expect(text).toContain("It knows 10 classes (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) and nothing else");
  });

  it("gives a picture the predictions that the API gave it before", async () => {
    const { predictions, servedBy } = result.response;
    await tab
      .locator("#file")
      .setInputFiles({ name: "a.png", mimeType: "image/png", buffer: readFileSync(result.image) });
    await answer().locator("li").first().waitFor();
    const labels = await answer().locator("li").allTextContents();
    expect(labels).toEqual(
      predictions.map(({ label, score }) => `${label}${(score * 100).toFixed(1)} %`),
    );
    expect(await answer().textContent()).toContain(`${servedBy.endpoint} (${servedBy.kind})`);
  });

  it("has a digit that is drawn told by the model", async () => {
    await draw(zero);
    await tab.locator("#send-drawing").click();
    await answer().getByText("It is '0', says the model").waitFor();
    await tab.screenshot({ path: join(screenshots, "page.png") });
  });

  it("shows the API's own words where it refuses", async () => {
    await tab
      .locator("#file")
      .setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("hello") });
    const alert = tab.getByRole("alert");
    await alert.getByText("415 Unsupported media type").waitFor();
    expect(await alert.textContent()).toContain("The body is text");
  });

  it("shows in its second view what the logs of function and gateway tell, and every alarm of the stack", async () => {
    // Without a key the gateway refuses by itself: the function never hears of it.
    await fetch(`${result.apiUrl}/predictions`, { method: "POST" });
    await tab.emulateMedia({ colorScheme: "dark" });
    await tab.getByRole("link", { name: "The path, live" }).click();
    await tab.locator("#requests").getByText(result.response.servedBy.endpoint).first().waitFor();
    const refused = tab.locator("#requests tr", { hasText: "the gateway itself" }).first();
    await refused.waitFor();
    expect(await refused.locator("td").nth(1).textContent()).toMatch(/^403 [A-Z_]+$/);
    expect(await refused.locator("td").nth(2).textContent()).toMatch(/ms$/);
    expect(await tab.locator("#stages").textContent()).toContain("InService");
    expect(await tab.locator("#alarms li").count()).toBeGreaterThanOrEqual(3);
    await tab.screenshot({ path: join(screenshots, "path.png"), fullPage: true });
  });

  it("is accessible in both views, and the browser complains of nothing, not even of that refusal", async () => {
    expect(await accessibilityProblems(tab)).toEqual([]);
    await tab.getByRole("link", { name: "Classify" }).click();
    expect(await accessibilityProblems(tab)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("has never been given the API key", () => {
    expect(apiKey).not.toBe("");
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.filter((text) => text.includes(apiKey))).toEqual([]);
  });
});
