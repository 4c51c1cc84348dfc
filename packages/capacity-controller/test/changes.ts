import type { CapacityPolicy } from "@pictor/capacity";
import type { ControlledEndpoint } from "../src";
import { build, type Changes } from "./stack";

/** What a controller is refused for; empty if it is built. */
export function problemsOf(changes: Changes): string[] {
  const { controller } = build(changes);
  return controller.node.findAll().flatMap(({ node }) => node.validate());
}

/** Endpoints of other names. */
export const named = (realTime: string, serverless = "pictures-serverless"): Changes => ({
  change: (usual) => ({
    ...usual,
    realTime: { ...usual.realTime, target: { name: realTime, kind: "realTime" } },
    serverless: { ...usual.serverless, target: { name: serverless, kind: "serverless" } },
  }),
});
/** Another spec of the real-time endpoint. */
export const specified = (
  change: (usual: ControlledEndpoint["spec"]) => Partial<ControlledEndpoint["spec"]>,
): Changes => ({
  change: (usual) => {
    const { realTime } = usual;
    const spec = { ...realTime.spec, ...change(realTime.spec) };
    return { ...usual, realTime: { ...realTime, spec } };
  },
});
/** Other rules. */
export const ruled = (change: Partial<CapacityPolicy>): Changes => ({
  change: (usual) => ({ ...usual, policy: { ...usual.policy, ...change } }),
});

const range = { schedule: "cron(0 8 ? * MON-FRI *)", timezone: "UTC", min: 2, max: 4 };
/** Changes of the range, each of a name. */
export const ranges = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...range, name: `Range${index}` }));
/** Another scaling. */
export const scaled = (
  change: Partial<NonNullable<ControlledEndpoint["spec"]["scaling"]>>,
): Changes =>
  specified(({ scaling }) => ({
    scaling: { min: 1, max: 4, schedules: [], ...scaling, ...change },
  }));
