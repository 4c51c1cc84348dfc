type Attributes = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

interface Stack {
  readonly data?: Blocks;
  readonly resource?: Blocks;
  readonly locals?: Readonly<Record<string, unknown>>;
}

/** A resource with a fixed name that Terraform would create anew before it destroys the old one. */
export interface NameTakenTwice {
  readonly address: string;
  /** The name that both would have. */
  readonly name: string;
  /** How create_before_destroy reaches it: each address refers to the next. */
  readonly path: readonly string[];
}

/**
 * Attributes that AWS holds unique in an account, region or network. An alarm's `metric_name`, and what only refers to
 * another resource's name, is no such name.
 */
const unique = /^(name|bucket|function_name|alias|role_name|cidr_block|policy_name)$/;

/** Types of which AWS takes several with one such attribute. */
const repeatable = ["aws_api_gateway_rest_api", "aws_vpc"];

/**
 * Resources with a fixed name that create_before_destroy reaches. Terraform gives it to all that such a resource depends
 * on, by reference or `depends_on`, however far: when one of them has to be replaced, as after a creation that failed half
 * way, AWS is asked for the same name a second time and refuses.
 *
 * @see https://github.com/hashicorp/terraform/issues/35331
 * @param json the stack's `cdk.tf.json`
 */
export function namesTakenTwice(json: string): NameTakenTwice[] {
  const nodes = nodesOf(JSON.parse(json));
  const found = new Map<string, NameTakenTwice>();
  const visited = new Set<string>();
  const visit = (address: string, path: readonly string[]): void => {
    if (visited.has(address)) return;
    visited.add(address);
    const node = nodes.get(address);
    if (node === undefined) return;
    const here = [...path, address];
    const name = fixedName(address, node);
    if (name !== undefined) found.set(address, { address, name, path: here });
    for (const next of referencesOf(node, nodes)) visit(next, here);
  };
  for (const [address, { lifecycle }] of nodes) {
    if (isCreateBeforeDestroy(lifecycle)) visit(address, []);
  }
  return [...found.values()].sort((one, other) => (one.address < other.address ? -1 : 1));
}

function nodesOf({ data = {}, resource = {}, locals = {} }: Stack): Map<string, Attributes> {
  const blocks = (prefix: string, named: Blocks) =>
    Object.entries(named).flatMap(([type, instances]) =>
      Object.entries(instances).map(
        ([id, attributes]) => [`${prefix}${type}.${id}`, attributes] as const,
      ),
    );
  return new Map([
    ...blocks("", resource),
    ...blocks("data.", data),
    ...Object.entries(locals).map(([name, value]) => [`local.${name}`, { value }] as const),
  ]);
}

/** Addresses that a block's expressions and its `depends_on` name. */
function referencesOf(node: Attributes, nodes: ReadonlyMap<string, Attributes>): string[] {
  const words = JSON.stringify(node).match(/(data\.)?[a-z][a-z0-9_]*\.[A-Za-z][\w-]*/g) ?? [];
  return [...new Set(words)].filter((word) => nodes.has(word));
}

/** A name that the resource's own inputs do not change: without their hash, and without a prefix to which AWS appends. */
function fixedName(address: string, node: Attributes): string | undefined {
  if (["data", ...repeatable].includes(address.split(".", 1)[0] ?? "")) return undefined;
  const [name] = Object.entries(node)
    .filter(([attribute, value]) => unique.test(attribute) && typeof value === "string")
    .map(([, value]) => String(value))
    .filter((value) => !value.includes("sha256("));
  return name;
}

function isCreateBeforeDestroy(lifecycle: unknown): boolean {
  return (
    typeof lifecycle === "object" &&
    lifecycle !== null &&
    "create_before_destroy" in lifecycle &&
    lifecycle.create_before_destroy === true
  );
}
