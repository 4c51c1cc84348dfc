import { DataAwsPrefixList } from "@cdktf/provider-aws/lib/data-aws-prefix-list";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type AwsPlace, isToken, listProblems, refuseProblems } from "@pictor/contracts";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { ec2Description } from "./ec2-description";
import { s3EndpointPolicy } from "./endpoint-policy";
import { endpointServices, type InterfaceService, serviceProblems } from "./endpoint-services";
import { effectsOnOthers, type InterfaceAccess, type SecurityGroupReference } from "./existing-vpc";
import { InterfaceEndpoint } from "./interface-endpoint";
import type { IsolatedVpc } from "./isolated-vpc";
import { groundProblems, layGround, type NetworkGround, type NetworkVpc } from "./network-ground";
import { refuseWrongPlace } from "./network-name";

/** What an {@link InferenceNetwork} is made of. */
export interface InferenceNetworkProps extends AwsPlace {
  /** Begins every name in the network; the flow log's group is `/<brand>/<name>/vpc-flow`. 2 to 32 characters. */
  readonly name: string;
  /** A VPC of the network's own, or one that is already there. */
  readonly vpc: NetworkVpc;
  /**
   * Services beside S3 that a VPC of kind `create` reaches; for an existing VPC see its `interfaces`.
   * Each is billed by the hour in each zone.
   *
   * @default ["sagemaker.runtime"]
   */
  readonly interfaceEndpoints?: readonly InterfaceService[];
}

