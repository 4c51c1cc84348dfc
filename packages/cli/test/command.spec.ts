import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProgram, leaves } from "../src";
import { describeProgress } from "../src/apply/apply-stack";
import { readPlace } from "../src/apply/place";
import { appFile } from "../src/apply/synthesise";
import { parseTop } from "../src/commands/options";
import { draftOf, removeDeadDrafts, replace } from "../src/release/build/draft";
import { hashInputs } from "../src/release/build/inputs";
import { parseModelEvent } from "../src/release/build/python";
import { findHome, localReleasesDirectory } from "../src/run/home";
import { layout } from "../src/run/layout";

const directory = mkdtempSync(join(tmpdir(), "pictor-command-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("the pictor command", () => {
  it.each(leaves(createProgram()).map((command) => [command.name(), command] as const))(
    "%s has help with an example, and speaks JSON",
    (_, command) => {
      let help = "";
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toMatch(/^Example: .*\S/m);
      // What it prints is for a shell.
      if (command.name() !== "completion") expect(help).toContain("--json");
    },
  );

  it.each([["classify", "x.png"], ["env"], ["deploy"]])(
    "%s without a local AWS fails with the next thing to do",
    (...args) => {
      const main = join(__dirname, "..", "dist", "main.js");
      const env = { ...process.env, PICTOR_HOME: join(directory, "home") };
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
        env,
        encoding: "utf8",
      });
      expect({ status, stdout, stderr }).toEqual({
        status: 1,
        stdout: "",
        stderr: "\nerror  no local AWS runs here\nnext   start one with 'pictor start'\n",
      });
    },
  );

  it("that fails tells so in a JSON line, too, where JSON is asked for", () => {
    const main = join(__dirname, "..", "dist", "main.js");
    const env = { ...process.env, PICTOR_HOME: join(directory, "home") };
    const { stdout } = spawnSync(process.execPath, [main, "env", "--json"], {
      env,
      encoding: "utf8",
    });
    expect(JSON.parse(stdout)).toEqual({
      event: "error",
      message: "no local AWS runs here",
      hint: "start one with 'pictor start'",
    });
  });

  const builds = [
    "model",
    "build",
    "--weights",
    "a",
    "--sha256",
    "b",
    "--labels",
    "c",
    "--smoke",
    "d",
  ];

  it.each([
    [["preflight", "prdo"], "unknown environment 'prdo', did you mean 'prod'?"],
    [["verify", "production"], "unknown environment 'production', did you mean 'prod'?"],
    [["calibrate", "qa"], "unknown environment 'qa'"],
    [["model", "publish", "stagin", "x"], "unknown environment 'stagin', did you mean 'staging'?"],
    [["start", "--env", "locla"], "unknown environment 'locla', did you mean 'local'?"],
    [[...builds, "--format", "int4"], "unknown format 'int4', did you mean 'int8'?"],
    [
      [...builds, "--layout", "torch-serve"],
      "unknown layout 'torch-serve', did you mean 'torchserve'?",
    ],
    [[...builds, "--compression", "zip"], "unknown compression 'zip', did you mean 'gzip'?"],
    [[...builds, "--input", "225"], "unknown input '225', did you mean '224'?"],
  ])(
    "%j is refused before anything is read, with what was probably meant",
    async (words, message) => {
      await expect(createProgram().parseAsync(words, { from: "user" })).rejects.toMatchObject({
        message,
        hint: expect.stringMatching(/^use one of \w+/),
      });
    },
  );

  it.each(["0", "101", "1.5", "x", ""])("refuses to show %j predictions", (text) => {
    expect(() => parseTop(text)).toThrow(`must be a whole number from 1 to 100, got '${text}'`);
  });
});

describe("where a run keeps its things", () => {
  const standard = findHome({});
  const other = { PICTOR_HOME: "/h" };
  const app = join(layout.classifierApp, "releases");

  it("is apart for another home, but for the cache", () => {
    expect(findHome(other)).toEqual({
      directory: "/h",
      runFile: "/h/run.json",
      runs: "/h/runs",
      cache: standard.cache,
    });
    expect(standard.directory).toBe(join(layout.root, ".pictor"));
  });

  it("is the app's own manifest only where git ignores it and no other home is used", () => {
    expect(localReleasesDirectory(standard, "local")).toBe(app);
    expect(localReleasesDirectory(standard, "prod")).toBe(join(standard.directory, "releases"));
    expect(localReleasesDirectory(findHome(other), "local")).toBe("/h/releases");
  });
});

describe("SageMaker's training toolkit", () => {
  it("is looked for where 'npm run setup -- --training' installs it", () => {
    const code = "from tests.environments import python_of; print(python_of('sagemaker-training'))";
    const { stdout } = spawnSync(layout.modelPython, ["-c", code], {
      cwd: layout.modelPackage,
      encoding: "utf8",
    });
    expect(stdout.trim()).toBe(layout.trainingPython);
  });
});

