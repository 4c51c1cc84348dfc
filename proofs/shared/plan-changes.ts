import { type Change, readPlan } from "@pictor/plan-review";

/** Managed resources of what `terraform show -json` prints of a plan, unchanged ones included. */
export function managedChanges(plan: string): readonly Change[] {
  return readPlan(JSON.parse(plan)).changes.filter(({ mode }) => mode === "managed");
}

/** Terraform's own actions for a change, in their order. */
export function actionsOf({ kind, createsFirst }: Change): readonly string[] {
  switch (kind) {
    case "replace":
      return createsFirst ? ["create", "delete"] : ["delete", "create"];
    case "destroy":
      return ["delete"];
    case "forgotten":
      return ["forget"];
    case "tagOnly":
      return ["update"];
    case "create":
    case "update":
    case "read":
      return [kind];
    default:
      return ["no-op"];
  }
}

/** Attributes after the apply, as far as they are known. */
export function valuesAfter({ after }: Change): Readonly<Record<string, unknown>> {
  return (after ?? {}) as Readonly<Record<string, unknown>>;
}

/** What a plan does, sorted: `update aws_sagemaker_endpoint`; `create+delete` where the new comes first. */
export function changesOf(plan: string): readonly string[] {
  return managedChanges(plan)
    .map((change) => ({ type: change.type, actions: actionsOf(change).join("+") }))
    .filter(({ actions }) => actions !== "no-op")
    .map(({ type, actions }) => `${actions} ${type}`)
    .sort();
}
