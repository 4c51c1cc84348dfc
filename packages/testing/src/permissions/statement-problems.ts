import type { PolicyEntry } from "../policy-evaluation";
import { overlaps } from "./glob-overlap";
import { type ActionReference, actionsOf, globalKeys, type ResourceKind } from "./iam-reference";
import { furtherConditionKeys } from "./permission-exceptions";

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * Why parts of a statement can never apply: an action that does not exist or has no resource of this kind, a resource
 * that no action is about, a condition key that no request for the actions has. Empty if every part can.
 *
 * Terraform's references must be replaced before: a resource is an ARN or `*`.
 */
export async function statementProblems(statement: PolicyEntry): Promise<readonly string[]> {
  const entries = listOf(statement.Action);
  // A trust policy is about the role that it belongs to.
  const resources = statement.Resource === undefined ? undefined : listOf(statement.Resource);
  const conditions = (statement.Condition ?? {}) as Conditions;
  const named = (await Promise.all(
    entries.filter((entry) => entry !== "*").map(async (entry) => [entry, await actionsOf(entry)]),
  )) as readonly (readonly [string, readonly ActionReference[]])[];
  if (named.length < entries.length) return [];
  const all = named.flatMap(([, actions]) => actions);
  return [
    ...named.flatMap(([entry, actions]) => entryProblems(entry, actions, resources, conditions)),
    ...(resources ?? [])
      .filter((one) => !all.some((action) => concerns(action, one)))
      .map((one) => `resource '${one}' does not belong to any of its actions`),
    ...keysOf(conditions)
      .filter(
        ({ key }) =>
          !all.some(
            (action) =>
              action.kinds.some((kind) => has(action, kind, key)) || has(action, undefined, key),
          ),
      )
      .map(({ key }) => `no request for its actions has the condition key '${key}'`),
  ].map((problem) => `${String(statement.Sid)}: ${problem}`);
}

function entryProblems(
  entry: string,
  actions: readonly ActionReference[],
  resources: readonly string[] | undefined,
  conditions: Conditions,
): readonly string[] {
  if (actions.length === 0) return [`action '${entry}' does not exist`];
  if (actions.some((action) => applies(action, resources, conditions))) return [];
  if (!actions.some((action) => (resources ?? ["*"]).some((one) => concerns(action, one)))) {
    return actions.every(({ kinds }) => kinds.length === 0)
      ? [`action '${entry}' has no resource, so it applies on '*' only`]
      : [`action '${entry}' is about ${kindNames(actions)}, and no resource is one`];
  }
  return [`action '${entry}' has not the condition keys that the statement demands`];
}

function kindNames(actions: readonly ActionReference[]): string {
  return [...new Set(actions.flatMap(({ kinds }) => kinds.map(({ name }) => name)))].join(", ");
}

/** Whether some request for the action can meet the statement. */
function applies(
  action: ActionReference,
  resources: readonly string[] | undefined,
  conditions: Conditions,
): boolean {
  const demanded = keysOf(conditions).filter(({ demands }) => demands);
  const meets = (kind: ResourceKind | undefined) =>
    demanded.every(({ key }) => has(action, kind, key));
  if (resources === undefined) return true;
  if (resources.includes("*") && meets(undefined)) return true;
  return action.kinds.some(
    (kind) => resources.some((one) => kind.arns.some((arn) => overlaps(arn, one))) && meets(kind),
  );
}

function concerns({ kinds }: ActionReference, resource: string): boolean {
  if (resource === "*") return true;
  return kinds.some(({ arns }) => arns.some((arn) => overlaps(arn, resource)));
}

interface Demand {
  readonly key: string;
  /** Whether a request without the key fails the condition. */
  readonly demands: boolean;
}

function keysOf(conditions: Conditions): readonly Demand[] {
  return Object.entries(conditions).flatMap(([operator, values]) =>
    Object.entries(values).map(([key, value]) => ({ key, demands: demands(operator, value) })),
  );
}

function demands(operator: string, value: string | readonly string[]): boolean {
  if (operator === "Null") return String(value) === "false";
  return !/IfExists$|^ForAllValues:|Not/.test(operator);
}

/** Whether a request for the action on a kind of resource can have a condition key. */
function has(action: ActionReference, kind: ResourceKind | undefined, key: string): boolean {
  const known = [
    ...action.conditionKeys,
    ...(kind?.conditionKeys ?? []),
    ...globalKeys,
    ...Object.keys(furtherConditionKeys),
  ];
  const name = key.toLowerCase();
  return known.some((one) => {
    const [prefix = "", variable] = one.toLowerCase().split("$");
    return variable === undefined ? prefix === name : name.startsWith(prefix);
  });
}

function listOf(value: unknown): readonly string[] {
  return [value].flat().map(String);
}
