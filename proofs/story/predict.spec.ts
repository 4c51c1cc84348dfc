import { spawnSync } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { PredictionResponse } from "@pictor/contracts";
import { predictionResponseSchema } from "@pictor/contracts/schemas";
import { png } from "../shared/png";
import {
  apiKey,
  manifest,
  pictor,
  predict,
  result,
  run,
  runFile,
  userVariables,
} from "./local-run";
import { home } from "./places";

const best = ({ predictions }: PredictionResponse) => predictions[0]?.index;

describe("the running stack", () => {
  it("has classified the sample that came with the release", () => {
    expect(best(predictionResponseSchema.parse(result.response))).toBe(manifest().live.smoke.index);
    expect(result.response.servedBy).toEqual({
      kind: "realTime",
      endpoint: "pictor-local-real-time",
    });
  });

  it("keeps every other user of the machine out of its directories, and off its logs and secrets", () => {
    const paths = readdirSync(run.directory, { recursive: true, encoding: "utf8" })
      .map((name) => join(run.directory, name))
      .concat(run.directory, runFile, home);
    const copied = /^(endpoints|stacks)\//;
    const open = paths.filter((path) => {
      const entry = lstatSync(path, { throwIfNoEntry: false });
      if (entry === undefined || entry.isSymbolicLink() || (entry.mode & 0o077) === 0) return false;
      // Files that are copied or unpacked keep their modes; nobody reaches them through closed directories.
      return entry.isDirectory() || !copied.test(relative(run.directory, path));
    });
    expect(open).toEqual([]);
  });

  it("lets in nobody without its key: neither an unsigned request nor a page of another site", async () => {
    const body = JSON.stringify({ FunctionName: "stranger" });
    const unsigned = await fetch(`${run.emulator.url}/2015-03-31/functions`, {
      method: "POST",
      headers: { "content-type": "text/plain", origin: "http://evil.example" },
      body,
    });
    expect(unsigned.status).toBe(403);
    const { AWS_SECRET_ACCESS_KEY: secret } = userVariables();
    expect(secret).toMatch(/^[\w-]{40}$/);
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it("gives the same to the curl line that start printed", () => {
    const { stdout } = spawnSync("sh", ["-c", result.curl], { encoding: "utf8" });
    expect(JSON.parse(stdout).predictions).toEqual(result.response.predictions);
  });

  it("gives the same to pictor classify", () => {
    const { status, stdout } = pictor("classify", result.image, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout).predictions).toEqual(result.response.predictions);
  });

  it("gives no more predictions than asked for, best first", async () => {
    const { predictions } = predictionResponseSchema.parse(
      await (await predict(result.image)).json(),
    );
    const scores = predictions.map(({ score }) => score);
    expect(scores).toHaveLength(3);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
  });
});

describe("a request that is wrong", () => {
  const send = (init: RequestInit & { path?: string }) =>
    fetch(`${result.apiUrl}${init.path ?? "/predictions"}`, { method: "POST", ...init });
  const headers = { "x-api-key": apiKey, "content-type": "image/png" };

  it.each([
    ["without a key", 403, { headers: { "content-type": "image/png" }, body: png }],
    ["with an empty body", 400, { headers }],
    ["with text", 415, { headers, body: "hello" }],
    ["with a GIF", 415, { headers, body: "GIF89a\u0001\u0000\u0001\u0000" }],
    ["with a picture cut short", 422, { headers, body: png }],
    ["with 4,000,001 bytes", 413, { headers, body: Buffer.alloc(4_000_001, png) }],
    ["for a thousand predictions", 400, { headers, body: png, path: "/predictions?top=1000" }],
  ])("%s is answered %d, as a problem that helps", async (_, status, init) => {
    const response = await send(init);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:pictor:problem:/),
      detail: expect.stringMatching(/\.$/),
      requestId: expect.any(String),
    });
  });
});
