import { isRecord } from "./attributes";
import { blend } from "./blend";
import { type Attributes, configuredAddress, type Resource } from "./resource";
import type { ReadOptions } from "./synthesised";

/**
 * Reads the resources that there will be after a plan: what `terraform show -json plan` prints.
 *
 * @throws Error if the format is of a major version that is not known here
 */
export function readPlan(json: Attributes, options: ReadOptions = {}): Resource[] {
  requireFormat(json, "plan");
  const unknowns = unknownsOf(json);
  const configured = configuredOf(json);
  return valuesOf(json.planned_values).map(({ address, type, values }) => {
    const known = blend(values, unknowns.get(address));
    const written = configured.resources.get(configuredAddress(address));
    return located(
      { address, type, values: known, references: written?.references ?? {} },
      options,
      [configured.regions.get(written?.provider ?? "")],
    );
  });
}

/** Reads the resources of a state: what `terraform show -json` prints, or a state file of version 4. */
export function readState(json: Attributes, options: ReadOptions = {}): Resource[] {
  if (json.version === 4) {
    return instancesOf(json).map((resource) => located({ ...resource, references: {} }, options));
  }
  requireFormat(json, "state");
  return valuesOf(json.values).map((resource) => located({ ...resource, references: {} }, options));
}

interface Valued {
  readonly address: string;
  readonly type: string;
  readonly values: Attributes;
}

function requireFormat({ format_version: version }: Attributes, what: string): void {
  if (typeof version === "string" && /^(0|1)\./.test(version)) return;
  throw new Error(
    `the ${what} has format_version ${JSON.stringify(version)}, and only 0.x and 1.x are known: make it with Terraform 1.x or OpenTofu 1.x`,
  );
}

/** Managed resources of a module and its children, as plan and state nest them. */
function valuesOf(values: unknown): Valued[] {
  return isRecord(values) ? moduleValues(values.root_module) : [];
}

function moduleValues(module: unknown): Valued[] {
  if (!isRecord(module)) return [];
  const own = [module.resources]
    .flat()
    .filter(isRecord)
    .filter(({ mode }) => mode === "managed")
    .map(({ address, type, values }) => ({
      address: String(address),
      type: String(type),
      values: isRecord(values) ? values : {},
    }));
  return [...own, ...[module.child_modules].flat().flatMap(moduleValues)];
}

function instancesOf({ resources }: Attributes): Valued[] {
  return [resources]
    .flat()
    .filter(isRecord)
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, module, instances }) =>
      [instances]
        .flat()
        .filter(isRecord)
        .filter(({ deposed }) => deposed === undefined)
        .map(({ index_key: key, attributes }) => ({
          address: `${module === undefined ? "" : `${module}.`}${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
          type: String(type),
          values: isRecord(attributes) ? attributes : {},
        })),
    );
}

/** Adds region and environment: of the attributes first, then of the provider, then as the caller says. */
function located(
  resource: Valued & Pick<Resource, "references">,
  options: ReadOptions,
  regions: readonly (string | undefined)[] = [],
): Resource {
  const { arn, region: own, tags_all: tags } = resource.values;
  const region =
    literal(own) ??
    regionOfArn(arn) ??
    regions.find((known) => known !== undefined) ??
    options.region;
  const environment =
    options.environment ?? (isRecord(tags) ? literal(tags.Environment) : undefined);
  return {
    ...resource,
    ...(region !== undefined && { region }),
    ...(environment !== undefined && { environment }),
  };
}

function literal(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function regionOfArn(arn: unknown): string | undefined {
  const region = typeof arn === "string" ? arn.split(":")[3] : undefined;
  return region === "" ? undefined : region;
}

function unknownsOf({ resource_changes: changes }: Attributes): ReadonlyMap<string, unknown> {
  return new Map(
    [changes]
      .flat()
      .filter(isRecord)
      .map(({ address, change }) => [
        String(address),
        isRecord(change) ? change.after_unknown : undefined,
      ]),
  );
}

interface Written {
  readonly provider: string;
  readonly references: Record<string, readonly string[]>;
}

interface Configured {
  readonly resources: ReadonlyMap<string, Written>;
  /** By the provider's key in the configuration, for example `aws` or `aws.west`. */
  readonly regions: ReadonlyMap<string, string>;
}

/** What the plan's configuration says of resources and providers. */
function configuredOf({ configuration, variables }: Attributes): Configured {
  const root = isRecord(configuration) ? configuration : {};
  const providers = isRecord(root.provider_config) ? root.provider_config : {};
  return {
    resources: new Map(writtenIn(root.root_module, "")),
    regions: new Map(
      Object.entries(providers).flatMap(([key, provider]) => {
        const region = regionOf(provider, isRecord(variables) ? variables : {});
        return region === undefined ? [] : [[key, region] as const];
      }),
    ),
  };
}

function regionOf(provider: unknown, variables: Attributes): string | undefined {
  const expressions = isRecord(provider) ? provider.expressions : undefined;
  const region = isRecord(expressions) ? expressions.region : undefined;
  if (!isRecord(region)) return undefined;
  const [, name = ""] = /^var\.(\w+)$/.exec(String([region.references].flat()[0])) ?? [];
  const variable = variables[name];
  return (
    literal(region.constant_value) ?? (isRecord(variable) ? literal(variable.value) : undefined)
  );
}

function writtenIn(module: unknown, prefix: string): (readonly [string, Written])[] {
  if (!isRecord(module)) return [];
  const own = [module.resources]
    .flat()
    .filter(isRecord)
    .map((resource) => {
      const expressions = isRecord(resource.expressions) ? resource.expressions : {};
      return [
        `${prefix}${resource.address}`,
        {
          provider: String(resource.provider_config_key),
          references: Object.fromEntries(
            Object.entries(expressions).map(([name, expression]) => [
              name,
              referencesIn(expression).map((address) => `${prefix}${address}`),
            ]),
          ),
        },
      ] as const;
    });
  const calls = isRecord(module.module_calls) ? Object.entries(module.module_calls) : [];
  return [
    ...own,
    ...calls.flatMap(([name, call]) =>
      writtenIn(isRecord(call) ? call.module : undefined, `${prefix}module.${name}.`),
    ),
  ];
}

/** Addresses of the resources that an expression, or one nested in it, refers to; each once. */
function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) return [...new Set(expression.flatMap(referencesIn))];
  if (!isRecord(expression)) return [];
  const found = [expression.references].flat().flatMap((reference) => {
    const [, address] = /^([a-z0-9]+_[a-z0-9_]+\.[\w-]+)/.exec(String(reference)) ?? [];
    return address === undefined ? [] : [address];
  });
  const { references: _, ...nested } = expression;
  return [...new Set([...found, ...Object.values(nested).flatMap(referencesIn)])];
}