describe("what the apps tell", () => {
  it("is read from the file that cdktf runs", () => {
    writeFileSync(join(directory, "cdktf.json"), '{"app": "node dist/x/main.js"}');
    expect(appFile(directory)).toBe(join(directory, "dist/x/main.js"));
  });

  function stack(provider: object): string {
    writeFileSync(
      join(directory, "cdk.tf.json"),
      JSON.stringify({ provider: { aws: [provider] } }),
    );
    return directory;
  }

  it("is the account and region that the provider is pinned to", () => {
    const provider = { region: "eu-west-1", allowed_account_ids: ["123456789012"], tags: {} };
    expect(readPlace("dev", stack(provider))).toEqual({
      environment: "dev",
      accountId: "123456789012",
      region: "eu-west-1",
    });
  });

  it("is refused where the provider is pinned to no account", () => {
    expect(() => readPlace("dev", stack({ region: "eu-west-1" }))).toThrow("allowed_account_ids");
  });
});

describe("the model's cache", () => {
  function inputs(files: Readonly<Record<string, string>>): Promise<string> {
    const base = mkdtempSync(join(directory, "inputs-"));
    mkdirSync(join(base, "src", "__pycache__"), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(base, name), text);
    return hashInputs([join(base, "src")], base);
  }
  const before = inputs({ "src/a.py": "1" });

  it("is the same for the same sources, compiled or not, wherever they lie", async () => {
    expect(await inputs({ "src/a.py": "1", "src/__pycache__/a.pyc": "x" })).toBe(await before);
  });

  it.each([
    ["a changed file", { "src/a.py": "2" }],
    ["a renamed file", { "src/b.py": "1" }],
    ["a further file", { "src/a.py": "1", "src/b.py": "" }],
  ])("is another for %s", async (_, files) => {
    expect(await inputs(files)).not.toBe(await before);
  });
});

describe("a draft", () => {
  const model = join(directory, "models", "0123abcd");
  const names = () => readdirSync(join(directory, "models")).sort();
  beforeEach(() => mkdirSync(join(directory, "models")));
  afterEach(() => rmSync(join(directory, "models"), { recursive: true }));

  it("takes the place of what was there, and nothing is left beside it", () => {
    for (const text of ["1", "2"]) {
      mkdirSync(draftOf(model));
      writeFileSync(join(draftOf(model), "a"), text);
      replace(model, draftOf(model));
      expect(readFileSync(join(model, "a"), "utf8")).toBe(text);
    }
    expect(names()).toEqual(["0123abcd"]);
  });

  it("is removed once its process is dead", () => {
    const dead = spawnSync("true").pid;
    const kept = ["0123abcd", `0123abcd.${process.ppid}`];
    for (const name of [...kept, `0123abcd.${dead}`, `0123abcd.${dead}.old`]) {
      mkdirSync(join(directory, "models", name));
    }
    removeDeadDrafts(model);
    expect(names()).toEqual(kept);
  });
});

describe("a command whose parent holds a channel", () => {
  const script = `
    const { abortOnSignals } = require(${JSON.stringify(join(__dirname, "..", "dist", "run", "interrupt"))});
    const controller = new AbortController();
    controller.signal.onabort = () => process.exit(controller.signal.reason.exitCode);
    abortOnSignals(controller);
  `;
  const command = (more: string) =>
    spawn(process.execPath, ["-e", script + more], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });

  it("ends as if hung up on when the parent is gone", async () => {
    const child = command("setTimeout(() => {}, 10_000); process.send('listening')");
    await once(child, "message");
    child.disconnect();
    expect(await once(child, "exit")).toEqual([129, null]);
  });

  it("is not kept alive by it", async () => {
    expect(await once(command(""), "exit")).toEqual([0, null]);
  });
});

describe("progress in words", () => {
  it("is read from the model's lines, which are not all events", () => {
    const epoch = { event: "epoch", epoch: 2, of: 6, accuracy: 0.7, loss: 1 };
    expect(parseModelEvent(JSON.stringify(epoch))).toMatchObject({ epoch: 2, of: 6 });
    for (const line of ["", "warning: x", "{broken", '{"event":"built"}']) {
      expect(parseModelEvent(line)).toBeUndefined();
    }
  });

  it.each([
    [{ done: 0, total: undefined, active: [] }, "planning"],
    [{ done: 3, total: 9, active: ["a.x", "b.x", "c.x"] }, "3 of 9 resources"],
    [
      { done: 8, total: 9, active: ["aws_sagemaker_endpoint.x"] },
      "8 of 9 resources, aws_sagemaker_endpoint",
    ],
  ])("of Terraform is %j: %s", (progress, words) => {
    expect(describeProgress(progress)).toBe(words);
  });
});
