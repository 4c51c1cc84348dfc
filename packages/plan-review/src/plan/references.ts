import { isRecord } from "./json";

/** One place where the configuration of a resource refers to another one. */
export interface Reference {
  /** Attribute, block, or `depends_on`, `count`, `for_each`. */
  readonly attribute: string;
  /** Address in the configuration: without an index. */
  readonly to: string;
}

/** What the configuration of each resource refers to, by its address without an index. */
export type References = ReadonlyMap<string, readonly Reference[]>;

/** A module of the configuration, and where it is called. */
interface Scope {
  readonly module: Readonly<Record<string, unknown>>;
  /** Address prefix: `module.a.`; empty at the root. */
  readonly prefix: string;
  readonly call?: Readonly<Record<string, unknown>>;
  readonly parent?: Scope;
}

/** Reads what refers to what from the configuration of a plan. References by `local` values are not in a plan. */
export function readReferences({ configuration }: Readonly<Record<string, unknown>>): References {
  const root = isRecord(configuration) ? configuration.root_module : undefined;
  const found = new Map<string, Reference[]>();
  if (isRecord(root)) collect({ module: root, prefix: "" }, found);
  return found;
}

function collect(scope: Scope, found: Map<string, Reference[]>): void {
  for (const resource of [scope.module.resources].flat().filter(isRecord)) {
    if (typeof resource.address !== "string") continue;
    const own = `${scope.prefix}${resource.address}`;
    const places: readonly (readonly [string, unknown])[] = [
      ...Object.entries(isRecord(resource.expressions) ? resource.expressions : {}),
      ["count", resource.count_expression],
      ["for_each", resource.for_each_expression],
      ["depends_on", { references: resource.depends_on }],
    ];
    found.set(
      own,
      places.flatMap(([attribute, expression]) =>
        [...new Set(targets(expression, scope, new Set()))]
          .filter((to) => to !== own)
          .map((to) => ({ attribute, to })),
      ),
    );
  }
  for (const [child] of childrenOf(scope)) collect(child, found);
}

function childrenOf(scope: Scope): (readonly [Scope, string])[] {
  const { module_calls: calls } = scope.module;
  return Object.entries(isRecord(calls) ? calls : {}).flatMap(([name, call]) => {
    if (!isRecord(call) || !isRecord(call.module)) return [];
    const prefix = `${scope.prefix}module.${name}.`;
    return [[{ module: call.module, prefix, call, parent: scope }, name] as const];
  });
}

/** Modules and the references in them that were followed: each is once, or modules that refer to each other never end. */
type Seen = Set<string>;

/** Addresses of resources that an expression, or the blocks in it, refer to. */
function targets(expression: unknown, scope: Scope, seen: Seen): string[] {
  if (Array.isArray(expression)) return expression.flatMap((each) => targets(each, scope, seen));
  if (!isRecord(expression)) return [];
  const { references, ...blocks } = expression;
  if (Array.isArray(references)) {
    return references.flatMap((each) =>
      typeof each === "string" ? target(each, scope, seen) : [],
    );
  }
  return Object.values(blocks).flatMap((each) => targets(each, scope, seen));
}

function target(reference: string, scope: Scope, seen: Seen): string[] {
  const place = `${scope.prefix} ${reference}`;
  if (seen.has(place)) return [];
  seen.add(place);
  const steps = reference.replaceAll(/\[[^\]]*\]/g, "").split(".");
  const [kind = "", name = "", last = ""] = steps;
  if (kind === "var") {
    const expressions = scope.call?.expressions;
    if (scope.parent === undefined || !isRecord(expressions)) return [];
    return targets(expressions[name], scope.parent, seen);
  }
  if (kind === "module") {
    const child = childrenOf(scope).find(([, called]) => called === name)?.[0];
    const outputs = child?.module.outputs;
    if (child === undefined || !isRecord(outputs)) return [];
    const chosen = last === "" ? Object.values(outputs) : [outputs[last]];
    return chosen.flatMap((output) =>
      isRecord(output) ? targets(output.expression, child, seen) : [],
    );
  }
  if (kind === "data") return last === "" ? [] : [`${scope.prefix}data.${name}.${last}`];
  const isResource = name !== "" && /_/.test(kind);
  return isResource ? [`${scope.prefix}${kind}.${name}`] : [];
}
