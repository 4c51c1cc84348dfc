import * as z from "zod";
import { configuredAddress } from "./address";
import type { Change, FailedCheck, OutputChange, Plan } from "./change";
import { isRefreshOnly, requireConsistent } from "./consistency";
import type { ConstructPaths } from "./construct-paths";
import { isRecord, isTooDeep, maximumDepth } from "./json";
import { isImported, kindOf, movedFrom } from "./kind";
import { PlanError } from "./plan-error";
import { readReferences } from "./references";
import { type WrittenChange, type WrittenPlan, type WrittenResource, writtenPlan } from "./schema";

/**
 * Reads what `terraform show -json` or `tofu show -json` prints of a plan.
 *
 * It fails closed: a file of another major version of the format, one that is damaged and one that contradicts itself
 * are refused, so that no review of them says that nothing happens.
 *
 * @param json the parsed file
 * @param constructPaths paths in the tree of constructs by configured address
 * @throws PlanError
 */
export function readPlan(json: unknown, constructPaths: ConstructPaths = new Map()): Plan {
  if (!isRecord(json)) throw new PlanError("it is not a plan: the JSON is not an object");
  requireFormat(json);
  if (isTooDeep(json)) throw new PlanError(`it nests deeper than ${maximumDepth} levels`);
  const { success, data, error } = writtenPlan.safeParse(json);
  if (!success) throw new PlanError(`it is not a plan as Terraform 1.x writes it: ${first(error)}`);
  const changes = (data.resource_changes ?? []).map((each) => changeOf(each, constructPaths));
  const plan: Plan = {
    terraformVersion: data.terraform_version ?? "unknown",
    changes,
    drift: (data.resource_drift ?? []).map((each) => changeOf(each, constructPaths)),
    outputs: Object.entries(data.output_changes ?? {}).map(outputOf),
    checks: failedChecks(data),
    reservations: reservationsOf(data, json),
    references: readReferences(json),
    sensitiveVariables: sensitiveVariablesOf(json, data),
    json,
  };
  requireConsistent(plan);
  return plan;
}

function requireFormat({ format_version: version, ...json }: Record<string, unknown>): void {
  const isPlan = "planned_values" in json || "resource_changes" in json || "configuration" in json;
  if (!isPlan) {
    throw new PlanError(
      "it is not a plan: it has neither planned_values nor resource_changes (a plan is what 'terraform show -json plan.out' prints)",
    );
  }
  if (typeof version === "string" && /^1\.\d+$/.test(version)) return;
  throw new PlanError(
    `it has format_version ${JSON.stringify(version)}, and only 1.x can be reviewed: make it with Terraform 1.x or OpenTofu 1.x`,
  );
}

function first(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = z.core.toDotPath(issue?.path ?? []);
  return `${path === "" ? "" : `at ${path}: `}${issue?.message ?? "unknown"}`;
}

function changeOf(written: WrittenResource, constructPaths: ConstructPaths): Change {
  const { address, change } = written;
  const previousAddress = movedFrom(written);
  const constructPath = constructPaths.get(configuredAddress(address));
  const importId = change.importing?.id;
  const reason = written.action_reason;
  return {
    kind: kindOf(written),
    address,
    ...(previousAddress !== undefined && { previousAddress }),
    module: moduleOf(address),
    ...identityOf(written),
    provider: written.provider_name ?? "",
    ...(constructPath !== undefined && { constructPath }),
    createsFirst: change.actions[0] === "create" && change.actions.length > 1,
    forgetsOld: change.actions.length > 1 && change.actions.includes("forget"),
    replacePaths: change.replace_paths ?? [],
    ...(typeof reason === "string" && reason !== "" && { reason }),
    ...(isImported(written) && { importId: typeof importId === "string" ? importId : "" }),
    ...(typeof written.deposed === "string" && { deposed: written.deposed }),
    ...valuesOf(change),
  };
}

