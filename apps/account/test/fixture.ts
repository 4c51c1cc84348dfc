import { accountKeyPolicy, type PolicyDocument, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import type { Account } from "../src/account";
import { AccountStack } from "../src/account-stack";
import type { Deployment } from "../src/deployment";
import type { DeployTrust } from "../src/options";

export const accountId = "123456789012";
export const region = "eu-central-1";
export const stateKeyArn = `arn:aws:kms:${region}:${accountId}:key/state`;
export const boundaryArn = `arn:aws:iam::${accountId}:policy/pictor-prod-${region}-workloads`;
export const jobsBoundaryArn = `arn:aws:iam::${accountId}:policy/pictor-prod-${region}-jobs`;

export const people: DeployTrust = { kind: "roles", names: ["Deployer"] };

export function deploymentOf(...trust: DeployTrust[]): Deployment {
  return { environment: "prod", accountId, region, trust };
}

export function accountStack(
  deployments: readonly Deployment[] = [deploymentOf(people)],
  state: Account["state"] = { kind: "s3" },
): string {
  return Testing.synth(
    new AccountStack(Testing.app(), "account", { accountId, region, state }, deployments),
  );
}

/** Policies of IAM by how their addresses begin, with ARNs where Terraform has references. */
export function policyNamed(address: string): PolicyDocument {
  const stack = JSON.parse(accountStack());
  const [, found] =
    Object.entries<{ policy: string }>(stack.resource.aws_iam_policy).find(([name]) =>
      name.startsWith(address),
    ) ?? [];
  return JSON.parse(
    String(found?.policy)
      .replaceAll(/\$\{aws_kms_key\.\w+\.arn\}/g, stateKeyArn)
      .replaceAll(/\$\{aws_iam_policy\.WorkloadsProd\w*\.arn\}/g, boundaryArn)
      .replaceAll(/\$\{aws_iam_policy\.JobsProd\w*\.arn\}/g, jobsBoundaryArn),
  );
}

export const synthesised = (...args: Parameters<typeof accountStack>): Synthesised =>
  new Synthesised(accountStack(...args));

/** Policies that decide about a role's request; for calls of KMS the key's policy as well. */
export const policiesOf =
  (...identity: readonly PolicyDocument[]) =>
  ({ action }: { readonly action: string }) => ({
    identity: {
      Version: "2012-10-17",
      Statement: identity.flatMap(({ Statement }) => Statement),
    },
    ...(action.startsWith("kms:") && { resource: accountKeyPolicy(accountId) }),
  });
