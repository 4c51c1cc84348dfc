import { DataAwsPrefixList } from "@cdktf/provider-aws/lib/data-aws-prefix-list";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { ec2Description } from "./ec2-description";
import { s3EndpointPolicy } from "./endpoint-policy";
import { endpointServices, type InterfaceService } from "./endpoint-services";
import { InterfaceEndpoint } from "./interface-endpoint";
import type { IsolatedVpc } from "./isolated-vpc";
import {
  groundProblems,
  layGround,
  type NetworkGround,
  type NetworkVpc,
  type SecurityGroupReference,
} from "./network-ground";
import { refuseWrongPlace } from "./network-name";

/** What an {@link InferenceNetwork} is made of. */
export interface InferenceNetworkProps {
  /** Begins every name in the network; the flow log's group is `/pictor/<name>/vpc-flow`. 2 to 32 characters. */
  readonly name: string;
  /** Region of the network, for example `eu-central-1`. */
  readonly region: string;
  /** The AWS account, twelve digits; only its principals and resources get through the endpoints. */
  readonly accountId: string;
  /** A VPC of the network's own, or one that is already there. */
  readonly vpc: NetworkVpc;
  /**
   * Services beside S3 that the network reaches. Each costs 7.30 USD a month in each zone.
   *
   * @default ["sagemaker.runtime"]
   */
  readonly interfaceEndpoints?: readonly InterfaceService[];
}

const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 } as const;

/**
 * A network with no way out: isolated subnets, and endpoints for the services that inference needs.
 *
 * There is no internet gateway, no NAT and no route but the local one and S3's. A security group that
 * {@link createSecurityGroup} makes can reach nothing until an `allow…` method opens one destination for it.
 *
 * @example
 * const network = new InferenceNetwork(stack, "Network", {
 *   name: "example",
 *   region: "eu-central-1",
 *   accountId: "123456789012",
 *   vpc: {
 *     kind: "create",
 *     availabilityZones: ["eu-central-1a", "eu-central-1b"],
 *     logRetentionDays: 365,
 *     encryptionKey: key,
 *   },
 * });
 * const client = network.createSecurityGroup(stack, "Client", "Calls a model");
 * network.allowSagemakerRuntime(client);
 */
export class InferenceNetwork extends Construct {
  /** The VPC; absent where it was there already. */
  public readonly vpc: IsolatedVpc | undefined;
  /** S3's gateway endpoint; absent where the VPC is somebody else's and has one. */
  public readonly s3Endpoint: VpcEndpoint | undefined;
  /** The interface endpoints that were made here. */
  public readonly interfaceEndpoints: readonly InterfaceEndpoint[];
  /** S3's addresses in the region. */
  public readonly s3PrefixList: DataAwsPrefixList;

