// What the predict function adds to a call of the model: its bundle against a direct InvokeEndpoint, over HTTP on
// loopback; how many requests a core serves; and how long the bundle takes to load, against a bare Node.js.
import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const warmUp = 200;
const rounds = 2_000;
const imageBytes = 100_000;
const loads = 15;

const api = createRequire(join(import.meta.dirname, "..", "packages", "api", "package.json"));
const { unzipSync } = api("fflate");
const { InvokeEndpointCommand, SageMakerRuntimeClient } = api("@aws-sdk/client-sagemaker-runtime");
const directory = mkdtempSync(join(tmpdir(), "pictor-bench-"));
const bundle = join(directory, "index.js");
const zip = readFileSync(api.resolve("./dist/lambda/predict.zip"));
writeFileSync(bundle, unzipSync(zip)["index.js"]);

const sagemaker = fork(join(import.meta.dirname, "api", "sagemaker.mjs"));
const [url] = await once(sagemaker, "message");
const variables = {
  AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: url,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  TARGETS: JSON.stringify([{ name: "model", kind: "realTime", timeoutMs: 3_000 }]),
  MODEL: "{}",
};
Object.assign(process.env, variables);

const image = Buffer.alloc(imageBytes);
Buffer.from("89504e470d0a1a0a0000000d49484452000000200000002008", "hex").copy(image);
const event = {
  resource: "/predictions",
  httpMethod: "POST",
  headers: { "content-type": "image/png" },
  multiValueQueryStringParameters: { top: ["5"] },
  stageVariables: null,
  body: image.toString("base64"),
  isBase64Encoded: true,
  requestContext: { requestId: "bench" },
};
const context = { getRemainingTimeInMillis: () => 28_000 };
const { handler } = api(bundle);
const client = new SageMakerRuntimeClient({});
const input = { EndpointName: "model", ContentType: "image/png", Body: image };
const contestants = {
  "the function": async () => {
    const { statusCode } = await handler(event, context);
    if (statusCode !== 200) throw new Error(`the function answered ${statusCode}`);
  },
  InvokeEndpoint: () => client.send(new InvokeEndpointCommand(input)),
};

/** Milliseconds of each call of each. Taken in turns, so that what else the machine does falls on both. */
async function measure() {
  const taken = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, ask] of Object.entries(contestants)) {
      const started = performance.now();
      await ask();
      if (round >= 0) taken[name].push(performance.now() - started);
    }
  }
  return taken;
}

/** Milliseconds of this process's processor that one request takes. */
async function processorOf(ask) {
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await ask();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rounds;
}

/** Milliseconds to start Node.js and end, with or without the bundle. */
function load(script) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["-e", script], {
    env: { ...process.env, ...variables },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - started;
}

// The function writes its log and its metrics, which is part of what it does; where they go is not.
const { write } = process.stdout;
process.stdout.write = (...args) => args.find((one) => typeof one === "function")?.() ?? true;
let taken;
let processor;
const cold = { bare: [], bundle: [] };
try {
  taken = await measure();
  processor = await processorOf(contestants["the function"]);
  for (let round = 0; round < loads; round += 1) {
    cold.bare.push(load(""));
    cold.bundle.push(load(`require(${JSON.stringify(bundle)}); process.exit(0)`));
  }
} finally {
  process.stdout.write = write;
  sagemaker.disconnect();
  rmSync(directory, { recursive: true, force: true });
}

const at = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
const line = (name, text) => console.log(`${name.padEnd(26)}${text}`);
for (const [name, values] of Object.entries(taken)) {
  const [p50, p99] = [0.5, 0.99].map((share) => at(values, share).toFixed(2));
  line(name, `p50 ${p50} ms, p99 ${p99} ms (${rounds} calls, ${imageBytes} bytes)`);
}
const [own, direct] = Object.values(taken);
for (const share of [0.5, 0.99]) {
  const added = (at(own, share) - at(direct, share)).toFixed(2);
  const ratio = (at(own, share) / at(direct, share)).toFixed(2);
  line(`added at p${share * 100}`, `${added} ms, ratio ${ratio}×`);
}
line(
  "requests a second a core",
  `${(1000 / processor).toFixed(0)} (${processor.toFixed(2)} ms each)`,
);
const [bare, loaded] = [cold.bare, cold.bundle].map((values) => at(values, 0.5));
line("bare Node.js", `${bare.toFixed(0)} ms (${loads} starts)`);
line("with the bundle", `${loaded.toFixed(0)} ms, ratio ${(loaded / bare).toFixed(2)}×`);
