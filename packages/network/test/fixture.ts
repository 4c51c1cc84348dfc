import { type Synthesised, synthesise } from "@pictor/testing";
import type { TerraformStack } from "cdktf";
import { InferenceNetwork, type InferenceNetworkProps, type NetworkVpc } from "../src";
import { endpointServices, type InterfaceService } from "../src/endpoint-services";

export const place = { region: "eu-central-1", accountId: "123456789012" };
export const encryptionKey = { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" };
export type Created = Extract<NetworkVpc, { kind: "create" }>;
export const vpc: Created = {
  kind: "create",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  logRetentionDays: 30,
  encryptionKey,
};
/** All that there can be an endpoint for. */
export const services = Object.keys(endpointServices) as readonly InterfaceService[];
export const props: InferenceNetworkProps = { ...place, name: "pictor-test", vpc };

export const build = (changed: Partial<Created> = {}): Synthesised =>
  synthesise((stack) => {
    new InferenceNetwork(stack, "Network", {
      ...props,
      vpc: { ...vpc, ...changed },
    });
  });

export const withClient = (
  use: (network: InferenceNetwork, stack: TerraformStack) => void,
): Synthesised => synthesise((stack) => use(new InferenceNetwork(stack, "Network", props), stack));

export const policyOf = (resource: Readonly<Record<string, unknown>>, attribute = "policy") =>
  JSON.parse(String(resource[attribute]));

export const endpoint = (synthesised: Synthesised, type: string) => {
  const found = synthesised
    .resources("aws_vpc_endpoint")
    .find((candidate) => candidate.vpc_endpoint_type === type);
  if (found === undefined) throw new Error(`no endpoint of type ${type}`);
  return found;
};
