import {
  accessibilityProblems,
  type HeadlessBrowser,
  launchBrowser,
} from "@pictor/testing/browser";
import { servePage } from "../src";
import { adaptiveStateAt, png, startScriptedApi, stateAt } from "./scripted-api";

type Api = Awaited<ReturnType<typeof startScriptedApi>>;
type Tab = Awaited<ReturnType<HeadlessBrowser["browser"]["newPage"]>>;

let chromium: HeadlessBrowser;
let api: Api;
let server: Awaited<ReturnType<typeof servePage>>;
let tab: Tab;
let stateOf: typeof stateAt;
/** What the browser complained of; a page may not complain of anything. */
let complaints: string[];

beforeAll(async () => {
  chromium = await launchBrowser();
}, 60_000);
afterAll(() => chromium.close());

beforeEach(async () => {
  api = await startScriptedApi();
  stateOf = stateAt;
  server = await servePage({
    upstream: async () => ({ url: api.url, apiKey: "the-secret-key" }),
    state: async () => stateOf(Date.now()),
    sample: async () => png,
  });
  complaints = [];
  tab = await chromium.browser.newPage();
  tab.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => complaints.push(String(error)));
  await tab.goto(server.url);
});

afterEach(async () => {
  await tab.close();
  await server.close();
  await api.close();
});

const answer = () => tab.locator("#answer");
const problem = () => tab.locator("#problem");
const upload = (buffer: Buffer, name = "a.png", mimeType = "image/png") =>
  tab.locator("#file").setInputFiles({ name, mimeType, buffer });

describe("the page", () => {
  it("says which model is loaded and what it can know", async () => {
    const text = await tab.locator("#model", { hasText: "ResNet50" }).textContent();
    expect(text).toBe(
      "Loaded: ResNet50, release c7c7c7c7c7c7. It knows 3 classes (zero, six, eight) and nothing else: it names one of these for any picture. It looks at 32 × 32 pixels. It was right on 98.9 % of 450 held-out digits.",
    );
    expect(complaints).toEqual([]);
  });

  it("shows labels with bars, times, who served and the release of a picture that is chosen", async () => {
    await upload(png);
    await answer().getByText("It is 'six'").waitFor();
    const text = await answer().textContent();
    for (const part of ["90.0 %", "41 ms", "pictor-local-real-time (realTime)", "c7c7c7c7c7c7"]) {
      expect(text).toContain(part);
    }
    const widths = await answer()
      .locator("rect")
      .evaluateAll((bars) => bars.map((bar) => bar.getAttribute("width")));
    expect(widths).toEqual(["90", "10"]);
    expect(text).toMatch(/End to end\d+ ms/);
    expect(api.questions).toEqual([
      { url: "/v1/predictions?top=5", key: "the-secret-key", type: "image/png", body: png },
    ]);
    expect(complaints).toEqual([]);
  });

  it("shows a label as text, whatever is in it", async () => {
    await upload(png);
    await answer().getByText("<b>eight</b>").waitFor();
    expect(await answer().locator("b").count()).toBe(0);
  });

  it.each([
    ["dropped", "drop", "dataTransfer"],
    ["pasted", "paste", "clipboardData"],
  ])("takes a picture that is %s", async (_, type, property) => {
    await tab.evaluate(
      ([bytes, name, transfer]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "a.png", { type: "image/png" }));
        const event = new Event(name, { bubbles: true, cancelable: true });
        Object.defineProperty(event, transfer, { value: data });
        document.body.dispatchEvent(event);
      },
      [[...png], type, property] as const,
    );
    await answer().getByText("It is 'six'").waitFor();
    expect(api.questions.map(({ body }) => body)).toEqual([png]);
  });

  it("sends the sample that came with the model", async () => {
    await tab.locator("#sample").click();
    await answer().getByText("It is 'six'").waitFor();
    expect(api.questions[0]?.body).toEqual(png);
  });

  it("sends what is drawn with a pointer, cut out, as 32 × 32 pixels", async () => {
    const box = await tab.locator("#canvas").boundingBox();
    const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 20];
    await tab.mouse.move(x, y);
    await tab.mouse.down();
    await tab.mouse.move(x + 60, y + 120, { steps: 5 });
    await tab.mouse.up();
    await tab.locator("#send-drawing").click();
    await answer().getByText("It is 'six'").waitFor();
    const [picture] = api.questions;
    expect(picture?.body.readUInt32BE(16)).toBe(32);
    expect(picture?.body.readUInt32BE(20)).toBe(32);
  });

  it("can be used without a pointer: pen, classification, clearing", async () => {
    await tab.locator("#canvas").focus();
    for (const key of [" ", "ArrowDown", "ArrowDown", "ArrowDown", " "]) {
      await tab.keyboard.press(key === " " ? "Space" : key);
    }
    expect(await tab.locator("#pen").textContent()).toBe(
      "Pen up, 50 % from the left, 40 % from the top",
    );
    await tab.keyboard.press("Enter");
    await answer().getByText("It is 'six'").waitFor();
    await tab.keyboard.press("Backspace");
    await tab.keyboard.press("Enter");
    await problem().getByText("Nothing is drawn yet.").waitFor();
    expect(api.questions).toHaveLength(1);
  });

  it("words an error as the API does, in an alert, and takes the answer before away", async () => {
    await upload(png);
    await answer().getByText("It is 'six'").waitFor();
    await upload(Buffer.from("hello"), "a.txt", "text/plain");
    await problem().getByText("400 Not an image").waitFor();
    expect(await tab.getByRole("alert").textContent()).toContain(
      "The body does not begin like any picture format. Send a JPEG, PNG or WebP image.",
    );
    expect(await answer().textContent()).toBe("");
    await upload(png);
    await answer().getByText("It is 'six'").waitFor();
    expect(await problem().textContent()).toBe("");
    expect(complaints).toEqual([]);
  });

  it("says that the local AWS is gone, and recovers by itself", async () => {
    await tab.locator("#model", { hasText: "ResNet50" }).waitFor();
    await tab.context().setOffline(true);
    await upload(png);
    await problem().getByText("The local AWS does not answer").waitFor();
    const connection = tab.locator("#connection");
    await connection.getByText("'pictor start' has ended").waitFor();
    await tab.context().setOffline(false);
    await tab.locator("#connection:empty").waitFor({ state: "attached" });
  });

  it("says so where the API behind it is gone", async () => {
    await api.close();
    await upload(png);
    await problem().getByText("502 The local AWS does not answer").waitFor();
    expect(await problem().textContent()).toContain("ECONNREFUSED");
    expect(complaints).toEqual([]);
  });
});

