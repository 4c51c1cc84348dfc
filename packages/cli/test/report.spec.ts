import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "@pictor/terraform";
import { JsonDisplay } from "../src/run/display/json-display";
import { endLine, statusLine } from "../src/run/display/lines";
import { StepError, Steps } from "../src/run/display/steps";
import { TextDisplay } from "../src/run/display/text-display";
import { describeFailure } from "../src/run/failure";
import { Interrupted } from "../src/run/interrupt";
import { allOrNone } from "../src/start/session";

/** An output that remembers what was written. */
function output(more: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  return { ...more, written, write: (text: string) => written.push(text) };
}

describe("steps for a program", () => {
  async function run(work: () => Promise<{ value: number; detail: string }>) {
    const target = output();
    const outcome = await new Steps(new JsonDisplay(target)).run("one", work).catch((e) => e);
    return { outcome, lines: target.written.map((line) => JSON.parse(line)) };
  }

  it("are a JSON object a line, when they end", async () => {
    const { outcome, lines } = await run(async () => ({ value: 7, detail: "seven" }));
    expect(outcome).toBe(7);
    expect(lines).toEqual([
      { event: "step", step: "one", status: "done", detail: "seven", seconds: expect.any(Number) },
    ]);
  });

  it("say that they failed, and of which step the error is", async () => {
    const cause = new Error("no");
    const { outcome, lines } = await run(() => Promise.reject(cause));
    expect(outcome).toMatchObject({ step: "one", cause });
    expect(lines).toMatchObject([{ status: "failed" }]);
  });

  it("are cancelled, not failed, where somebody or another step ended them", async () => {
    for (const reason of [new Interrupted("SIGINT"), new StepError("two", new Error())]) {
      const { outcome, lines } = await run(() => Promise.reject(reason));
      expect(outcome).toBe(reason);
      expect(lines).toMatchObject([{ status: "cancelled" }]);
    }
  });
});

describe("steps side by side", () => {
  it("end with the first failure, though another fails because of it", async () => {
    const controller = new AbortController();
    const first = new Error("first");
    const second = new Promise((_, reject) => {
      controller.signal.addEventListener("abort", () => reject(new Error("second")));
    });
    await expect(allOrNone(controller, [second, Promise.reject(first)])).rejects.toBe(first);
  });

  it("give all their values", async () => {
    const all = allOrNone(new AbortController(), [Promise.resolve(1), Promise.resolve("b")]);
    expect(await all).toEqual([1, "b"]);
  });
});

describe("steps for a person", () => {
  it("stay as one line with seconds", () => {
    expect(endLine("publish", { status: "done", detail: "87.6 MB" }, 1.234)).toBe(
      "✓ publish             1.2 s  87.6 MB",
    );
    expect(endLine("publish", { status: "failed" }, 61)).toBe(
      "✗ publish            61.0 s  failed",
    );
  });

  it("show all that runs on a last line that fits the terminal", () => {
    const steps = [
      { step: "model", startedAt: 0, text: "epoch 2 of 6" },
      { step: "stack local", startedAt: 2000, text: "" },
    ];
    expect(statusLine(steps, 5000, 80)).toBe("… model epoch 2 of 6 5 s · stack local 3 s");
    expect(statusLine(steps, 5000, 20)).toHaveLength(19);
  });

  it("draw that line in a terminal and wipe it before the next", () => {
    const target = output({ isTTY: true, columns: 80 });
    const display = new TextDisplay(target);
    display.started("one");
    display.ended("one", { status: "done", detail: "" }, 1);
    display.close();
    expect(target.written).toEqual(["… one 0 s", "\r\u001b[2K", "✓ one                 1.0 s\n"]);
  });

  it("write no progress of short steps and no control characters where there is no terminal", () => {
    const target = output();
    const display = new TextDisplay(target);
    display.started("one");
    display.progress("one", "half");
    display.ended("one", { status: "done", detail: "d" }, 1);
    expect(target.written).toEqual(["✓ one                 1.0 s  d\n"]);
  });
});

describe("a failure", () => {
  it("names the step, what is wrong and the next thing to try, without a stack", () => {
    const error = new StepError("publish", new UserError("it is full", { hint: "empty it" }));
    expect(describeFailure(error, false)).toEqual({
      text: "error  publish: it is full\nnext   empty it",
      exitCode: 1,
      event: { event: "error", step: "publish", message: "it is full", hint: "empty it" },
    });
  });

  it("of our own making is called unexpected, and shows its stack only when asked to", () => {
    const error = new TypeError("x is not a function");
    expect(describeFailure(error, false).text).toBe(
      "error  unexpected: TypeError: x is not a function\nnext   run it again with --verbose",
    );
    expect(describeFailure(error, true).text).toContain("report.spec.ts");
  });

  it("of a step without a next thing to try says how to learn more", () => {
    const error = new StepError("local AWS", new UserError("it ended"));
    expect(describeFailure(error, false).text).toBe(
      "error  local AWS: it ended\nnext   run it again with --verbose",
    );
  });

  it.each([
    ["ENOSPC: no space left on device, write", "the disk is full: free some space"],
    ["EROFS: read-only file system, mkdir '/h'", "a directory cannot be written: check the owner"],
  ])("of the operating system is no surprise: %s", (message, hint) => {
    const [code = ""] = message.split(":");
    const error = Object.assign(new Error(message), { code, syscall: "write" });
    const { text, event } = describeFailure(error, false);
    expect(text).toContain(`error  Error: ${message}\nnext   ${hint}`);
    expect(event?.message).toBe(`Error: ${message}`);
  });

  it("that a child's log explains gets the same advice", () => {
    const logFile = join(mkdtempSync(join(tmpdir(), "pictor-failure-")), "model.log");
    writeFileSync(logFile, "OSError: [Errno 28] No space left on device\n");
    const error = new StepError("model", new UserError("it ended with exit code 1", { logFile }));
    expect(describeFailure(error, false).event?.hint).toContain("the disk is full");
    rmSync(dirname(logFile), { recursive: true });
  });

  it("on loopback is not blamed on the network", () => {
    const error = new StepError("publish", new UserError("connect ECONNREFUSED 127.0.0.1:1"));
    expect(describeFailure(error, false).event?.hint).toBe("run it again with --verbose");
  });

  it("by a signal has the shell's exit code", () => {
    expect(describeFailure(new Interrupted("SIGINT"), false)).toEqual({
      text: "stopped",
      exitCode: 130,
    });
    expect(describeFailure(new Interrupted("SIGTERM"), false).exitCode).toBe(143);
  });
});
