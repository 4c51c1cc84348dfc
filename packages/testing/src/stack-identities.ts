import { createHash } from "node:crypto";

type Attributes = Readonly<Record<string, unknown>>;

interface Stack {
  readonly terraform?: { readonly backend?: Readonly<Record<string, Attributes>> };
  readonly output?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/** Address → attribute → value: what must not change under a deployed stack. */
export type StackIdentities = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** An attribute that differs between two sets of identities. */
export interface IdentityChange {
  readonly address: string;
  /** `address` itself where the resource came or went. */
  readonly attribute: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Attributes that name a resource in AWS: a changed one replaces the resource. Which metric an alarm reads is no name. */
const named = /(^|(?<!metric)_)name$|^(bucket|alias|statement_id|function_name|qualifier)$/;

/** Attributes that grant something. */
const grants = /(^|_)policy$/;

/**
 * Addresses, names and policies of a synthesised stack, and where its state lies.
 *
 * A policy is its SHA-256. In a name that carries a hash of a resource's inputs the inputs are left out: those names
 * change with the inputs on purpose.
 *
 * @param json the stack's `cdk.tf.json`
 */
export function stackIdentities(json: string): StackIdentities {
  const { output = {}, resource = {}, terraform }: Stack = JSON.parse(json);
  const backends = Object.entries(terraform?.backend ?? {}).map(
    ([kind, { bucket, key }]) => [`backend.${kind}`, identityOf({ bucket, name: key })] as const,
  );
  const resources = Object.entries(resource).flatMap(([type, instances]) =>
    Object.entries(instances).map(
      ([id, attributes]) => [`${type}.${id}`, identityOf(attributes)] as const,
    ),
  );
  const outputs = Object.keys(output).map((name) => [`output.${name}`, {}] as const);
  return Object.fromEntries(
    [...backends, ...resources, ...outputs].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Differences between the identities of two syntheses of one stack. */
export function identityChanges(before: StackIdentities, after: StackIdentities): IdentityChange[] {
  return union(before, after).flatMap((address) => {
    const [old, now] = [before[address], after[address]];
    if (old === undefined || now === undefined) {
      const presence = (identity: object | undefined) => (identity ? address : undefined);
      return [{ address, attribute: "address", before: presence(old), after: presence(now) }];
    }
    return union(old, now)
      .filter((attribute) => old[attribute] !== now[attribute])
      .map((attribute) => ({ address, attribute, before: old[attribute], after: now[attribute] }));
  });
}

function identityOf(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([attribute, value]) => {
      if (typeof value !== "string") return [];
      if (grants.test(attribute)) return [[attribute, sha256(value)]];
      return named.test(attribute) ? [[attribute, withoutInputs(value)]] : [];
    }),
  );
}

function withoutInputs(name: string): string {
  return name.replace(/\$\{substr\(sha256\(.*\), 0, 12\)\}/s, "<hash of the inputs>");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function union(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}
