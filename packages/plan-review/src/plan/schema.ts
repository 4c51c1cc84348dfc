import * as z from "zod";

/** A property that a plan may leave out or set to null. */
type Maybe<T> = T | null | undefined;

/** One change of a resource or an output as `terraform show -json` writes it. */
export interface WrittenChange {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: Maybe<readonly (readonly (string | number)[])[]>;
  readonly importing?: Maybe<{ readonly id?: unknown }>;
}

/** One change of a resource as `terraform show -json` writes it. */
export interface WrittenResource {
  readonly address: string;
  readonly previous_address?: Maybe<string>;
  readonly mode?: Maybe<string>;
  readonly type?: Maybe<string>;
  readonly provider_name?: Maybe<string>;
  readonly deposed?: Maybe<string>;
  readonly action_reason?: Maybe<string>;
  readonly change: WrittenChange;
}

/** The state of one checked object as `terraform show -json` writes it. */
export interface WrittenCheck {
  readonly address?: Maybe<{ readonly to_display?: Maybe<string> }>;
  readonly status?: Maybe<string>;
  readonly instances?: Maybe<
    readonly {
      readonly problems?: Maybe<readonly { readonly message?: Maybe<string> }[]>;
    }[]
  >;
}

/** The parts of a plan that a review reads; the format may gain properties within a major version. */
export interface WrittenPlan {
  readonly terraform_version?: Maybe<string>;
  readonly resource_changes?: Maybe<readonly WrittenResource[]>;
  readonly resource_drift?: Maybe<readonly WrittenResource[]>;
  readonly output_changes?: Maybe<Readonly<Record<string, WrittenChange>>>;
  readonly checks?: Maybe<readonly WrittenCheck[]>;
  readonly errored?: Maybe<boolean>;
  readonly complete?: Maybe<boolean>;
  readonly deferred_changes?: Maybe<readonly unknown[]>;
  readonly variables?: Maybe<Readonly<Record<string, { readonly value?: unknown }>>>;
}

const anything = z.unknown().optional();
const text = z.string().nullish();

const change: z.ZodType<WrittenChange> = z.object({
  actions: z.array(z.string()).min(1),
  before: anything,
  after: anything,
  after_unknown: anything,
  before_sensitive: anything,
  after_sensitive: anything,
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
  importing: z.object({ id: anything }).nullish(),
});

const resource: z.ZodType<WrittenResource> = z.object({
  address: z.string().min(1),
  previous_address: text,
  mode: text,
  type: text,
  provider_name: text,
  deposed: text,
  action_reason: text,
  change,
});

const check: z.ZodType<WrittenCheck> = z.object({
  address: z.object({ to_display: text }).nullish(),
  status: text,
  instances: z
    .array(z.object({ problems: z.array(z.object({ message: text })).nullish() }))
    .nullish(),
});

/** Schema of {@link WrittenPlan}. */
export const writtenPlan: z.ZodType<WrittenPlan> = z.object({
  terraform_version: text,
  resource_changes: z.array(resource).nullish(),
  resource_drift: z.array(resource).nullish(),
  output_changes: z.record(z.string(), change).nullish(),
  checks: z.array(check).nullish(),
  errored: z.boolean().nullish(),
  complete: z.boolean().nullish(),
  deferred_changes: z.array(z.unknown()).nullish(),
  variables: z.record(z.string(), z.object({ value: anything })).nullish(),
});