/** The addresses of a public service are not known, and change. */
const anywhere = "0.0.0.0/0";
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
  /** The VPC, if it is created here. */
  public readonly vpc: IsolatedVpc | undefined;
  /** S3's gateway endpoint, if it is created here. */
  public readonly s3Endpoint: VpcEndpoint | undefined;
  /** The interface endpoints that are created here. */
  public readonly interfaceEndpoints: readonly InterfaceEndpoint[];
  /** S3's addresses in the region. */
  public readonly s3PrefixList: DataAwsPrefixList;

  private readonly ground: NetworkGround;
  /** The other end of each service's connections. */
  private readonly peers: ReadonlyMap<InterfaceService, EndpointPeer>;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: InferenceNetworkProps,
  ) {
    super(scope, id);
    const { vpc, interfaceEndpoints } = props;
    refuseWrongPlace(this, props);
    refuseProblems([
      ...listProblems("interfaceEndpoints", interfaceEndpoints ?? [], (service) =>
        serviceProblems("interfaceEndpoints", service),
      ),
      ...Object.keys(vpc.kind === "existing" ? (vpc.interfaces ?? {}) : {}).flatMap((service) =>
        serviceProblems("vpc.interfaces", service),
      ),
    ]);
    this.node.addValidation({ validate: () => groundProblems(vpc, interfaceEndpoints) });
    if (vpc.kind === "existing") {
      for (const effect of effectsOnOthers(vpc)) Annotations.of(this).addInfo(effect);
    }
    this.ground = layGround(this, vpc, props, interfaceEndpoints);
    this.vpc = this.ground.vpc;
    this.s3PrefixList = new DataAwsPrefixList(this, "S3PrefixList", { name: this.s3ServiceName });
    this.s3Endpoint = this.createS3Endpoint();
    this.peers = this.createPeers();
    this.interfaceEndpoints = [...this.peers.values()].flatMap((peer) => peer.created ?? []);
  }

  /** Id of the VPC, created or existing. */
  public get vpcId(): string {
    return this.ground.vpcId;
  }

  /** Ids of the subnets. Their order is the same whatever that of the props was, if {@link subnetsSorted}. */
  public get subnetIds(): string[] {
    return [...this.ground.subnetIds];
  }

  /** Whether `subnetIds` are sorted: not where they are tokens of an existing VPC, whose values only Terraform knows. */
  public get subnetsSorted(): boolean {
    return this.vpc !== undefined || !isToken(this.ground.subnetIds);
  }

  /** ARNs of the subnets, for policies. A subnet that another account shares has that account in its ARN. */
  public get subnetArns(): string[] {
    return [...this.ground.subnetArns];
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
    refuseProblems(serviceProblems("service", service));
    const peer = this.peers.get(service);
    if (peer === undefined) throw new Error(this.noEndpointFor(service));
    const { id, title } = endpointServices[service];
    if (client.node.tryFindChild(`To${id}`) !== undefined) return;
    new VpcSecurityGroupEgressRule(client, `To${id}`, {
      ...https,
      securityGroupId: client.id,
      ...(peer.securityGroup === undefined
        ? { cidrIpv4: anywhere, description: `HTTPS to the public address of ${title}` }
        : {
            referencedSecurityGroupId: peer.securityGroup.id,
            description: `HTTPS to the ${title} endpoint`,
          }),
    });
    if (peer.securityGroup === undefined || peer.created?.admitsVpc === true) return;
    new VpcSecurityGroupIngressRule(client, `At${id}`, {
      ...https,
      securityGroupId: peer.securityGroup.id,
      referencedSecurityGroupId: client.id,
      description: ec2Description(`HTTPS from ${client.node.path}`),
    });
  }

  /** Lets `client` use S3 in this region, by the rule returned. Repeating it changes nothing. */
  public allowS3(client: SecurityGroup): VpcSecurityGroupEgressRule {
    const made = client.node.tryFindChild("ToS3");
    if (made !== undefined) return made as VpcSecurityGroupEgressRule;
    return new VpcSecurityGroupEgressRule(client, "ToS3", {
      ...https,
      securityGroupId: client.id,
      prefixListId: this.s3PrefixList.id,
      description: "HTTPS to S3 through its gateway endpoint",
    });
  }

  private get s3ServiceName(): string {
    return `com.amazonaws.${this.props.region}.s3`;
  }

  private noEndpointFor(service: InterfaceService): string {
    const known = [...this.peers.keys()].map((one) => `'${one}'`).join(", ") || "S3";
    const where =
      this.props.vpc.kind === "create"
        ? "add it to interfaceEndpoints"
        : `add it to vpc.interfaces, with kind 'create', 'existing' or 'none'`;
    return `network '${this.props.name}' has no endpoint for '${service}', only for ${known}: ${where}`;
  }

  private createS3Endpoint(): VpcEndpoint | undefined {
    const { s3, interfaces } = this.ground;
    if (s3.kind !== "create") return undefined;
    return new VpcEndpoint(this, "S3Endpoint", {
      vpcId: this.vpcId,
      serviceName: this.s3ServiceName,
      vpcEndpointType: "Gateway",
      routeTableIds: [...s3.routeTableIds],
      ...(s3.refuseOthers && { policy: s3EndpointPolicy(this.props, interfaces.has("ecr.dkr")) }),
      tags: { Name: `${this.props.name}-s3` },
    });
  }

  private createPeers(): ReadonlyMap<InterfaceService, EndpointPeer> {
    return new Map(
      [...this.ground.interfaces].map(([service, access]) => [
        service,
        this.createPeer(service, access),
      ]),
    );
  }

  private createPeer(service: InterfaceService, access: InterfaceAccess): EndpointPeer {
    switch (access.kind) {
      case "none":
        return {};
      case "existing":
        return { securityGroup: access.securityGroup };
      case "create": {
        const created = new InterfaceEndpoint(this, `${endpointServices[service].id}Endpoint`, {
          ...this.props,
          ...this.ground,
          service,
          refuseOthers: access.refuseOthers ?? false,
          createSecurityGroup: this.createSecurityGroup.bind(this),
        });
        return { created, securityGroup: created.securityGroup };
      }
    }
  }
}

/** The other end of a client's connection: absent where the VPC has no endpoint of the service. */
interface EndpointPeer {
  readonly securityGroup?: SecurityGroupReference;
  readonly created?: InterfaceEndpoint;
}