function valuesOf(change: WrittenChange) {
  return {
    before: change.before ?? null,
    after: change.after ?? null,
    unknown: change.after_unknown ?? false,
    // Terraform always writes both trees. A file without them does not say what is secret.
    sensitiveBefore: change.before_sensitive ?? true,
    sensitiveAfter: change.after_sensitive ?? true,
  };
}

const outputKinds: Readonly<Record<string, OutputChange["kind"]>> = {
  "no-op": "noOp",
  create: "create",
  update: "update",
  delete: "destroy",
};

function outputOf([name, change]: readonly [string, WrittenChange]): OutputChange {
  const kind = outputKinds[change.actions.join()];
  if (kind === undefined) {
    throw new PlanError(
      `the output ${name} has the actions ${JSON.stringify(change.actions)}, which no Terraform 1.x writes`,
    );
  }
  return { name, kind, ...valuesOf(change) };
}

function failedChecks({ checks }: WrittenPlan): FailedCheck[] {
  return (checks ?? []).flatMap(({ address, status, instances }) => {
    if (status !== "fail" && status !== "error" && status !== "unknown") return [];
    const messages = (instances ?? [])
      .flatMap(({ problems }) => problems ?? [])
      .map(({ message }) => message ?? "");
    return [{ address: address?.to_display ?? "a check", status, messages }];
  });
}

function reservationsOf(plan: WrittenPlan, json: Readonly<Record<string, unknown>>): string[] {
  const { errored, complete, deferred_changes: deferred } = plan;
  const unmarked = [...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])].filter(
    ({ change }) => change.before_sensitive === undefined || change.after_sensitive === undefined,
  );
  return [
    ...(unmarked.length > 0
      ? [
          `the file does not say what is secret in ${unmarked.length} changes: their values are hidden, and no rule has looked at them`,
        ]
      : []),
    ...(errored === true
      ? ["Terraform stopped with an error while it made this plan: there may be more changes"]
      : []),
    ...(isRefreshOnly(json)
      ? [
          "it lists no changes of resources: a plan made with -refresh-only, which changes the state alone",
        ]
      : []),
    ...(complete === false
      ? ["the plan is not complete: more changes follow in a later plan (-target, or deferred)"]
      : []),
    ...(deferred != null && deferred.length > 0
      ? [`${deferred.length} changes are deferred to a later plan and are not in this review`]
      : []),
  ];
}

function sensitiveVariablesOf(
  json: Readonly<Record<string, unknown>>,
  { variables }: WrittenPlan,
): unknown[] {
  const root = isRecord(json.configuration) ? json.configuration.root_module : undefined;
  const declared = isRecord(root) && isRecord(root.variables) ? root.variables : {};
  return Object.entries(variables ?? {})
    .filter(([name]) => {
      const declaration = declared[name];
      return isRecord(declaration) && declaration.sensitive === true;
    })
    .map(([, { value }]) => value);
}

/** Address of the module that holds a resource; empty for the root module. */
function moduleOf(address: string): string {
  const [modules = ""] =
    /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address) ?? [];
  return modules.replace(/\.$/, "");
}

/**
 * The type and mode of a resource, which its address holds too.
 *
 * @throws PlanError where the two contradict each other: which rule looks at a resource depends on its type
 */
function identityOf({ address, type, mode }: WrittenResource): Pick<Change, "type" | "mode"> {
  const [, kind, inAddress = ""] =
    /^(?:module\.[^.]+\.)*(?:(data|ephemeral)\.)?([^.]+)\.[^.]+$/.exec(
      configuredAddress(address),
    ) ?? [];
  const found = { type: inAddress, mode: kind === "data" ? "data" : "managed" } as const;
  const isOther = (written: unknown, expected: string): boolean =>
    typeof written === "string" && written !== expected;
  if (isOther(type, found.type) || (mode !== "ephemeral" && isOther(mode, found.mode))) {
    throw new PlanError(
      `${address} is said to be of the type ${JSON.stringify(type)} and the mode ${JSON.stringify(mode)}, which its address contradicts`,
    );
  }
  return found;
}
