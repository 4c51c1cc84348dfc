import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { limits, type Target } from "@pictor/contracts";
import { predictionResponseSchema } from "@pictor/contracts/schemas";
import { good, LoopbackSageMaker, servedPredictions } from "@pictor/testing";
import { launchBrowser } from "@pictor/testing/browser";
import { apiExceptions } from "../shared/api-exceptions";
import { synthesiseApi } from "../shared/api-stack";
import { checkov, failuresOf } from "../shared/checkov";
import { LocalAws } from "../shared/local-aws";
import { managedChanges, valuesAfter } from "../shared/plan-changes";
import { applyPlanned, planned } from "../shared/planned";
import { png } from "../shared/png";
import { python } from "../shared/python-tool";
import { gatewayTags } from "./gateway-tags";
import { keysOf } from "./keys-of";
import { servePage, shownBy } from "./page-in-browser";
import { clientExample } from "./readme-example";
import { schemathesis } from "./schemathesis";

const run = promisify(execFile);
const place = { environment: "contract", accountId: "555555555555", region: "us-east-1" };
const target: Target = { name: "somewhere", kind: "realTime", timeoutMs: 3_000 };
const openApi = join(__dirname, "..", "..", "packages", "api", "openapi.json");
const best = servedPredictions[1]?.label ?? "";

const sagemaker = new LoopbackSageMaker();
/** A page of another origin, with the README's example. */
let page: Server;
let pageText = "";
let origin: string;
let directory: string;
let aws: LocalAws;
let before: unknown;
let url: string;
let keys: Readonly<Record<string, string>>;

const synthesise = async (tags: Readonly<Record<string, string>>) =>
  synthesiseApi(place, {
    outdir: join(directory, "cdktf.out"),
    target,
    sagemakerUrl,
    tags,
    api: {
      cors: { allowOrigin: origin },
      auth: {
        kind: "apiKey",
        clients: [
          { name: "contract" },
          { name: "slow", throttle: { rate: 20, burst: 20 } },
          { name: "metered", quota: { limit: 3, period: "DAY" } },
        ],
      },
    },
  });
let sagemakerUrl: string;
/** What Terraform planned before anything was there. */
const planFile = () => join(directory, "plan.json");

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "pictor-api-"));
  sagemakerUrl = await sagemaker.start();
  sagemaker.behave({ [target.name]: [good] });
  ({ page, origin } = await servePage(() => pageText));

  aws = await LocalAws.start(place, directory);
  before = await aws.inventory();
  await synthesise({ team: "quolls", goes: "soon" });
  const api = aws.terraform("api");
  await api.init();
  aws.run("api", "plan", "-input=false", "-out=plan");
  writeFileSync(planFile(), aws.run("api", "show", "-json", "plan"));
  await api.apply();
  const { apiId, apiKeyIds } = (await api.outputs()) as {
    apiId: string;
    apiKeyIds: Record<string, string>;
  };
  url = `${aws.client.endpoint}/_aws/execute-api/${apiId}/v1`;
  keys = await keysOf(apiKeyIds, aws.client);
});

afterAll(async () => {
  await aws?.stop();
  page?.close();
  await sagemaker.stop();
  rmSync(directory, { recursive: true, force: true });
});

const call = (path: string, client = "contract", init: RequestInit = {}) =>
  fetch(`${url}${path}`, {
    ...init,
    headers: { "x-api-key": keys[client] ?? "", ...init.headers },
  });

