import { readPlan } from "@pictor/plan-review";
import type { LocalAws } from "./local-aws";
import { actionsOf } from "./plan-changes";

/** Addresses of the stack `api` that a plan would change, without CDKTF's hashes, with what the plan would do. */
export function planned(aws: LocalAws): Readonly<Record<string, readonly string[]>> {
  const plan = aws.plan("api");
  if (plan === undefined) return {};
  const { changes } = readPlan(JSON.parse(plan));
  return Object.fromEntries(
    changes
      .map((change) => [change.address.replace(/_[0-9A-F]{8}$/, ""), actionsOf(change)] as const)
      .filter(([, actions]) => String(actions) !== "no-op"),
  );
}

/** Applies what {@link planned} has planned, without planning it again. */
export function applyPlanned(aws: LocalAws): void {
  aws.run("api", "apply", "-input=false", "plan");
}
