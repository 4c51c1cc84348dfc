import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type Synthesised, synthesise } from "@pictor/testing";
import { type FunctionNetwork, HardenedFunction, type HardenedFunctionProps } from "../src";

export const encryptionKey = { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" };

export const network: FunctionNetwork = {
  subnetIds: ["subnet-1", "subnet-2"],
  createSecurityGroup: (scope, id, description) =>
    new SecurityGroup(scope, id, { description, vpcId: "vpc-1" }),
};

export const example: HardenedFunctionProps = {
  ...{ accountId: "123456789012", region: "eu-central-1", encryptionKey },
  functionName: "cleaning",
  description: "Deletes what nobody needs any more",
  code: { path: __filename, hash: "aGFzaA==" },
  logRetentionDays: 30,
  timeoutSeconds: 60,
  today: "2026-01-01",
};

/** The example, with changes. */
export function build(changes: Partial<HardenedFunctionProps> = {}): {
  readonly out: Synthesised;
  readonly only: HardenedFunction;
} {
  const made: HardenedFunction[] = [];
  const out = synthesise((stack) =>
    made.push(new HardenedFunction(stack, "Clean", { ...example, ...changes })),
  );
  const [only] = made;
  if (only === undefined) throw new Error("nothing was built");
  return { out, only };
}
