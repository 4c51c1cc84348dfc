import { isRecord } from "./attributes";
import type { Attributes, Resource } from "./resource";

/** What the caller says of a stack beyond what the file holds. */
export interface ReadOptions {
  /** Environment of every resource. @default - the value of the tag `Environment` */
  readonly environment?: string;
  /** Region of resources whose provider does not say one. @default - they are unpriced */
  readonly region?: string;
}

/** A reference in an expression: the type and the name, as `aws_subnet.A` in `${aws_subnet.A.id}`. */
const reference = /\b(?:data\.)?([a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*)/g;

/** Reads the resources of a synthesised stack: what CDKTF writes as `cdk.tf.json`, and any Terraform in JSON. */
export function readSynthesised(json: Attributes, options: ReadOptions = {}): Resource[] {
  const providers = providersOf(json);
  const stack = stackNameOf(json);
  const types = isRecord(json.resource) ? json.resource : {};
  return Object.entries(types).flatMap(([type, named]) =>
    Object.entries(isRecord(named) ? named : {}).flatMap(([name, body]) => {
      const attributes = Array.isArray(body) ? body[0] : body;
      if (!isRecord(attributes)) return [];
      const { "//": comment, provider, ...written } = attributes;
      const from = providers.get(typeof provider === "string" ? provider : "aws");
      const constructPath = constructPathOf(comment);
      const environment = options.environment ?? from?.environment;
      const region = from?.region ?? options.region;
      const values = mapValues(written, (value) => found(value, json.data, region));
      const resource: Omit<Resource, "address"> = {
        type,
        values,
        references: referencesOf(values),
        ...(region !== undefined && { region }),
        ...(constructPath !== undefined && { constructPath }),
        ...(stack !== undefined && { stack }),
        ...(environment !== undefined && { environment }),
      };
      return instances(`${type}.${name}`, values).map((address) => ({ address, ...resource }));
    }),
  );
}

/**
 * The value that a data source is known to have, instead of a reference to it: what was asked for, and the name of an
 * AWS service's interface endpoint.
 */
function found(value: unknown, data: unknown, region = ""): unknown {
  const [, type, name, attribute] =
    /^\$\{data\.(\w+)\.([\w-]+)\.(\w+)\}$/.exec(String(value)) ?? [];
  if (type === undefined || name === undefined || attribute === undefined) return value;
  const named = isRecord(data) ? data[type] : undefined;
  const source = isRecord(named) ? named[name] : undefined;
  if (!isRecord(source)) return value;
  if (isLiteral(source[attribute])) return source[attribute];
  const isService = type === "aws_vpc_endpoint_service" && attribute === "service_name";
  return isService && isLiteral(source.service)
    ? `com.amazonaws.${region}.${source.service}`
    : value;
}

function mapValues(values: Attributes, map: (value: unknown) => unknown): Attributes {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

/** Addresses of a resource's instances; a `count` or `for_each` that is an expression is taken for one. */
function instances(address: string, { count, for_each: forEach }: Attributes): string[] {
  if (typeof count === "number") {
    return Array.from({ length: count }, (_, index) => `${address}[${index}]`);
  }
  if (isRecord(forEach)) return Object.keys(forEach).map((key) => `${address}["${key}"]`);
  return [address];
}

interface Provider {
  readonly region?: string;
  readonly environment?: string;
}

function providersOf({ provider }: Attributes): ReadonlyMap<string, Provider> {
  const aws = isRecord(provider) ? [provider.aws].flat().filter(isRecord) : [];
  return new Map(
    aws.map(({ alias, region, default_tags: defaultTags }) => {
      const tags = [defaultTags].flat().filter(isRecord)[0]?.tags;
      const environment = isRecord(tags) ? tags.Environment : undefined;
      return [
        typeof alias === "string" ? `aws.${alias}` : "aws",
        {
          ...(isLiteral(region) && { region }),
          ...(isLiteral(environment) && { environment }),
        },
      ];
    }),
  );
}

function isLiteral(value: unknown): value is string {
  return typeof value === "string" && !value.includes("${");
}

function stackNameOf(json: Attributes): string | undefined {
  const comment = isRecord(json["//"]) ? json["//"].metadata : undefined;
  const name = isRecord(comment) ? comment.stackName : undefined;
  return typeof name === "string" ? name : undefined;
}

function constructPathOf(comment: unknown): string | undefined {
  const metadata = isRecord(comment) ? comment.metadata : undefined;
  const path = isRecord(metadata) ? metadata.path : undefined;
  return typeof path === "string" ? path : undefined;
}

function referencesOf(values: Attributes): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name !== "depends_on")
      .map(([name, value]) => [name, referencesIn(value)] as const)
      .filter(([, found]) => found.length > 0),
  );
}

/** Resources that the expressions within a value refer to, in their order, each once. */
function referencesIn(value: unknown): string[] {
  const texts = typeof value === "string" ? [value] : [JSON.stringify(value) ?? ""];
  const found = texts
    .flatMap((text) => [...text.matchAll(/\$\{([^}]*)\}/g)])
    .flatMap(([, expression = ""]) => [...expression.matchAll(reference)])
    .filter(([whole]) => !whole.startsWith("data."))
    .map(([, address = ""]) => address);
  return [...new Set(found)];
}
