import type { Deployment, DeployTrust } from "./deployment";

/** People who got the permission set `PictorDeploy` in IAM Identity Center. */
const people: DeployTrust = {
  kind: "roles",
  names: ["aws-reserved/sso.amazonaws.com/*AWSReservedSSO_PictorDeploy_*"],
};

/** Every environment of `apps/image-classifier` that is deployed by a role of its own, and who may take that role. */
export const deployments: readonly Deployment[] = [
  { environment: "local", accountId: "000000000000", region: "us-east-1", trust: [people] },
  { environment: "dev", accountId: "111111111111", region: "us-east-1", trust: [people] },
  { environment: "staging", accountId: "222222222222", region: "us-east-1", trust: [people] },
  { environment: "prod", accountId: "333333333333", region: "us-east-1", trust: [people] },
];
