import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import {
  InferenceNetwork,
  type InferenceNetworkProps,
  InterfaceEndpoint,
  type InterfaceEndpointProps,
  type InterfaceService,
  IsolatedVpc,
  type IsolatedVpcProps,
  type NetworkVpc,
  VpcFlowLog,
  type VpcFlowLogProps,
} from "@pictor/network";
import type { TerraformStack } from "cdktf";
import {
  encryptionKey,
  logRetentionDays,
  place,
  type Setting,
  type Settings,
  zones,
} from "./setting";

const name = "quokka-net";
const created = {
  kind: "create",
  availabilityZones: zones,
  cidrBlock: "10.77.0.0/16",
  highAvailability: true,
  logRetentionDays,
  encryptionKey,
} as const;

/** A network of few resources. */
export function networkOf(stack: TerraformStack): InferenceNetwork {
  return new InferenceNetwork(stack, "Network", {
    ...place,
    name,
    vpc: {
      kind: "existing",
      vpcId: "vpc-00aa11bb",
      subnetIds: ["subnet-0c0c0c", "subnet-0d0d0d"],
      s3: { kind: "existing" },
      interfaces: { "sagemaker.runtime": { kind: "none" } },
    },
  });
}

const services = [
  ...["sagemaker.runtime", "sagemaker.api", "logs", "monitoring"],
  ...["kms", "sts", "ecr.api", "ecr.dkr"],
] as InterfaceService[];

type Existing = Extract<NetworkVpc, { kind: "existing" }>;

const network =
  (vpc: NetworkVpc): Setting =>
  (stack, change) => {
    const props = change<InferenceNetworkProps>({ ...place, name, vpc });
    const made = new InferenceNetwork(stack, "Subject", props);
    const client = made.createSecurityGroup(stack, "Client", "A client");
    if (props.vpc.kind !== "existing") return;
    for (const service of Object.keys(props.vpc.interfaces ?? {})) {
      made.allowEndpoint(client, service as InterfaceService);
    }
  };

const existing = (changes: Partial<Existing>): Setting =>
  network({
    kind: "existing",
    vpcId: "vpc-00aa11bb",
    subnetIds: ["subnet-0c0c0c", "subnet-0d0d0d"],
    s3: { kind: "existing" },
    ...changes,
  });

const interfaces = (
  access: (index: number) => NonNullable<Existing["interfaces"]>[InterfaceService],
) =>
  existing({
    interfaces: Object.fromEntries(services.map((service, index) => [service, access(index)])),
  });

const interfaceEndpoint =
  (refuseOthers: boolean): Setting =>
  (stack, change) => {
    const props: InterfaceEndpointProps = {
      ...place,
      service: "logs",
      name,
      vpcId: "vpc-00aa11bb",
      subnetIds: ["subnet-0c0c0c", "subnet-0d0d0d"],
      availabilityZones: zones,
      refuseOthers,
      createSecurityGroup: (scope, id, description) =>
        new SecurityGroup(scope, id, { description }),
    };
    new InterfaceEndpoint(stack, "Subject", change(props));
  };

export const networkSettings: Settings = {
  InferenceNetwork: [
    (stack, change) => {
      const props = { ...place, name, vpc: created, interfaceEndpoints: ["kms", "logs"] as const };
      new InferenceNetwork(stack, "Subject", change<InferenceNetworkProps>(props));
    },
    existing({
      s3: { kind: "create", refuseOthers: true, routeTableIds: ["rtb-0e0e0e", "rtb-0f0f0f"] },
    }),
    existing({ s3: { kind: "none" } }),
    interfaces(() => ({ kind: "create", refuseOthers: true })),
    interfaces((index) => ({ kind: "existing", securityGroup: { id: `sg-0${index}abab` } })),
    interfaces(() => ({ kind: "none" })),
  ],
  "InferenceNetwork.createSecurityGroup": [
    (stack, change) => {
      const { description } = change({ description: "Calls a marsupial" });
      networkOf(stack).createSecurityGroup(stack, "Wombat", description);
    },
  ],
  "InferenceNetwork.allowEndpoint": [
    (stack, change) => {
      const made = networkOf(stack);
      const client = made.createSecurityGroup(stack, "Client", "A client");
      const { service } = change<{ service: InterfaceService }>({ service: "sagemaker.runtime" });
      made.allowEndpoint(client, service);
    },
  ],
  InterfaceEndpoint: [interfaceEndpoint(true), interfaceEndpoint(false)],
  IsolatedVpc: [
    (stack, change) => {
      new IsolatedVpc(stack, "Subject", change<IsolatedVpcProps>({ ...place, ...created, name }));
    },
  ],
  VpcFlowLog: [
    (stack, change) => {
      const vpc = new Vpc(stack, "Vpc", { cidrBlock: "10.1.0.0/16" });
      const props = { ...place, vpc, name, logRetentionDays, encryptionKey };
      new VpcFlowLog(stack, "Subject", change<VpcFlowLogProps>(props));
    },
  ],
};