describe("the API, deployed to a local AWS", () => {
  it("lets 1000 requests a second through, and 2000 at once: so it was planned", () => {
    const settings = managedChanges(readFileSync(planFile(), "utf8")).find(
      ({ type }) => type === "aws_api_gateway_method_settings",
    );
    expect(settings && valuesAfter(settings).settings).toMatchObject([
      { throttling_rate_limit: 1000, throttling_burst_limit: 2000 },
    ]);
  });

  it("fails no check of Checkov but the documented ones", async () => {
    const { passed, failed } = await checkov(planFile());
    expect(failed).toEqual(failuresOf(apiExceptions));
    expect(passed).toBeGreaterThan(40);
  });

  it("has nothing left to do once it is applied", async () => {
    expect(await aws.terraform("api").hasChanges()).toBe(false);
  });

  it("takes other default tags of the provider in place: on APIs, stages, keys and usage plans", async () => {
    const [first, second] = [
      { team: "quolls", goes: "soon" },
      { team: "wombats", comes: "late" },
    ];
    const everywhere = (tags: object) => ({
      ...{ apis: [tags], stages: [tags], keys: Array(3).fill(tags), plans: Array(3).fill(tags) },
    });
    expect(await gatewayTags(aws.client)).toEqual(everywhere(first));
    await synthesise(second);
    expect(new Set(Object.values(planned(aws)).flat())).toEqual(new Set(["update"]));
    applyPlanned(aws);
    expect(await gatewayTags(aws.client)).toEqual(everywhere(second));
    expect(await aws.terraform("api").hasChanges()).toBe(false);
  });

  it("keeps its contract: no 5xx and nothing undocumented in 2000 cases and more", async () => {
    const { statuses, code, output } = await schemathesis({
      document: openApi,
      url,
      headers: { "x-api-key": keys.contract ?? "" },
      examples: 2_000,
      directory,
    });
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    const cases = Object.values(statuses).reduce((sum, count) => sum + count, 0);
    expect(cases).toBeGreaterThanOrEqual(2_000);
    expect(statuses["200"]).toBeGreaterThanOrEqual(200);
    expect(Object.keys(statuses).filter((status) => status >= "500")).toEqual([]);
  }, 600_000);

  it("says without a model that it runs and what is deployed", async () => {
    sagemaker.behave({});
    expect(await (await call("/health")).json()).toMatchObject({ status: "ok" });
    expect(await (await call("/model")).json()).toMatchObject({ labels: { count: 10 } });
    expect(sagemaker.received).toEqual([]);
    sagemaker.behave({ [target.name]: [good] });
  });

  it("answers 300 at once: with a prediction, or later", async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, () =>
        call("/predictions", "contract", {
          method: "POST",
          headers: { "content-type": "image/png" },
          body: png,
        }),
      ),
    );
    const wrong = answers.filter(
      ({ status, headers }) =>
        status !== 200 && !([429, 503].includes(status) && headers.get("retry-after")),
    );
    expect(wrong.map(({ status }) => status)).toEqual([]);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await call("/health")).status).toBe(200);
  });

  it("lets a client of 20 a second have its burst and its rate, and tells the rest to come later", async () => {
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 60 }, () => call("/health", "slow")));
    const seconds = (performance.now() - started) / 1000;
    const through = answers.filter(({ status }) => status === 200).length;
    expect(through).toBeGreaterThanOrEqual(20);
    expect(through).toBeLessThanOrEqual(20 + Math.ceil(20 * seconds));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(60 - through);
    expect(refused.every(({ headers }) => headers.get("retry-after") === "1")).toBe(true);
  });

  it("counts a client's quota", async () => {
    const statuses = [];
    for (let times = 0; times < 4; times += 1) {
      const response = await call("/health", "metered");
      statuses.push(response.status);
      if (response.status === 429) {
        expect(await response.json()).toMatchObject({ type: "urn:pictor:problem:quota-exceeded" });
      }
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
  });
});

