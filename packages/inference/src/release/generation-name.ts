import { isDeepStrictEqual } from "node:util";
import { terraformAttributes } from "@pictor/contracts";
import { Fn, Lazy, ref, type TerraformResource, TerraformStack, Tokenization } from "cdktf";

/** What the name of a {@link createGeneration} is made of. */
export interface GenerationName {
  readonly endpointName: string;
  readonly releaseSha256: string;
  /** The resource's whole configuration but its name. */
  readonly inputs: object;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Attributes that SageMaker changes in place, and those that only Terraform reads. */
const changeable: readonly string[] = [
  "//",
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "name",
  "provider",
  "provisioner",
  "tags",
  "tags_all",
];

/**
 * Creates a resource that cannot be changed, only replaced: its name carries a hash of everything the resource is made
 * of, overrides, setters and aspects included, since a replacement exists beside what it replaces.
 *
 * Terraform hashes, not the synthesis: subnets and security groups are known to Terraform alone, and the provider
 * takes a changed `vpc_config` for an update in place that then does nothing. With the name, everything changes.
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/45490
 *
 * @param create must give the resource this name
 */
export function createGeneration<Resource extends TerraformResource>(
  { endpointName, releaseSha256, inputs }: GenerationName,
  create: (name: string) => Resource,
): Resource {
  const produce = (): string => {
    const overrides = changesSince(made, terraformAttributes(resource));
    const everything = Object.keys(overrides).length === 0 ? inputs : { ...inputs, overrides };
    const hash = Fn.substr(Fn.sha256(Fn.jsonencode(hashable(everything, resource))), 0, 12);
    return `${endpointName}-${releaseSha256.slice(0, 8)}-${hash}`;
  };
  const resource = create(Lazy.stringValue({ produce }));
  const made = terraformAttributes(resource);
  return resource;
}

function changesSince(made: Attributes, now: Attributes): Attributes {
  return Object.fromEntries(
    [...new Set([...Object.keys(made), ...Object.keys(now)])]
      .filter((name) => !changeable.includes(name) && !isDeepStrictEqual(made[name], now[name]))
      .sort()
      .map((name) => [name, now[name] ?? null]),
  );
}

/**
 * `value` without text that holds an expression: CDKTF warns of it inside a function, although what it writes is right.
 */
function hashable(value: unknown, resource: TerraformResource): unknown {
  if (typeof value === "string") return hashableText(value, resource);
  if (Array.isArray(value)) return value.map((item) => hashable(item, resource));
  if (typeof value !== "object" || value === null || Tokenization.isResolvable(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, hashable(item, resource)]),
  );
}

function hashableText(text: string, resource: TerraformResource): string {
  const written = /^\$\{(?!TfToken\[)([^${}]+)\}$/.exec(text)?.[1];
  if (written !== undefined) return ref(written, TerraformStack.of(resource)).toString();
  const parts = text.split(/(\$\{TfToken\[[^\]]+\]\})/).filter((part) => part !== "");
  return parts.length > 1 ? Fn.join("", parts) : text;
}
