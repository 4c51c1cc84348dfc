import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmulatorProps, type EndpointEvent, startEmulator } from "../src";

/** What a package's Python does in these tests, told by a script for the shell. */
function packageWith(directory: string, script: string): string {
  const python = join(directory, "package", ".venv", "bin", "python");
  mkdirSync(join(python, ".."), { recursive: true });
  writeFileSync(python, `#!/bin/sh\n${script}\n`);
  chmodSync(python, 0o755);
  return join(directory, "package");
}

/** Writes the run's credentials below the directory that follows `--run-dir`, and reports that it listens. */
const ready = `mkdir -p "$8"; echo '{"access_key_id":"LOCALKEY","secret_access_key":"of this run"}' > "$8/credentials.json"; echo '{"event":"ready","port":4567,"url":"http://127.0.0.1:4567","pid":1}'`;

describe("starting the local AWS", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-emulator-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function start(script: string, more: Partial<EmulatorProps> = {}) {
    return startEmulator({
      packageDirectory: packageWith(directory, script),
      accountId: "111111111111",
      region: "eu-west-1",
      runDirectory: join(directory, "run"),
      nodeDirectory: "/node",
      servingPython: "/python",
      ...more,
    });
  }

  it("waits until it listens, and stopping it closes its input", async () => {
    const emulator = await start(`${ready}; cat; echo ended by itself`);
    expect(emulator).toMatchObject({
      url: "http://127.0.0.1:4567",
      port: 4567,
      credentials: { accessKeyId: "LOCALKEY", secretAccessKey: "of this run" },
    });
    await emulator.stop();
    expect(await emulator.ended).toEqual({ code: 0, signal: undefined });
    expect(readFileSync(emulator.logFile, "utf8")).toContain("ended by itself");
  });

  it("tells it account, region and where things are, and nothing of the caller's AWS", async () => {
    process.env.AWS_PROFILE = "prod";
    const emulator = await start(`echo "$@"; env; ${ready}; cat`);
    delete process.env.AWS_PROFILE;
    await emulator.stop();
    const log = readFileSync(emulator.logFile, "utf8");
    expect(log.split("\n")[0]).toBe(
      `-m pictor_local --account-id 111111111111 --region eu-west-1 --run-dir ${join(directory, "run")} --node-bin /node --serving-python /python`,
    );
    expect(log).toContain(`PYTHONPATH=${join(directory, "package", "python")}`);
    expect(log).not.toContain("AWS_PROFILE");
  });

  it("names the training toolkit where there is one", async () => {
    const emulator = await start(`echo "$@"; ${ready}; cat`, { trainingPython: "/training" });
    await emulator.stop();
    const [line] = readFileSync(emulator.logFile, "utf8").split("\n");
    expect(line).toMatch(/ --serving-python \/python --training-python \/training$/);
  });

  it("hands on what it says about endpoints", async () => {
    const events: EndpointEvent[] = [];
    const failed = `{"event":"endpoint","name":"e","status":"Failed","reason":"no weights"}`;
    const emulator = await start(`${ready}; echo '${failed}'; echo noise; cat`, {
      onEvent: (event) => events.push(event),
    });
    await emulator.stop();
    expect(events).toEqual([JSON.parse(failed)]);
  });

  it.each([
    ["ended before it listened, with exit code 3", "echo broken >&2; exit 3", 60_000],
    ["does not listen after 0.5 s", "cat", 500],
  ])("fails where it %s", async (message, script, readyLimitMs) => {
    await expect(start(script, { readyLimitMs })).rejects.toThrow(`the local AWS ${message}`);
  });

  it("says to set up where its Python is missing", async () => {
    const nowhere = join(directory, "nowhere");
    await expect(start("", { packageDirectory: nowhere })).rejects.toMatchObject({
      hint: "run 'npm run setup' and try again",
    });
  });

  it("is ended by its signal while it starts", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 100);
    await expect(start("cat", { signal: controller.signal })).rejects.toThrow("enough");
  });
});
