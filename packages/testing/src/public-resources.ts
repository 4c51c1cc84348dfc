import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformResource } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/** Names of a package's members that are not public, by class. */
export type HiddenMembers = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads the private and protected members of a package's classes from its declarations: JavaScript has them as
 * properties like any other.
 *
 * @param directory the package's, with its declarations in `dist`
 */
export function hiddenMembers(directory: string): HiddenMembers {
  const dist = join(directory, "dist");
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => file.endsWith(".d.ts"))
    .map((file) => readFileSync(join(dist, file), "utf8"));
  return new Map(
    texts
      .flatMap((text) => [...text.matchAll(/declare (?:abstract )?class (\w+)[^{]*\{(.*?)^\}/gms)])
      .map(([, name = "", body = ""]) => [
        name,
        new Set(
          [...body.matchAll(/^ {4}(?:private|protected) (?:readonly |get )*(\w+)/gm)].map(
            ([, member = ""]) => member,
          ),
        ),
      ]),
  );
}

/**
 * Paths of the resources beneath a construct that none of its public properties leads to, however far: whoever wants to
 * change one has to search the construct tree by ids, which no type checks.
 *
 * @param hidden members that are not public, of every package whose constructs take part
 */
export function hiddenResources(construct: Construct, hidden: HiddenMembers): string[] {
  const reached = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || reached.has(value)) return;
    reached.add(value);
    if (TerraformResource.isTerraformResource(value)) return;
    if (Construct.isConstruct(value)) publicValues(value, hidden).forEach(visit);
    else if (value instanceof Map) [...value.values()].forEach(visit);
    else if (isPlain(value)) Object.values(value).forEach(visit);
  };
  visit(construct);
  return construct.node
    .findAll()
    .filter((child) => TerraformResource.isTerraformResource(child) && !reached.has(child))
    .map(({ node }) => node.path);
}

function publicValues(construct: IConstruct, hidden: HiddenMembers): unknown[] {
  const names = new Set(Object.keys(construct));
  const concealed = new Set(["node"]);
  for (
    let prototype = Object.getPrototypeOf(construct);
    prototype !== null && prototype !== Construct.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const member of hidden.get(prototype.constructor.name) ?? []) concealed.add(member);
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (get !== undefined) names.add(name);
    }
  }
  return [...names]
    .filter((name) => !concealed.has(name))
    .map((name) => (construct as unknown as Record<string, unknown>)[name]);
}

/** A list or a record, and nothing with a life of its own: a stack or a provider leads everywhere. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
