import {
  type PreflightCheck,
  type PreflightContext,
  runChecks,
} from "../src/checks/preflight/check";
import { preflightChecks } from "../src/checks/preflight/checks";
import { place, release } from "./release-fixture";

const context: PreflightContext = {
  place,
  needs: {
    ...{ endpoints: [], reservedConcurrency: 0, apiLogs: false },
    ...{ zones: [], interfaceServices: [], components: [] },
  },
  manifest: { schema: 1, live: release("live") },
  sagemakerQuotas: () => Promise.resolve([]),
};

describe("preflight's list of checks", () => {
  it("names each once", () => {
    const names = preflightChecks.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("asks nothing for what a stack does not have", () => {
    const needed = preflightChecks.filter((check) => check.needed(context));
    expect(needed.map(({ name }) => name)).toEqual([
      ...["lambda", "service role", "ends of life", "artefact"],
    ]);
  });
});

describe("the runner of checks", () => {
  it("runs those that are needed, all at once, and keeps the order of the list", async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const check = (name: string, needed: boolean, wait: () => Promise<void>): PreflightCheck => ({
      name,
      permission: "service:Action",
      needed: () => needed,
      run: async () => {
        await wait();
        return [{ status: "ok", text: `${name} was run` }];
      },
    });
    const findings = await runChecks(
      [
        // The first ends only when the last has begun: one after the other, they would never end.
        check("first", true, () => released),
        check("not needed", false, () => Promise.reject(new Error("it was run"))),
        check("last", true, async () => release()),
      ],
      context,
    );
    expect(findings).toEqual([
      { check: "first", status: "ok", text: "first was run" },
      { check: "last", status: "ok", text: "last was run" },
    ]);
  });
});
