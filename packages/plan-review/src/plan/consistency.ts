import type { Plan } from "./change";
import { isRecord } from "./json";
import { PlanError } from "./plan-error";

/**
 * Refuses a plan that lists fewer changes than its own values before and after show: a cut or edited file, of which a
 * review would say that nothing happens.
 *
 * @throws PlanError
 */
export function requireConsistent(plan: Plan): void {
  requireDistinct(plan);
  // A plan that Terraform did not finish, or of -refresh-only, has values of only some resources; the review says so.
  if (plan.reservations.length > 0) return;
  const { json } = plan;
  const listed = new Set(
    plan.changes.flatMap(({ address, previousAddress }) => [address, previousAddress]),
  );
  const before = priorAddresses(json);
  const after = addressesIn(json.planned_values);
  const missing = [
    ...[...before].filter((address) => !after.has(address)),
    ...[...after].filter((address) => !before.has(address)),
  ].find((address) => !listed.has(address));
  if (missing !== undefined) {
    throw new PlanError(
      `it is incomplete: ${missing} is ${after.has(missing) ? "not there before and there after" : "there before and not there after"}, but resource_changes does not list it`,
    );
  }
  requireSomething(plan);
}

/**
 * Whether a plan has the form of `terraform plan -refresh-only`: resources in the state, and none planned or changed.
 *
 * A plan of a destruction from which `resource_changes` was cut has this form, too: a review must not be calm about it.
 */
export function isRefreshOnly(json: Readonly<Record<string, unknown>>): boolean {
  const { resource_changes: changes, planned_values: planned } = json;
  return changes === undefined && addressesIn(planned).size === 0 && priorAddresses(json).size > 0;
}

function priorAddresses({ prior_state: prior }: Readonly<Record<string, unknown>>) {
  return addressesIn(isRecord(prior) ? prior.values : undefined);
}

function requireDistinct({ changes }: Plan): void {
  const seen = new Set<string>();
  for (const { address, deposed = "" } of changes) {
    const key = JSON.stringify([address, deposed]);
    if (seen.has(key)) throw new PlanError(`it lists ${address} twice`);
    seen.add(key);
  }
}

function requireSomething({ changes, drift, outputs, json }: Plan): void {
  if (json.applyable !== true) return;
  const isIdle =
    changes.every(({ kind }) => kind === "noOp") && outputs.every(({ kind }) => kind === "noOp");
  if (isIdle && drift.length === 0) {
    throw new PlanError("it says that there is something to apply, and lists nothing");
  }
}

/** Addresses of the managed resources of a module and its children, as plan and state nest them. */
function addressesIn(values: unknown): ReadonlySet<string> {
  return new Set(isRecord(values) ? inModule(values.root_module) : []);
}

function inModule(module: unknown): string[] {
  if (!isRecord(module)) return [];
  const own = [module.resources]
    .flat()
    .filter(isRecord)
    .filter(({ mode, address }) => mode === "managed" && typeof address === "string")
    .map(({ address }) => String(address));
  return [...own, ...[module.child_modules].flat().flatMap(inModule)];
}
