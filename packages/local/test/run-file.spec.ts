import fs, {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identify, isAlive, type ProcessIdentity, sendSignal } from "@pictor/terraform";
import { claimRun, type Run, readRun, releaseRun, updateRun } from "../src";

function ownIdentity(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity === undefined) throw new Error("no identity");
  return identity;
}

function run(id: string, supervisor = ownIdentity()): Run {
  return {
    schema: 1,
    id,
    supervisor,
    directory: "/runs/1",
    environment: "local",
    accountId: "000000000000",
    region: "us-east-1",
    releasesDirectory: "/releases",
    terraform: {},
  };
}

/** A process with this one's pid, but another start: what a reused pid looks like. */
const earlier = { pid: process.pid, startedAt: "1" };

describe("a run file", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-run-"));
    file = join(directory, "home", "run.json");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is for its owner's eyes, and leaves no draft beside it", () => {
    claimRun(file, run("a"));
    updateRun(file, run("a"));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, "home"))).toEqual(["run.json"]);
  });

  it("on a full disk is not there, or the old one, and no half draft lies beside it", () => {
    const home = join(directory, "home");
    mkdirSync(home);
    const fullDisk = () => symlinkSync("/dev/full", `${file}.${process.pid}`);
    fullDisk();
    expect(() => claimRun(file, run("a"))).toThrow("ENOSPC: no space left on device, write");
    expect(readdirSync(home)).toEqual([]);
    claimRun(file, run("a"));
    fullDisk();
    expect(() => updateRun(file, { ...run("a"), region: "eu-central-1" })).toThrow("ENOSPC");
    expect(readRun(file)).toEqual({ kind: "running", run: run("a") });
    expect(readdirSync(home)).toEqual(["run.json"]);
  });

  it("tells a run that lives", () => {
    claimRun(file, run("a"));
    expect(readRun(file)).toEqual({ kind: "running", run: run("a") });
  });

  it("is refused to a second run while the first lives", () => {
    claimRun(file, run("a"));
    expect(() => claimRun(file, run("b"))).toThrow(
      `a local AWS already runs here (process ${process.pid})`,
    );
    expect(readRun(file)).toMatchObject({ run: { id: "a" } });
  });

  it("is stale where the supervisor's pid belongs to another process, and can be claimed", () => {
    claimRun(file, run("a", earlier));
    expect(readRun(file).kind).toBe("stale");
    claimRun(file, run("b"));
    expect(readRun(file)).toMatchObject({ kind: "running", run: { id: "b" } });
    expect(readdirSync(join(directory, "home"))).toEqual(["run.json"]);
  });

  it("is stale where it is no run file at all", () => {
    claimRun(file, run("a"));
    writeFileSync(file, "{");
    expect(readRun(file)).toEqual({ kind: "stale", run: undefined });
  });

  it("is not taken from a run that claims it at the same moment", () => {
    mkdirSync(join(directory, "home"));
    // A dangling link reads as nothing and yet is there, as a file that came to be after the look.
    symlinkSync("gone", file);
    expect(() => claimRun(file, run("a"))).toThrow("a local AWS already runs here");
    expect(readdirSync(join(directory, "home"))).toEqual(["run.json"]);
  });

  it("is left to a run that claimed the stale file since the look at it", () => {
    claimRun(file, run("dead", earlier));
    const renameSync = fs.renameSync;
    jest.spyOn(fs, "renameSync").mockImplementationOnce((from, to) => {
      writeFileSync(file, JSON.stringify(run("b")));
      renameSync(from, to);
    });
    expect(() => claimRun(file, run("a"))).toThrow("a local AWS already runs here");
    expect(readRun(file)).toMatchObject({ kind: "running", run: { id: "b" } });
    expect(readdirSync(join(directory, "home"))).toEqual(["run.json"]);
  });

  it("is not replaced by a run that has lost it", () => {
    claimRun(file, run("a"));
    expect(() => updateRun(file, run("b"))).toThrow("belongs to run a, so run b cannot go on");
    expect(readRun(file)).toMatchObject({ run: { id: "a" } });
    releaseRun(file, run("a"));
    expect(() => updateRun(file, run("a"))).toThrow(`${file} holds no run any more`);
    expect(readRun(file)).toEqual({ kind: "none" });
  });

  it("is given up by its own run only", () => {
    claimRun(file, run("a"));
    releaseRun(file, run("b"));
    expect(readRun(file).kind).toBe("running");
    releaseRun(file, run("a"));
    expect(readRun(file)).toEqual({ kind: "none" });
  });
});

describe("a process's identity", () => {
  it("knows a process that runs from one that had its pid before", () => {
    expect(isAlive(ownIdentity())).toBe(true);
    expect(isAlive(earlier)).toBe(false);
  });

  it("never lets a signal reach a process that only has the same pid", () => {
    expect(sendSignal(earlier, "SIGKILL")).toBe(false);
  });
});
