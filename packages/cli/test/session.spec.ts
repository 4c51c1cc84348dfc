import type { Place } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import type { Tools } from "../src/start/check-tools";
import type { LocalRun } from "../src/start/local-run";
import { Session } from "../src/start/session";

const place: Place = { environment: "local", accountId: "000000000000", region: "us-east-1" };
const display = {
  started: () => undefined,
  progress: () => undefined,
  ended: () => undefined,
  note: () => undefined,
  result: () => undefined,
  close: () => undefined,
};

/** A session of which nothing runs, and what is done to its run. */
function session() {
  const controller = new AbortController();
  const done: string[] = [];
  const run = { finish: () => done.push("finished") };
  return {
    controller,
    done,
    session: new Session(
      display,
      controller,
      run as unknown as LocalRun,
      place,
      undefined as unknown as Tools,
    ),
  };
}

describe("work that goes on while the next begins", () => {
  it("ends the whole session where it fails late", async () => {
    const { session: it, controller } = session();
    let fail = (_: Error): void => undefined;
    await it.begin((onUsable) => {
      onUsable();
      return new Promise((_, reject) => {
        fail = reject;
      });
    });
    expect(controller.signal.aborted).toBe(false);
    const problem = new UserError("the rules were refused");
    fail(problem);
    await expect(it.settled()).rejects.toBe(problem);
    expect(controller.signal.reason).toBe(problem);
  });

  it("is told to end, and waited for, before the run is", async () => {
    const { session: it, controller, done } = session();
    await it.begin((onUsable) => {
      onUsable();
      return new Promise((resolve) => {
        controller.signal.addEventListener("abort", () => {
          done.push("work ended");
          resolve();
        });
      });
    });
    await it.close();
    expect(done).toEqual(["work ended", "finished"]);
  });

  it("stops nothing where it has ended", async () => {
    const { session: it, controller, done } = session();
    await it.begin(async () => undefined);
    await it.settled();
    await it.close();
    expect(controller.signal.aborted).toBe(false);
    expect(done).toEqual(["finished"]);
  });
});