  private readonly ground: NetworkGround;
  private readonly endpointSecurityGroups: ReadonlyMap<InterfaceService, SecurityGroupReference>;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: InferenceNetworkProps,
  ) {
    super(scope, id);
    refuseWrongPlace(this, props);
    this.node.addValidation({ validate: () => problemsOf(props) });
    this.ground = layGround(this, props.vpc, props);
    this.vpc = this.ground.vpc;
    this.s3PrefixList = new DataAwsPrefixList(this, "S3PrefixList", { name: this.s3ServiceName });
    this.s3Endpoint = this.createS3Endpoint();
    const made = this.createInterfaceEndpoints();
    this.interfaceEndpoints = [...made.values()];
    this.endpointSecurityGroups = new Map<InterfaceService, SecurityGroupReference>([
      ...[...made].map(([service, endpoint]) => [service, endpoint.securityGroup] as const),
      ...existingSecurityGroups(this.ground),
    ]);
  }

  public get vpcId(): string {
    return this.ground.vpcId;
  }

  public get subnetIds(): string[] {
    return [...this.ground.subnetIds];
  }

  /**
   * Makes a security group without rules as a child of `scope`, so that it comes and goes with what uses it.
   *
   * @param description What it is for; cut to 255 characters, and those that EC2 refuses become hyphens. EC2 cannot change it: another one replaces the group.
   */
  public createSecurityGroup(scope: Construct, id: string, description: string): SecurityGroup {
    return new SecurityGroup(scope, id, {
      vpcId: this.vpcId,
      // A replacement exists beside the group that it replaces, and names are unique in a VPC.
      namePrefix: `${this.props.name}-`,
      description: ec2Description(description),
      tags: { Name: `${this.props.name}/${scope.node.id}/${id}` },
      // A group cannot be deleted while a network interface has it; those of a Lambda function linger for minutes.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Lets `client` invoke SageMaker endpoints. Repeating it changes nothing. */
  public allowSagemakerRuntime(client: SecurityGroup): void {
    this.allowEndpoint(client, "sagemaker.runtime");
  }

  /**
   * Lets `client` use a service through its interface endpoint. Repeating it changes nothing.
   *
   * @throws Error where the network has no endpoint for the service
   */
  public allowEndpoint(client: SecurityGroup, service: InterfaceService): void {
    const endpoint = this.endpointSecurityGroups.get(service);
    if (endpoint === undefined) {
      const had = [...this.endpointSecurityGroups.keys()].map((one) => `'${one}'`).join(", ");
      throw new Error(
        `network '${this.props.name}' has no endpoint for '${service}', only for ${had || "S3"}: add it to interfaceEndpoints`,
      );
    }
    const { id, title } = endpointServices[service];
    if (client.node.tryFindChild(`To${id}`) !== undefined) return;
    new VpcSecurityGroupEgressRule(client, `To${id}`, {
      ...https,
      securityGroupId: client.id,
      referencedSecurityGroupId: endpoint.id,
      description: `HTTPS to the ${title} endpoint`,
    });
    new VpcSecurityGroupIngressRule(client, `At${id}`, {
      ...https,
      securityGroupId: endpoint.id,
      referencedSecurityGroupId: client.id,
      description: ec2Description(`HTTPS from ${client.node.path}`),
    });
  }

  /** Lets `client` use S3 in this region. Repeating it changes nothing. */
  public allowS3(client: SecurityGroup): void {
    if (client.node.tryFindChild("ToS3") !== undefined) return;
    new VpcSecurityGroupEgressRule(client, "ToS3", {
      ...https,
      securityGroupId: client.id,
      prefixListId: this.s3PrefixList.id,
      description: "HTTPS to S3 through its gateway endpoint",
    });
  }

  private get services(): readonly InterfaceService[] {
    return this.props.interfaceEndpoints ?? ["sagemaker.runtime"];
  }

  private get s3ServiceName(): string {
    return `com.amazonaws.${this.props.region}.s3`;
  }

  private createS3Endpoint(): VpcEndpoint | undefined {
    const { endpoints } = this.ground;
    if (endpoints.kind === "existing") return undefined;
    return new VpcEndpoint(this, "S3Endpoint", {
      vpcId: this.vpcId,
      serviceName: this.s3ServiceName,
      vpcEndpointType: "Gateway",
      routeTableIds: [...endpoints.routeTableIds],
      policy: s3EndpointPolicy(this.props, this.services.includes("ecr.dkr")),
      tags: { Name: `${this.props.name}-s3` },
    });
  }

  private createInterfaceEndpoints(): ReadonlyMap<InterfaceService, InterfaceEndpoint> {
    const { ground, props } = this;
    if (ground.endpoints.kind === "existing") return new Map();
    return new Map(
      [...new Set(this.services)].map((service) => [
        service,
        new InterfaceEndpoint(this, `${endpointServices[service].id}Endpoint`, {
          ...props,
          ...ground,
          service,
          createSecurityGroup: this.createSecurityGroup.bind(this),
        }),
      ]),
    );
  }
}

function existingSecurityGroups({
  endpoints,
}: NetworkGround): readonly (readonly [InterfaceService, SecurityGroupReference])[] {
  return endpoints.kind === "create"
    ? []
    : (Object.entries(endpoints.securityGroups) as [InterfaceService, SecurityGroupReference][]);
}

function problemsOf({ interfaceEndpoints = [], vpc }: InferenceNetworkProps): string[] {
  const twice = interfaceEndpoints.filter(
    (service, index) => interfaceEndpoints.indexOf(service) !== index,
  );
  return [
    ...groundProblems(vpc),
    ...(vpc.kind === "existing" &&
    vpc.endpoints.kind === "existing" &&
    interfaceEndpoints.length > 0
      ? [
          `interfaceEndpoints names ${interfaceEndpoints.map((one) => `'${one}'`).join(", ")}, but with endpoints of kind 'existing' none are made: leave interfaceEndpoints out, or give endpoints of kind 'create'`,
        ]
      : []),
    ...twice.map((service) => `interfaceEndpoints names '${service}' twice`),
  ];
}
