import { DataAwsVpcEndpointService } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint-service";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Fn, Op } from "cdktf";
import { Construct } from "constructs";
import { interfaceEndpointPolicy } from "./endpoint-policy";
import { endpointServices, type InterfaceService } from "./endpoint-services";
import { refuseWrongPlace } from "./network-name";

/** What an {@link InterfaceEndpoint} is made of. */
export interface InterfaceEndpointProps {
  readonly service: InterfaceService;
  /** Name of the network. */
  readonly name: string;
  readonly region: string;
  /** The AWS account, twelve digits; only its principals and resources get through. */
  readonly accountId: string;
  readonly vpcId: string;
  /** One subnet for each zone. */
  readonly subnetIds: readonly string[];
  /** The subnets' zones. */
  readonly availabilityZones: readonly string[];
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
  /** Closed until an `allow…` method of the network opens it to a client. */
  public readonly securityGroup: SecurityGroup;

  public constructor(scope: Construct, id: string, props: InterfaceEndpointProps) {
    super(scope, id);
    refuseWrongPlace(this, props);
    const { service, availabilityZones } = props;
    const { title } = endpointServices[service];
    this.securityGroup = props.createSecurityGroup(this, "SecurityGroup", `The ${title} endpoint`);
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
      policy: interfaceEndpointPolicy(service, props),
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
}
