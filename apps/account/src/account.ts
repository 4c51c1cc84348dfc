import type { AwsPlace } from "@pictor/contracts";
import { placeSchema } from "@pictor/contracts/schemas";
import type * as z from "zod";

const accountSchema = placeSchema.omit({ environment: true });

/** Where the account stack keeps its own state. */
export type StateLocation = { readonly kind: "local" } | { readonly kind: "s3" };

/** An AWS account and the region in which its state bucket lies. */
export interface Account extends AwsPlace {
  readonly state: StateLocation;
}

/**
 * Reads the account from the environment variables `PICTOR_ACCOUNT_ID`, `PICTOR_REGION` and `PICTOR_ACCOUNT_STATE`.
 *
 * @throws Error that names every variable that is missing or wrong
 */
export function readAccount(variables: NodeJS.ProcessEnv): Account {
  const parsed = accountSchema.safeParse({
    accountId: variables.PICTOR_ACCOUNT_ID,
    region: variables.PICTOR_REGION,
  });
  const state = variables.PICTOR_ACCOUNT_STATE ?? "s3";
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => problem(issue, variables))),
    ...(state === "local" || state === "s3"
      ? []
      : [`PICTOR_ACCOUNT_STATE must be 'local' or 's3', got '${state}'`]),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new Error(
      [
        "the account to synthesise for is not known:",
        ...problems.map((text) => `  ${text}`),
        "for example: PICTOR_ACCOUNT_ID=123456789012 PICTOR_REGION=eu-central-1 cdktf deploy account",
      ].join("\n"),
    );
  }
  return { ...parsed.data, state: { kind: state === "local" ? "local" : "s3" } };
}

function problem(issue: z.core.$ZodIssue, variables: NodeJS.ProcessEnv): string {
  const name = issue.path[0] === "region" ? "PICTOR_REGION" : "PICTOR_ACCOUNT_ID";
  const value = variables[name];
  return value === undefined ? `${name} is not set` : `${name} ${issue.message}, got '${value}'`;
}
