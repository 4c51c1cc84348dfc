import { placeSchema } from "@pictor/contracts/schemas";
import * as z from "zod";
import { type DeployTrust, deployersSchema, environmentNameSchema } from "./options";

/** What the account's stack reads of an environment. The classifier's app checks the rest. */
const environmentSchema = z.looseObject({
  name: environmentNameSchema,
  accountId: placeSchema.shape.accountId,
  region: placeSchema.shape.region,
  deployers: deployersSchema,
});

/** An environment that is deployed to an account, and who may take its deploy role. */
export interface Deployment {
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  readonly trust: readonly DeployTrust[];
}

/**
 * The deployments to one account and region, of the environments of the classifier's app.
 *
 * @throws Error that lists everything that is wrong with any of them
 */
export function deploymentsTo(
  account: { readonly accountId: string; readonly region: string },
  environments: unknown,
): readonly Deployment[] {
  const parsed = z.array(environmentSchema).safeParse(environments);
  if (!parsed.success) {
    throw new Error(`apps/image-classifier/environments:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data
    .filter(({ accountId, region }) => accountId === account.accountId && region === account.region)
    .map(({ name, accountId, region, deployers }) => ({
      environment: name,
      accountId,
      region,
      trust: deployers,
    }));
}
