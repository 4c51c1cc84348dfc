import { createProgram, leaves } from "../src";
import { nextSteps, renderNextSteps } from "../src/status/next-steps";
import type { RunningStatus, Status } from "../src/status/status";

const starting: RunningStatus = {
  environment: "local",
  localAws: undefined,
  page: undefined,
  logs: "/l",
  stacks: [],
};
const service: RunningStatus["service"] = {
  apiUrl: "http://127.0.0.1:1/v1",
  release: "c7".repeat(32),
  endpoints: [],
  alarms: [],
  requests: { total: 0, byStatus: {}, byServer: {} },
};
const named = (status: Status) => nextSteps(status).map(({ command }) => command);

describe("the next steps", () => {
  it("begin with a start where nothing runs, also after a run that was killed", () => {
    expect(named({ kind: "none" })[0]).toBe("pictor start");
    expect(named({ kind: "died", logs: undefined })[0]).toBe("pictor start");
  });

  it("of a run that starts are no calls of an API that is not there", () => {
    expect(named({ kind: "running", ...starting })).toEqual(["pictor stop", "pictor --help"]);
  });

  it("of a service begin with a picture", () => {
    expect(named({ kind: "running", ...starting, service })[0]).toMatch(/^pictor classify /);
  });

  it("name commands that the program has", () => {
    const commands = leaves(createProgram()).map((command) => command.name());
    for (const status of [{ kind: "none" }, { kind: "running", ...starting, service }] as const) {
      for (const command of named(status)) {
        expect([...commands, "--help"]).toContain(command.split(" ")[1]);
      }
    }
  });

  it("stand below each other, what they do in one column", () => {
    const steps = [
      { command: "a", does: "first" },
      { command: "abc", does: "second" },
    ];
    expect(renderNextSteps(steps)).toBe("a    first\nabc  second");
  });
});
