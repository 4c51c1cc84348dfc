import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identify } from "@pictor/terraform";

const main = join(__dirname, "..", "dist", "main.js");
let directory: string;
let server: Server;
let requests: number;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "pictor-traffic-"));
  requests = 0;
  server = createServer((request, response) => {
    request.resume();
    if (request.url?.startsWith("/apikeys/")) response.end(JSON.stringify({ value: "k" }));
    else {
      requests += 1;
      response.writeHead(503).end("{}");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  writeFileSync(join(directory, "p.png"), Buffer.from("89504e470d0a1a0a", "hex"));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});

/** Starts `pictor traffic` in a home whose run has an API at this address; by default the server above. */
function traffic(words: readonly string[], apiUrl?: string) {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const self = identify(process.pid);
  const credentials = { accessKeyId: "a", secretAccessKey: "s" };
  mkdirSync(join(directory, "home"), { recursive: true });
  writeFileSync(
    join(directory, "home", "run.json"),
    JSON.stringify({
      ...{ schema: 1, id: "1", supervisor: self, directory, environment: "local" },
      ...{ accountId: "000000000000", region: "us-east-1", releasesDirectory: directory },
      terraform: {},
      emulator: { ...self, url, port, credentials },
      api: {
        apiId: "i",
        stage: "v1",
        apiKeyId: "k",
        url: apiUrl ?? `${url}/v1`,
        endpointNames: [],
      },
    }),
  );
  const child = spawn(
    process.execPath,
    [main, "traffic", ...words, "--image", join(directory, "p.png")],
    {
      env: { PATH: process.env.PATH, PICTOR_HOME: join(directory, "home") },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  const ended = once(child, "close").then(([code]) => ({ code, stdout, stderr }));
  return { child, ended };
}

describe("pictor traffic", () => {
  it("drives a compressed hour, and ends with counts", async () => {
    const { ended } = traffic(["flat", "--speed", "3600", "--hours", "1", "--json"]);
    const { code, stdout } = await ended;
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { result } = events.at(-1);
    expect(code).toBe(0);
    // 6 requests/s for the second that an hour takes.
    expect(result.planned).toBeGreaterThan(4);
    expect(result).toMatchObject({ trace: "flat", sent: result.planned });
    expect(result.byStatus).toEqual({ 503: requests });
  });

  it("ended by Ctrl-C prints what was done", async () => {
    const { child, ended } = traffic(["flat", "--speed", "1"]);
    const waiting = setInterval(() => {
      if (requests < 3) return;
      clearInterval(waiting);
      child.kill("SIGINT");
    }, 20);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/\n\d+ requests, \d+ × 503\n$/);
    expect(stderr).toContain("stopped");
  });

  it("sends nothing off this machine", async () => {
    const { ended } = traffic(["flat"], "https://abc.execute-api.us-east-1.amazonaws.com/v1");
    const { code, stderr } = await ended;
    expect({ code, requests }).toEqual({ code: 1, requests: 0 });
    expect(stderr).toMatch(/amazonaws\.com\/v1 is not on this machine.*\nnext {3}start one/);
  });

  it.each([
    [["flatt"], "unknown trace 'flatt', did you mean 'flat'"],
    [["flat", "--peak", "0"], "must be a number above 0"],
    [["flat", "--speed", "fast"], "must be a whole number from 1"],
    [
      ["trickle", "--speed", "86400"],
      "at --speed 86400, less than one request of 'trickle' remains",
    ],
  ])("%j is refused in words", async (words, text) => {
    const { code, stderr } = await traffic(words).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(text);
  });
});
