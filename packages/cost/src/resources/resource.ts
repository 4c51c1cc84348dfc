/** Attributes of a resource in Terraform's words: snake_case. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Stands in {@link Resource.values} for what only `terraform apply` finds out. */
export const unknownValue: unique symbol = Symbol("known only after apply");

/** One managed resource, from wherever it was read. */
export interface Resource {
  /** Terraform's address, with the modules and the index. */
  readonly address: string;
  /** Terraform's type, for example `aws_lambda_function`. */
  readonly type: string;
  /** Region's code; missing where the input does not say it. */
  readonly region?: string;
  /** A value that only the apply finds out is the symbol `unknownValue`, or in a synthesised stack text with `${`. */
  readonly values: Attributes;
  /** Addresses of the resources that an attribute refers to, without index. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Path in the tree of constructs, for example `prod/Api/Stage`; only a synthesised stack has it. */
  readonly constructPath?: string;
  /** Name of the stack; only a synthesised stack has it. */
  readonly stack?: string;
  /** Value of the tag `Environment`, or the environment that the caller named. */
  readonly environment?: string;
}

const index = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** Address without any index of `count` and `for_each`, as a configuration has it. */
export function configuredAddress(address: string): string {
  return address.replaceAll(index, "");
}

/** Address of the module that holds a resource; empty for the root module. */
export function moduleOf(address: string): string {
  return /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address)?.[0] ?? "";
}
