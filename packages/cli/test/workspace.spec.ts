import { capacityPolicySchema } from "@pictor/capacity/schemas";
import type { Run } from "@pictor/local";
import { localVariables } from "../src/apply/workspace";
import { spec } from "./adaptive-fixture";

const run: Run = {
  schema: 1,
  id: "1",
  supervisor: { pid: 1, startedAt: "" },
  directory: "/d",
  environment: "staging",
  accountId: "222222222222",
  region: "us-east-1",
  releasesDirectory: "/r",
  terraform: {},
};
const credentials = { accessKeyId: "a", secretAccessKey: "s" };
const listening: Run = {
  ...run,
  emulator: { pid: 2, startedAt: "", url: "http://127.0.0.1:1", port: 1, credentials },
};
const before = process.env.PICTOR_CAPACITY_RULES;
afterEach(() => {
  if (before === undefined) delete process.env.PICTOR_CAPACITY_RULES;
  else process.env.PICTOR_CAPACITY_RULES = before;
});

describe("the variables of a local run", () => {
  it("shorten an adaptive environment's periods, by rules that a policy may have", () => {
    delete process.env.PICTOR_CAPACITY_RULES;
    const rules = JSON.parse(localVariables(listening).PICTOR_CAPACITY_RULES ?? "");
    const policy = capacityPolicySchema.parse({ ...spec.policy, ...rules });
    expect(policy.inAfterMinutes).toBeLessThan(spec.policy.inAfterMinutes);
    expect(policy.outAfterMinutes.cost).toBeLessThan(spec.policy.outAfterMinutes.cost);
  });

  it("have the rules that the caller set instead", () => {
    process.env.PICTOR_CAPACITY_RULES = "{}";
    expect(localVariables(listening).PICTOR_CAPACITY_RULES).toBe("{}");
  });

  it("have none while there is no local AWS that they could be for", () => {
    expect(localVariables(run)).not.toHaveProperty("PICTOR_CAPACITY_RULES");
  });
});
