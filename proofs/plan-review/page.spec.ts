import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderHtml, reviewPlans } from "@pictor/plan-review";
import {
  accessibilityProblems,
  type HeadlessBrowser,
  launchBrowser,
} from "@pictor/testing/browser";
import { until } from "../shared/until";

type Tab = Awaited<ReturnType<HeadlessBrowser["browser"]["newPage"]>>;

const directory = mkdtempSync(join(tmpdir(), "pictor-review-page-"));
let chromium: HeadlessBrowser;

beforeAll(async () => {
  chromium = await launchBrowser();
});
afterAll(async () => {
  await chromium?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The root module and the forty that hold topics; one more section lists what security rules found before. */
const modules = 41;

/** The page of a plan that updates many topics in forty modules, and deletes a bucket. */
function pageOf(resources: number): string {
  const change = (address: string, type: string, change: Record<string, unknown>) => ({
    address,
    mode: "managed",
    type,
    change: { after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...change },
  });
  const plan = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: [
      change("aws_s3_bucket.models", "aws_s3_bucket", {
        actions: ["delete"],
        before: { bucket: "models" },
        after: null,
      }),
      ...Array.from({ length: resources - 1 }, (_, at) =>
        change(`module.m${at % 40}.aws_sns_topic.t[${at}]`, "aws_sns_topic", {
          actions: ["update"],
          before: { name: `old-${at}` },
          after: { name: `new-${at}` },
        }),
      ),
    ],
  };
  const file = join(directory, `${resources}.html`);
  writeFileSync(file, renderHtml(reviewPlans([{ name: "prod", plan }], { today: "2026-11-29" })));
  return pathToFileURL(file).href;
}

/** The page of a plan in which each of 150 queues changes and refers to three others. */
function drawnPage(): string {
  const addresses = Array.from({ length: 150 }, (_, at) => `aws_sqs_queue.queue_${at}`);
  const plan = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: addresses.map((address, at) => ({
      address,
      mode: "managed",
      type: "aws_sqs_queue",
      change: {
        actions: at === 0 ? ["delete", "create"] : ["update"],
        before: { delay_seconds: 1 },
        after: { delay_seconds: 2 },
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: {},
      },
    })),
    configuration: {
      root_module: {
        resources: addresses.map((address, at) => ({
          address,
          expressions: {
            policy: {
              references: [1, 7, 19]
                .filter((back) => back <= at)
                .map((back) => addresses[at - back]),
            },
          },
        })),
      },
    },
  };
  const file = join(directory, "drawn.html");
  writeFileSync(file, renderHtml(reviewPlans([{ name: "prod", plan }], { today: "2026-11-29" })));
  return pathToFileURL(file).href;
}

describe("the drawing of 150 resources that refer to each other", () => {
  it.each(["light", "dark"] as const)("is readable and accessible in %s", async (colorScheme) => {
    const tab = await chromium.browser.newPage();
    await tab.emulateMedia({ colorScheme });
    await tab.goto(drawnPage());
    expect(await tab.locator(".drawing .node").count()).toBe(150);
    // Every label is inside of its box, in letters of 11 pixels or more, at the size that is shown.
    const [outside, smallest] = await tab.evaluate<[number, number]>(`(() => {
      const nodes = [...document.querySelectorAll(".drawing .node")];
      const texts = nodes.flatMap((node) => [...node.querySelectorAll("text")]);
      const isOutside = (text) => {
        const box = text.parentElement.querySelector("rect").getBoundingClientRect();
        const own = text.getBoundingClientRect();
        return own.left < box.left || own.right > box.right || own.top < box.top || own.bottom > box.bottom;
      };
      const heights = texts.map((text) => text.getBoundingClientRect().height);
      return [texts.filter(isOutside).length, Math.min(...heights)];
    })()`);
    expect(outside).toBe(0);
    expect(smallest).toBeGreaterThanOrEqual(11);
    // It scrolls within itself, by the keyboard too, and the page does not.
    const drawing = tab.locator(".drawing");
    await drawing.focus();
    await tab.keyboard.press("ArrowRight");
    // The page's content security policy refuses `waitForFunction`, which evaluates its text within the page.
    await until("the drawing has scrolled", () =>
      tab.evaluate<boolean>("document.querySelector('.drawing').scrollLeft > 0"),
    );
    const [wide, screen] = await tab.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, window.innerWidth]",
    );
    expect(wide).toBeLessThanOrEqual(screen);
    expect(await accessibilityProblems(tab)).toEqual([]);
    await tab.close();
  });
});

describe.each([150, 2000])("the page of a plan of %d resources", (resources) => {
  let tab: Tab;
  let complaints: string[];

  beforeEach(async () => {
    tab = await chromium.browser.newPage();
    complaints = [];
    tab.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("request", (request) => {
      if (!request.url().startsWith("file:")) complaints.push(`asked for ${request.url()}`);
    });
    await tab.goto(pageOf(resources));
  });
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await tab.close();
  });

  it("shows the worst first, and the rest collapsed", async () => {
    const verdict = tab.locator(".verdict");
    expect(await verdict.textContent()).toBe("data is lost: aws_s3_bucket.models");
    const { y = Number.POSITIVE_INFINITY } = (await verdict.boundingBox()) ?? {};
    expect(y).toBeLessThan(400);
    expect(await tab.locator("details").count()).toBe(modules + 1);
    expect(await tab.locator("details[open]").count()).toBe(0);
  });

  it("finds a resource by its address, opens its module, and shows all again", async () => {
    const last = `t[${resources - 2}]`;
    await tab.keyboard.press("/");
    await tab.keyboard.type(last);
    await tab.getByText("1 found", { exact: true }).waitFor();
    const shown = tab.locator("details[open] > ul > li:visible");
    expect(await shown.count()).toBe(1);
    expect(await shown.textContent()).toContain(`new-${resources - 2}`);
    expect(await tab.locator("details:visible").count()).toBe(1);
    await tab.keyboard.press("Escape");
    expect(await tab.locator("details:visible").count()).toBe(modules + 1);
  });

  it("is worked by the keyboard alone", async () => {
    await tab.locator("#close").focus();
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    expect(await tab.locator("details[open]").count()).toBe(1);
    await tab.locator("#open").press("Enter");
    expect(await tab.locator("details[open]").count()).toBe(modules + 1);
    await tab.locator("#close").press("Space");
    expect(await tab.locator("details[open]").count()).toBe(0);
  });

  it.each(["light", "dark"] as const)(
    "is accessible, and fits a phone, in %s",
    async (colorScheme) => {
      await tab.emulateMedia({ colorScheme });
      await tab.setViewportSize({ width: 360, height: 740 });
      await tab.locator("details summary").first().click();
      expect(await accessibilityProblems(tab)).toEqual([]);
      const [wide, screen] = await tab.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, window.innerWidth]",
      );
      expect(wide).toBeLessThanOrEqual(screen);
    },
  );
});