describe("the path, live", () => {
  beforeEach(() => tab.getByRole("link", { name: "The path, live" }).click());

  it("shows the way, who served, latency, alarms and the last requests", async () => {
    await tab.locator("#requests tr").nth(3).waitFor();
    const text = await tab.locator("#path").textContent();
    for (const part of [
      "pictor-local-real-time (realTime) InService",
      "Failed no weights",
      "ALARM b-server-errors: More than 5 % failed.",
      "503 no-capacity",
      "not served",
    ]) {
      expect(text).toContain(part);
    }
    // What the gateway refused never reached the function: newest first, with status and latency.
    const cells = await tab.locator("#requests tr").first().locator("td").allTextContents();
    expect(cells.slice(1)).toEqual(["429 THROTTLED", "2 ms", "the gateway itself"]);
    const label = await tab.locator("#served [role=img]").getAttribute("aria-label");
    expect(label).toBe("4 requests in 15 minutes, at most 2 in one.");
    expect(await tab.locator("#latency [role=img]").getAttribute("aria-label")).toBe(
      "The slowest took 80 ms.",
    );
    expect(await tab.locator("nav [aria-current=page]").textContent()).toBe("The path, live");
    expect(complaints).toEqual([]);
  });
});

describe("the path of an adaptive environment", () => {
  const capacity = () => tab.locator("#capacity");
  beforeEach(() => tab.goto(`${server.url}#path`));

  it("is not there where the environment is not adaptive", async () => {
    await tab.locator("#requests tr").nth(3).waitFor();
    expect(await capacity().isVisible()).toBe(false);
  });

  it("shows who serves, the rate against the thresholds, and the decisions as they come", async () => {
    stateOf = adaptiveStateAt;
    await capacity().waitFor();
    expect(await tab.locator("#capacity-mode").textContent()).toMatch(
      /^Serverless serves since .+; the controller decides\.$/,
    );
    expect(await tab.locator("#stages").textContent()).toContain("(realTime) absent");
    const chart = tab.locator("#capacity-rate");
    expect(await chart.locator("[role=img]").getAttribute("aria-label")).toBe(
      "At most 2.0 requests/s. Reasons to be on instances: cost from 3.4 on, capacity from 40.0 on.",
    );
    const heights = await chart
      .locator("[role=img] rect")
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
    expect(heights.filter((height) => height > 0)).toHaveLength(2);
    // Capacity is far above what is drawn: the caption alone has it.
    expect(await chart.locator("[role=img] .threshold").count()).toBe(1);
    expect(await chart.locator("figcaption").textContent()).toContain("capacity: from 40.0 on");
    const rows = capacity().locator("tbody tr");
    expect(await rows.first().locator("td").allTextContents()).toEqual([
      expect.stringMatching(/:/),
      "keep (quiet)",
      "2.00 requests/s, below <b>all</b>",
    ]);
    stateOf = (now) => {
      const state = adaptiveStateAt(now);
      const created = { at: now, action: "create", because: "cost", reason: "it pays" };
      const { decisions = [], ...rest } = state.capacity ?? {};
      const next = {
        ...rest,
        mode: "realTime",
        pin: "realTime",
        decisions: [created, ...decisions],
      };
      return { ...state, capacity: next } as typeof state;
    };
    await rows.getByText("create (cost)").waitFor();
    expect(await tab.locator("#capacity-mode").textContent()).toMatch(
      /^Instances serve since .+; pinned to realTime by an operator\.$/,
    );
    expect(complaints).toEqual([]);
  });
});

describe.each([
  ["light", 1280],
  ["dark", 1280],
  ["light", 375],
  ["dark", 375],
] as const)("in %s, %d pixels wide", (colorScheme, width) => {
  it.each(["#classify", "#path"])("%s is accessible and fits", async (view) => {
    stateOf = adaptiveStateAt;
    await tab.emulateMedia({ colorScheme });
    await tab.setViewportSize({ width, height: 800 });
    await tab.goto(`${server.url}${view}`);
    await tab.locator("#model", { hasText: "ResNet50" }).waitFor();
    if (view === "#classify") {
      await upload(png);
      await answer().getByText("It is 'six'").waitFor();
      await tab.locator("#sample").click();
    }
    expect(await accessibilityProblems(tab)).toEqual([]);
    const overflow = await tab.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    expect(complaints).toEqual([]);
  });
});
