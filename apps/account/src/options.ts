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

/** Who may take an environment's deploy role and its plan role. */
export const deployersSchema = z.array(trustSchema).min(1);

/** Names that no environment may have, and the reason. */
const reserved: Readonly<Record<string, string>> = {
  account: "its state would be the account stack's",
  index: "the file with this name reads all environments",
  state: "the names of the state bucket begin like that",
};

/** Name of an environment that is deployed by a role of its own. */
export const environmentNameSchema = placeSchema.shape.environment.refine(
  (name) => !Object.hasOwn(reserved, name),
  { error: ({ input }) => `must not be '${input}': ${reserved[String(input)]}` },
);

/** Who may take a deploy role. */
export type DeployTrust = z.infer<typeof trustSchema>;
