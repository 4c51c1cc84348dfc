import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { AwsPlace, EncryptionKeyReference } from "@pictor/contracts";
import { Construct } from "constructs";
import { layOutAddresses, type SubnetBlock } from "./address-layout";
import { refuseWrongPlace } from "./network-name";
import { VpcFlowLog } from "./vpc-flow-log";

/** What an {@link IsolatedVpc} is made of. */
export interface IsolatedVpcProps extends AwsPlace {
  /** Begins every name; the flow log's group is `/<brand>/<name>/vpc-flow`. */
  readonly name: string;
  /** Zones that get a subnet: distinct, each of `region`. SageMaker wants two for a model in a VPC. */
  readonly availabilityZones: readonly string[];
  /**
   * IPv4 block of /16 to /24; each subnet gets a sixteenth of it, at a place that depends on its zone's letter only.
   *
   * @default "10.0.0.0/16"
   */
  readonly cidrBlock?: string;
  /**
   * Whether there must be two zones at least.
   *
   * @default true
   */
  readonly highAvailability?: boolean;
  /** Days after which a flow log entry is deleted; one of the values that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** Key that encrypts the flow log; its policy must let CloudWatch Logs use it. */
  readonly encryptionKey: EncryptionKeyReference;
}

/**
 * A VPC of isolated subnets: no internet gateway, no NAT, no route but the local one. All traffic is logged.
 *
 * @example
 * const vpc = new IsolatedVpc(stack, "Vpc", {
 *   name: "example",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   availabilityZones: ["eu-central-1a", "eu-central-1b"],
 *   logRetentionDays: 365,
 *   encryptionKey: key,
 * });
 */
export class IsolatedVpc extends Construct {
  /** The VPC. */
  public readonly resource: Vpc;
  /** The group that every VPC has, without rules. */
  public readonly defaultSecurityGroup: DefaultSecurityGroup;
  /** One subnet for each availability zone, in the order given. */
  public readonly subnets: readonly Subnet[];
  /** The route table of all of them. */
  public readonly routeTable: RouteTable;
  /** What puts them on it, in the same order. */
  public readonly routes: readonly RouteTableAssociation[];
  /** The log of all traffic. */
  public readonly flowLog: VpcFlowLog;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: IsolatedVpcProps,
  ) {
    super(scope, id);
    const { cidrBlock = "10.0.0.0/16", highAvailability = true } = props;
    const layout = layOutAddresses({ ...props, cidrBlock, highAvailability });
    refuseWrongPlace(this, props);
    this.node.addValidation({ validate: () => [...layout.problems] });

    this.resource = this.createVpc(cidrBlock);
    // Adopted without rules: what forgets to name a security group can talk to nobody.
    this.defaultSecurityGroup = new DefaultSecurityGroup(this, "DefaultSecurityGroup", {
      vpcId: this.resource.id,
    });
    this.routeTable = this.createRouteTable();
    const zones = layout.subnets.map((block) => this.createZone(block));
    this.subnets = zones.map(({ subnet }) => subnet);
    this.routes = zones.map(({ route }) => route);
    this.flowLog = new VpcFlowLog(this, "FlowLog", { ...props, vpc: this.resource });
  }

  private createVpc(cidrBlock: string): Vpc {
    return new Vpc(this, "Resource", {
      cidrBlock,
      // Private DNS of an interface endpoint needs both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: this.props.name },
    });
  }

  private createRouteTable(): RouteTable {
    return new RouteTable(this, "RouteTable", {
      vpcId: this.resource.id,
      tags: { Name: `${this.props.name}-isolated` },
    });
  }

  private createZone(block: SubnetBlock): { subnet: Subnet; route: RouteTableAssociation } {
    const suffix = block.letter.toUpperCase();
    const subnet = new Subnet(this, `Subnet${suffix}`, {
      vpcId: this.resource.id,
      availabilityZone: block.availabilityZone,
      cidrBlock: block.cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${this.props.name}-isolated-${block.availabilityZone}` },
    });
    const route = new RouteTableAssociation(this, `Route${suffix}`, {
      subnetId: subnet.id,
      routeTableId: this.routeTable.id,
    });
    return { subnet, route };
  }
}
