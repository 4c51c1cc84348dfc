import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DataAwsVpcEndpointService } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { type AwsPlace, refuseProblems } from "@pictor/contracts";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";
import { interfaceEndpointPolicy } from "./endpoint-policy";
import { endpointServices, type InterfaceService, serviceProblems } from "./endpoint-services";
import { refuseWrongPlace } from "./network-name";

/** What an {@link InterfaceEndpoint} is made of. */
export interface InterfaceEndpointProps extends AwsPlace {
  readonly service: InterfaceService;
  /** Name of the network. */
  readonly name: string;
  readonly vpcId: string;
  /** One subnet for each zone. */
  readonly subnetIds: readonly string[];
  /** The subnets' zones. */
  readonly availabilityZones: readonly string[];
  /**
   * Whether only this account's principals, on its own resources, and only clients that a network's `allow…` method
   * names may use the endpoint. If false, everybody in the VPC may.
   *
   * @default true
   */
  readonly refuseOthers?: boolean;
  /** Makes the endpoint's security group as a child of the given construct. */
  readonly createSecurityGroup: (
    scope: Construct,
    id: string,
    description: string,
  ) => SecurityGroup;
}

/**
 * A service's address inside a network, under the service's usual name, in every zone.
 *
 * @example
 * const endpoint = new InterfaceEndpoint(stack, "LogsEndpoint", {
 *   service: "logs",
 *   name: "example",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   vpcId: network.vpcId,
 *   subnetIds: network.subnetIds,
 *   availabilityZones: ["eu-central-1a", "eu-central-1b"],
 *   createSecurityGroup: network.createSecurityGroup.bind(network),
 * });
 */
export class InterfaceEndpoint extends Construct {
  /** The endpoint. */
  public readonly resource: VpcEndpoint;
  /** What AWS offers of the service, and in which zones. */
  public readonly offer: DataAwsVpcEndpointService;
  /** Closed until an `allow…` method of the network opens it to a client, unless it admits the whole VPC. */
  public readonly securityGroup: SecurityGroup;
  /** Whether every address of the VPC may connect. */
  public readonly admitsVpc: boolean;

  public constructor(scope: Construct, id: string, props: InterfaceEndpointProps) {
    super(scope, id);
    refuseWrongPlace(this, props);
    const { service, availabilityZones } = props;
    refuseProblems(serviceProblems("service", service));
    const { title } = endpointServices[service];
    this.securityGroup = props.createSecurityGroup(this, "SecurityGroup", `The ${title} endpoint`);
    this.admitsVpc = props.refuseOthers === false;
    if (this.admitsVpc) this.admitVpc(props.vpcId);
    this.offer = new DataAwsVpcEndpointService(this, "Offer", {
      service,
      serviceType: "Interface",
    });
    const missing = Fn.setsubtract([...availabilityZones], this.offer.availabilityZones);
    this.resource = new VpcEndpoint(this, "Resource", {
      vpcId: props.vpcId,
      serviceName: this.offer.serviceName,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [...props.subnetIds],
      securityGroupIds: [this.securityGroup.id],
      ...(!this.admitsVpc && { policy: interfaceEndpointPolicy(service, props) }),
      tags: { Name: `${props.name}-${service.replaceAll(".", "-")}` },
      lifecycle: {
        precondition: [
          {
            // cdktf writes a literal 0 as undefined.
            condition: Op.lt(Fn.lengthOf(missing), 1),
            errorMessage: `the ${title} endpoint (${service}) is not offered in ${Fn.join(", ", missing)}: give the network other availability zones`,
          },
        ],
      },
    });
  }

  private admitVpc(vpcId: string): void {
    const vpc = new DataAwsVpc(this, "Vpc", { id: vpcId });
    // A rule for the list of all blocks: how many there are may be known only once the VPC is created.
    new SecurityGroupRule(this, "FromVpc", {
      type: "ingress",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      securityGroupId: this.securityGroup.id,
      cidrBlocks: Token.asList(`\${${vpc.fqn}.cidr_block_associations[*].cidr_block}`),
      description: "HTTPS from the whole VPC",
    });
  }
}
