import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A difference that every stack has, with the reason for it. */
export interface Difference {
  /** Where in the stack's JSON. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string;
}

/** What CDKTF's fork synthesises in another way. */
export const ofTheFork: readonly Difference[] = [
  {
    path: "//.metadata.version",
    before: "0.21.0",
    after: "0.24.0",
    reason: "a comment that Terraform ignores: the version that synthesised the stack",
  },
];

/** What the fork's bindings of AWS provider 6 add to that. */
export const ofItsBindings: readonly Difference[] = [
  {
    path: "terraform.required_providers.aws.source",
    before: "aws",
    after: "hashicorp/aws",
    reason: "the same provider: Terraform reads `aws` as `hashicorp/aws`",
  },
  {
    path: "terraform.required_providers.aws.version",
    before: "5.100.0",
    after: "6.66.0",
    reason: "the version that the bindings were made from",
  },
];

/** Differences of two folders of synthesised stacks: by stack, the paths with both values. */
export function differencesOf(before: string, after: string): Readonly<Record<string, object[]>> {
  const names = [...new Set([...readdirSync(before), ...readdirSync(after)])].sort();
  return Object.fromEntries(
    names.map((name) => [name, compare(read(before, name), read(after, name), [])]),
  );
}

/** The listed differences as {@link differencesOf} has them. */
export function listed(
  names: readonly string[],
  differences: readonly Difference[],
): Readonly<Record<string, object[]>> {
  const each = differences.map(({ path, before, after }) => ({ path, before, after }));
  return Object.fromEntries(names.map((name) => [name, each]));
}

function read(directory: string, name: string): unknown {
  return JSON.parse(readFileSync(join(directory, name, "cdk.tf.json"), "utf8"));
}

function compare(before: unknown, after: unknown, path: readonly string[]): object[] {
  if (!isObject(before) || !isObject(after)) {
    return before === after ? [] : [{ path: path.join("."), before, after }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => compare(before[key], after[key], [...path, key]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