describe("the README's example", () => {
  const variables = () => ({ PATH: process.env.PATH, API_URL: url, API_KEY: keys.contract });

  beforeAll(() => writeFileSync(join(directory, "picture.png"), png));

  it.each([
    ["the image's bytes", "--data-binary"],
    ["a form", "-F image=@"],
  ])("with curl, sending %s", async (_, option) => {
    sagemaker.behave({ [target.name]: [good] });
    const options = { cwd: directory, env: variables() };
    const { stdout } = await run("sh", ["-c", clientExample("sh", option)], options);
    expect(predictionResponseSchema.parse(JSON.parse(stdout)).predictions[0]?.label).toBe(best);
    expect(sagemaker.received.map(({ body }) => body)).toEqual([png]);
  });

  it("in TypeScript", async () => {
    const call = "console.log(JSON.stringify(await classify(...process.argv.slice(2))));";
    const file = join(directory, "example.mts");
    writeFileSync(file, `${clientExample("ts", "PredictionResponse")}\n${call}\n`);
    const picture = join(directory, "picture.png");
    const { stdout } = await run(process.execPath, [
      ...["--experimental-strip-types", "--no-warnings", file],
      ...[url, keys.contract ?? "", picture],
    ]);
    expect(JSON.parse(stdout).predictions[0].label).toBe(best);
  });

  it("in Python", async () => {
    const options = { cwd: directory, env: variables() };
    const { stdout } = await run(python, ["-c", clientExample("python", "urllib")], options);
    expect(stdout).toBe("seven 0.75\none 0.25\n");
  });

  it("takes a form of Python's requests, with fields and the largest image beside them", async () => {
    const largest = Buffer.concat([png, Buffer.alloc(limits.imageBytes - png.length)]);
    writeFileSync(join(directory, "largest.png"), largest);
    sagemaker.behave({ [target.name]: [good] });
    const script = `import os, requests
with open("largest.png", "rb") as picture:
    answer = requests.post(os.environ["API_URL"] + "/predictions", headers={"x-api-key": os.environ["API_KEY"]},
                           data={"text": "of a field"}, files={"any": picture})
print(answer.status_code, answer.json()["predictions"][0]["label"])`;
    const options = { cwd: directory, env: variables() };
    expect((await run(python, ["-c", script], options)).stdout).toBe(`200 ${best}\n`);
    expect(sagemaker.received.map(({ body }) => largest.equals(body))).toEqual([true]);
  });

  describe("in a browser", () => {
    let browser: Awaited<ReturnType<typeof launchBrowser>>;

    beforeAll(async () => {
      browser = await launchBrowser();
    });

    afterAll(() => browser?.close());

    const shown = (address: string) =>
      shownBy(browser.browser, address, join(directory, "picture.png"));

    it.each([
      ["sending a file", "body: target.files[0]"],
      ["sending a form", "new FormData(event.target)"],
    ])("%s, on a page of the origin that may call", async (_, containing) => {
      pageText = clientExample("html", containing)
        .replace("<API_URL>", url)
        .replace("<API_KEY>", keys.contract ?? "");
      expect(await shown(origin)).toEqual({ text: best, errors: [] });
    });

    it("on a page of no other origin", async () => {
      const other = await shown(origin.replace("localhost", "127.0.0.1"));
      expect(other).toEqual({ text: "", errors: [expect.stringMatching(/fetch/i)] });
    });

    it("whose form sends itself, where no key is asked for", async () => {
      pageText = `<form method="post" enctype="multipart/form-data" action="${url}/predictions?top=1">
        <input name="text" value="of a field" type="hidden" />
        <input type="file" name="any" /><input type="file" name="left alone" /><button>Send</button></form>`;
      const tab = await browser.browser.newPage();
      // Nothing in a page can add a header to a form's own request; this stands for an API without a key.
      await tab.setExtraHTTPHeaders({ "x-api-key": keys.contract ?? "" });
      await tab.goto(origin);
      await tab.locator("input[name=any]").setInputFiles(join(directory, "picture.png"));
      await Promise.all([tab.waitForURL(/predictions/), tab.click("button")]);
      expect(JSON.parse((await tab.textContent("body")) ?? "").predictions[0].label).toBe(best);
    });
  });
});

describe("the API's stack", () => {
  it("leaves nothing behind when it is destroyed", async () => {
    await aws.terraform("api").destroy();
    expect(await aws.inventory()).toEqual(before);
  });
});
