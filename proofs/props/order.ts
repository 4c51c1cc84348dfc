import { TerraformResource as Resource, type TerraformResource, type TerraformStack } from "cdktf";

/** A resource's attributes as CDKTF knows them from the provider's schema. */
interface Described {
  readonly type?: string;
  readonly value?: unknown;
}

/** Terraform reads these as documents, and the provider ignores the order of their lists. */
const policies = new Set(["policy", "assume_role_policy"]);

/** A stack's resources with every set, and every list of a policy, in one order. */
export function withoutOrder(json: unknown, stack: TerraformStack): unknown {
  const { resource = {} } = json as { resource?: Record<string, Record<string, object>> };
  const resources = stack.node
    .findAll()
    .filter(Resource.isTerraformResource) as TerraformResource[];
  return Object.fromEntries(
    resources.map((one) => {
      const { terraformResourceType: type, friendlyUniqueId: name } = one;
      const attributes = resource[type]?.[name] ?? {};
      const described = (
        one as unknown as { synthesizeHclAttributes(): Record<string, Described> }
      ).synthesizeHclAttributes();
      return [
        `${type}.${name}`,
        Object.fromEntries(
          Object.entries(attributes).map(([key, value]) => [
            key,
            policies.has(key)
              ? sortedPolicy(value)
              : key === "depends_on"
                ? sorted(value)
                : sortedSets(value, described[key]),
          ]),
        ),
      ];
    }),
  );
}

function sortedSets(value: unknown, described: Described | undefined): unknown {
  const inner = described?.value;
  if (Array.isArray(value)) {
    const items = value.map((item, index) =>
      sortedSets(item, { value: Array.isArray(inner) ? inner[index] : undefined }),
    );
    return described?.type === "set" ? sorted(items) : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = (inner ?? {}) as Record<string, Described>;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, sortedSets(held, fields[key])]),
  );
}

function sortedPolicy(value: unknown): unknown {
  try {
    return deepSorted(JSON.parse(String(value)));
  } catch {
    return value;
  }
}

function deepSorted(value: unknown): unknown {
  if (Array.isArray(value)) return sorted(value.map(deepSorted));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, deepSorted(held)]));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value)
    ? [...value].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
    : value;
}
