import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { APIGatewayClient, GetApiKeyCommand } from "@aws-sdk/client-api-gateway";
import { predictionResponseSchema, type Target } from "@pictor/contracts";
import { good, LoopbackSageMaker, servedPredictions } from "@pictor/testing";
import { launchBrowser } from "@pictor/testing/browser";
import { LocalAws } from "../test/local-aws";
import { apiExceptions } from "./api-exceptions";
import { synthesiseApi } from "./api-stack";
import { checkov, failuresOf } from "./checkov";
import { python } from "./python-tool";
import { clientExample } from "./readme-example";
import { schemathesis } from "./schemathesis";

const run = promisify(execFile);
const place = { environment: "contract", accountId: "555555555555", region: "us-east-1" };
const target: Target = { name: "somewhere", kind: "realTime", timeoutMs: 3_000 };
const openApi = join(__dirname, "..", "..", "..", "packages", "api", "openapi.json");
const png = Buffer.from(
  "89504e470d0a1a0a0000000d4948445200000020000000200802000000fc18eda3",
  "hex",
);
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

const synthesise = async () =>
  synthesiseApi(place, {
    outdir: join(directory, "cdktf.out"),
    target,
    sagemakerUrl,
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
  page = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(pageText);
  }).listen(0, "127.0.0.1");
  await once(page, "listening");
  origin = `http://localhost:${(page.address() as AddressInfo).port}`;

  aws = await LocalAws.start(place, directory);
  before = await aws.inventory();
  await synthesise();
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
  const gateway = new APIGatewayClient(aws.client);
  const named = Object.entries(apiKeyIds).map(async ([client, apiKey]) => {
    const { value } = await gateway.send(new GetApiKeyCommand({ apiKey, includeValue: true }));
    return [client, value ?? ""];
  });
  keys = Object.fromEntries(await Promise.all(named));
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
    const { resource_changes } = JSON.parse(readFileSync(planFile(), "utf8"));
    const { change } = resource_changes.find(
      ({ type }: { type: string }) => type === "aws_api_gateway_method_settings",
    );
    expect(change.after.settings).toMatchObject([
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

  it("with curl", async () => {
    const options = { cwd: directory, env: variables() };
    const { stdout } = await run("sh", ["-c", clientExample("sh", "curl")], options);
    expect(predictionResponseSchema.parse(JSON.parse(stdout)).predictions[0]?.label).toBe(best);
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

  it("in a browser, on a page of the origin that may call, and on no other", async () => {
    pageText = clientExample("html", "fetch")
      .replace("<API_URL>", url)
      .replace("<API_KEY>", keys.contract ?? "");
    const { browser, close } = await launchBrowser();
    try {
      const shown = async (address: string) => {
        const tab = await browser.newPage();
        const errors: string[] = [];
        tab.on("pageerror", (error) => errors.push(error.message));
        await tab.goto(address);
        const answered = tab.waitForEvent("requestfinished").catch(() => undefined);
        await tab.setInputFiles("input", join(directory, "picture.png"));
        await answered;
        await tab
          .waitForFunction('document.querySelector("output").textContent !== ""', undefined, {
            timeout: 10_000,
          })
          .catch(() => undefined);
        return { text: await tab.textContent("output"), errors };
      };
      expect(await shown(origin)).toEqual({ text: best, errors: [] });
      const other = await shown(origin.replace("localhost", "127.0.0.1"));
      expect(other).toEqual({ text: "", errors: [expect.stringMatching(/fetch/i)] });
    } finally {
      await close();
    }
  });
});

describe("the API's stack", () => {
  it("leaves nothing behind when it is destroyed", async () => {
    await synthesise();
    await aws.terraform("api").destroy();
    expect(await aws.inventory()).toEqual(before);
  });
});
