// The running local stack, or one of this bench's own, which ends with it.
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { APIGatewayClient, GetApiKeyCommand } from "@aws-sdk/client-api-gateway";
import { runPython } from "../model/python.mjs";

const root = join(import.meta.dirname, "..", "..");
const cli = join(root, "packages", "cli");
const contentTypes = { ".png": "image/png", ".jpg": "image/jpeg" };

/**
 * Where to ask, with what key, and the process of the local AWS. A running `npm start` is used; without one, a local
 * AWS with the stacks is started in a directory of its own. Without `demo` one is always started, and serves ResNet50
 * with pictures of 224 pixels and random weights instead of the demo's 32 pixels.
 */
export async function openStack({ demo }) {
  const home = process.env.PICTOR_HOME ?? join(root, ".pictor");
  if (demo && runs(home)) return { ...(await describe(home, "local")), close: async () => {} };
  return openOwnStack("local", demo ? async () => {} : releaseFullSize);
}

/** Starts a local AWS with the stacks of an environment, in a directory of its own that `close` removes. */
export async function openOwnStack(environment, prepare) {
  const own = mkdtempSync(join(tmpdir(), "pictor-bench-"));
  const close = await start(own, environment);
  try {
    await prepare(own);
    return { ...(await describe(own, environment)), home: own, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function runs(home) {
  try {
    const { api, emulator } = JSON.parse(readFileSync(join(home, "run.json"), "utf8"));
    return api !== undefined && process.kill(emulator.pid, 0);
  } catch {
    return false;
  }
}

async function describe(home, environment) {
  const { api, emulator, releasesDirectory } = JSON.parse(
    readFileSync(join(home, "run.json"), "utf8"),
  );
  const client = new APIGatewayClient({
    endpoint: emulator.url,
    region: "us-east-1",
    credentials: emulator.credentials,
  });
  const key = await client.send(new GetApiKeyCommand({ apiKey: api.apiKeyId, includeValue: true }));
  const { live } = JSON.parse(readFileSync(join(releasesDirectory, `${environment}.json`), "utf8"));
  const picture = readFileSync(join(releasesDirectory, live.smoke.file));
  return {
    pid: emulator.pid,
    question: {
      url: `${api.url}/predictions?top=5`,
      headers: { "x-api-key": key.value, "content-type": contentTypes[extname(live.smoke.file)] },
      body: picture,
    },
  };
}

/** Starts a local AWS with the stacks and returns what ends it. */
async function start(home, environment) {
  const words = ["start", "--json", "--env", environment];
  const child = spawn(process.execPath, [join(cli, "dist", "main.js"), ...words], {
    env: variables(home),
    // The channel closes when this process ends, however it ends; what it started ends with it.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const close = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  // The two steps end up to a minute after the first label. Until then they hold locks, and take the machine's time.
  const awaited = new Set(["result", "state bucket", `stack ${environment}-data`]);
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.event === "step") console.error(`${event.step}: ${event.status}`);
    awaited.delete(event.event === "step" ? event.step : event.event);
    if (awaited.size === 0) return close;
  }
  await close();
  throw new Error("the local stack did not come up");
}

/** Has the local AWS in a directory serve the network at its real size. */
async function releaseFullSize(home) {
  const made = join(home, "full-size");
  const artefact = join(made, "artefact");
  await runPython(["random-weights", "--out", made]);
  const input = ["--weights", "weights.pth", "--labels", "labels.txt", "--smoke", "picture.jpg"];
  const files = input.map((word) => (word.startsWith("--") ? word : join(made, word)));
  const weights = readFileSync(join(made, "weights.pth"));
  const sha256 = createHash("sha256").update(weights).digest("hex");
  await pictor(home, "model", "build", ...files, "--sha256", sha256, "--out", artefact);
  await reachLocalAws(home);
  await pictor(home, "model", "publish", "local", join(artefact, "model.tar.gz"));
  await pictor(home, "deploy");
}

/** Runs `pictor` on the local AWS of a directory; its standard output. */
export async function pictor(home, ...args) {
  console.error(`pictor ${args.slice(0, 2).join(" ")} …`);
  const program = [join(cli, "dist", "main.js"), ...args];
  const maxBuffer = 64 * 1024 * 1024;
  return (await promisify(execFile)(process.execPath, program, { env: variables(home), maxBuffer }))
    .stdout;
}

/** Lets this process and its children reach the local AWS of a directory, and no other AWS. */
export async function reachLocalAws(home) {
  const { variables: local, unset } = JSON.parse(await pictor(home, "env", "--json"));
  for (const name of unset) delete process.env[name];
  Object.assign(process.env, local);
}

function variables(home) {
  return { ...process.env, PICTOR_HOME: home };
}
