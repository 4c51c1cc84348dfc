import type { PolicyDocument, PolicyEntry } from "../policy-evaluation";
import { overlaps } from "./glob-overlap";
import { actionsOf } from "./iam-reference";
import {
  type FurtherPermission,
  optionalKinds,
  permissionExceptions,
} from "./permission-exceptions";

/** What is known of a role. */
export interface RoleKind {
  /** Whether Terraform's provider acts as the role. @default true */
  readonly deploys?: boolean;
}

/**
 * What a role's policies lack for what they allow: a resource of each kind that an action always names, and what
 * {@link permissionExceptions} say of the action. Empty if nothing is missing.
 */
export async function roleProblems(
  policy: PolicyDocument,
  { deploys = true }: RoleKind = {},
): Promise<readonly string[]> {
  const allowed = policy.Statement.filter(({ Effect }) => Effect === "Allow");
  const actions = new Set(allowed.flatMap(({ Action }) => listOf(Action)));
  const kinds = await Promise.all([...actions].map((action) => missingKinds(action, allowed)));
  return [...kinds.flat(), ...missingPermissions([...actions], allowed, deploys)];
}

async function missingKinds(
  entry: string,
  allowed: readonly PolicyEntry[],
): Promise<readonly string[]> {
  if (/[*?]/.test(entry)) return [];
  const [action] = await actionsOf(entry);
  const resources = resourcesFor(entry, allowed);
  return (action?.kinds ?? [])
    .filter(({ required, name }) => required && name !== optionalKinds[entry]?.kind)
    .filter(({ arns }) => !arns.some((arn) => covers(arn, resources)))
    .map(({ name }) => `${entry} always names a resource '${name}', and none is allowed`);
}

function covers(arn: string, resources: readonly string[]): boolean {
  return resources.some((one) => one === "*" || overlaps(arn, one));
}

function missingPermissions(
  actions: readonly string[],
  allowed: readonly PolicyEntry[],
  deploys: boolean,
): readonly string[] {
  return permissionExceptions
    .filter(
      ({ action, ofProvider = false }) => actions.includes(action) && (deploys || !ofProvider),
    )
    .flatMap(({ action, needs, reason }) =>
      needs
        .filter((need) => !isGranted(need, allowed))
        .map(({ action: other, on }) => `${action} needs ${other} on ${on}: ${reason}`),
    );
}

function isGranted({ action, on }: FurtherPermission, allowed: readonly PolicyEntry[]): boolean {
  const resources = resourcesFor(action, allowed);
  return on === "*" ? resources.includes("*") : resources.length > 0;
}

function resourcesFor(action: string, allowed: readonly PolicyEntry[]): readonly string[] {
  return allowed
    .filter(({ Action }) => listOf(Action).some((entry) => overlaps(action, entry)))
    .flatMap(({ Resource }) => listOf(Resource));
}

function listOf(value: unknown): readonly string[] {
  return [value].flat().map(String);
}
