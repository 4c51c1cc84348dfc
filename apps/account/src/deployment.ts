import { placeSchema } from "@pictor/contracts/schemas";
import * as z from "zod";

const roleName = /^[\w+=,.@-][\w+=,.@/*?-]*$/;

const trustSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    /** Roles of the same account, such as those that people get by single sign-on. */
    kind: z.literal("roles"),
    /** Names with their path; after the first character `*` and `?` stand for what is not known. They need not exist. */
    names: z
      .array(z.string().regex(roleName, "must begin with a character of the role's name or path"))
      .min(1),
  }),
  z.strictObject({
    /** Jobs of GitHub Actions, in one of a repository's environments, whose rules say who may start them. */
    kind: z.literal("githubActions"),
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be like 'owner/name'"),
    githubEnvironment: z.string().regex(/^[\w.-]+$/, "must be letters, digits and '_.-'"),
    /** An account has one OIDC provider for GitHub: `create` it here, or it is `existing`. */
    provider: z.enum(["create", "existing"]),
  }),
]);

/** An environment that is deployed to an account, and who may take its deploy role. */
export const deploymentSchema = z
  .strictObject({ ...placeSchema.shape, trust: z.array(trustSchema).min(1) })
  .refine(({ environment }) => environment !== "state", {
    path: ["environment"],
    error: "must not be 'state': the names of the state bucket begin like that",
  });

/** Who may take a deploy role. */
export type DeployTrust = z.infer<typeof trustSchema>;

export type Deployment = z.infer<typeof deploymentSchema>;

/**
 * The deployments to one account and region.
 *
 * @throws Error that lists everything that is wrong with any of them
 */
export function deploymentsTo(
  account: { readonly accountId: string; readonly region: string },
  deployments: readonly Deployment[],
): readonly Deployment[] {
  const parsed = z.array(deploymentSchema).safeParse(deployments);
  if (!parsed.success) {
    throw new Error(`apps/account/src/deployments.ts:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data.filter(
    ({ accountId, region }) => accountId === account.accountId && region === account.region,
  );
}
