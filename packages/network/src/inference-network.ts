import { DataAwsPrefixList } from "@cdktf/provider-aws/lib/data-aws-prefix-list";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { EncryptionKeyReference } from "@pictor/contracts";
import { Construct } from "constructs";
import { layOutAddresses, type SubnetBlock } from "./address-layout";
import { s3EndpointPolicy, sagemakerRuntimeEndpointPolicy } from "./endpoint-policy";
import { VpcFlowLog } from "./vpc-flow-log";

/** What an {@link InferenceNetwork} is made of. */
export interface InferenceNetworkProps {
  /** Begins every name in the network; the flow log's group is `/pictor/<name>/vpc-flow`. */
  readonly name: string;
  /** Region of the network, for example `eu-central-1`. */
  readonly region: string;
  /** The AWS account, twelve digits; only its principals get through the endpoints. */
  readonly accountId: string;
  /**
   * Zones that get a subnet: at least two, distinct, each of `region`. SageMaker wants two zones for a model in a VPC.
   *
   * The SageMaker runtime endpoint costs about 0.01 USD an hour in each.
   */
  readonly availabilityZones: readonly string[];
  /**
   * IPv4 block of /16 to /24; each subnet gets a sixteenth of it, at a place that depends on its zone's letter only.
   *
   * @default "10.0.0.0/16"
   */
  readonly cidrBlock?: string;
  /** Days after which a flow log entry is deleted; one of the values that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** Key that encrypts the flow log; its policy must let CloudWatch Logs use it. */
  readonly encryptionKey: EncryptionKeyReference;
}

const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 } as const;

/**
 * A network with no way out: isolated subnets, and endpoints for the two services that inference needs.
 *
 * There is no internet gateway, no NAT and no route but the local one and S3's. A security group that
 * {@link createSecurityGroup} makes can reach nothing until an `allow…` method opens one destination for it.
 */
export class InferenceNetwork extends Construct {
  /** The VPC. */
  public readonly resource: Vpc;
  /** One isolated subnet for each availability zone, in the order given. */
  public readonly subnets: readonly Subnet[];

  private readonly endpointSecurityGroup: SecurityGroup;
  private readonly s3PrefixList: DataAwsPrefixList;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: InferenceNetworkProps,
  ) {
    super(scope, id);
    const { cidrBlock = "10.0.0.0/16" } = props;
    const layout = layOutAddresses({ ...props, cidrBlock });
    this.node.addValidation({ validate: () => [...layout.problems] });

    this.resource = this.createVpc(cidrBlock);
    const routeTable = this.createRouteTable();
    this.subnets = layout.subnets.map((block) => this.createSubnet(block, routeTable));
    this.s3PrefixList = this.createS3Endpoint(routeTable);
    this.endpointSecurityGroup = this.createSagemakerRuntimeEndpoint();
    new VpcFlowLog(this, "FlowLog", { ...props, vpc: this.resource });
  }

  public get vpcId(): string {
    return this.resource.id;
  }

  public get subnetIds(): string[] {
    return this.subnets.map((subnet) => subnet.id);
  }

  /**
   * Makes a security group without rules as a child of `scope`, so that it comes and goes with what uses it.
   *
   * @param description What it is for; at most 255 characters. EC2 cannot change it: another one replaces the group.
   */
  public createSecurityGroup(scope: Construct, id: string, description: string): SecurityGroup {
    return new SecurityGroup(scope, id, {
      vpcId: this.resource.id,
      // A replacement exists beside the group that it replaces, and names are unique in a VPC.
      namePrefix: `${this.props.name}-`,
      description,
      tags: { Name: `${this.props.name}/${scope.node.id}/${id}` },
      // A group cannot be deleted while a network interface has it; those of a Lambda function linger for minutes.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Lets `client` invoke SageMaker endpoints. Repeating it changes nothing. */
  public allowSagemakerRuntime(client: SecurityGroup): void {
    if (client.node.tryFindChild("ToSagemakerRuntime") !== undefined) return;
    new VpcSecurityGroupEgressRule(client, "ToSagemakerRuntime", {
      ...https,
      securityGroupId: client.id,
      referencedSecurityGroupId: this.endpointSecurityGroup.id,
      description: "HTTPS to the SageMaker runtime endpoint",
    });
    new VpcSecurityGroupIngressRule(client, "AtSagemakerRuntime", {
      ...https,
      securityGroupId: this.endpointSecurityGroup.id,
      referencedSecurityGroupId: client.id,
      description: `HTTPS from ${client.node.path}`,
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

  private createVpc(cidrBlock: string): Vpc {
    const vpc = new Vpc(this, "Resource", {
      cidrBlock,
      // Private DNS of an interface endpoint needs both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: this.props.name },
    });
    // Adopted without rules: what forgets to name a security group can talk to nobody.
    new DefaultSecurityGroup(this, "DefaultSecurityGroup", { vpcId: vpc.id });
    return vpc;
  }

  private createRouteTable(): RouteTable {
    return new RouteTable(this, "RouteTable", {
      vpcId: this.resource.id,
      tags: { Name: `${this.props.name}-isolated` },
    });
  }

  private createSubnet(block: SubnetBlock, routeTable: RouteTable): Subnet {
    const suffix = block.letter.toUpperCase();
    const subnet = new Subnet(this, `Subnet${suffix}`, {
      vpcId: this.resource.id,
      availabilityZone: block.availabilityZone,
      cidrBlock: block.cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${this.props.name}-isolated-${block.availabilityZone}` },
    });
    new RouteTableAssociation(this, `Route${suffix}`, {
      subnetId: subnet.id,
      routeTableId: routeTable.id,
    });
    return subnet;
  }

  private createS3Endpoint(routeTable: RouteTable): DataAwsPrefixList {
    const serviceName = `com.amazonaws.${this.props.region}.s3`;
    new VpcEndpoint(this, "S3Endpoint", {
      vpcId: this.resource.id,
      serviceName,
      vpcEndpointType: "Gateway",
      routeTableIds: [routeTable.id],
      policy: s3EndpointPolicy(this.props),
      tags: { Name: `${this.props.name}-s3` },
    });
    return new DataAwsPrefixList(this, "S3PrefixList", { name: serviceName });
  }

  private createSagemakerRuntimeEndpoint(): SecurityGroup {
    const securityGroup = this.createSecurityGroup(
      this,
      "SagemakerRuntimeSecurityGroup",
      "The SageMaker runtime endpoint",
    );
    new VpcEndpoint(this, "SagemakerRuntimeEndpoint", {
      vpcId: this.resource.id,
      serviceName: `com.amazonaws.${this.props.region}.sagemaker.runtime`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: this.subnetIds,
      securityGroupIds: [securityGroup.id],
      policy: sagemakerRuntimeEndpointPolicy(this.props),
      tags: { Name: `${this.props.name}-sagemaker-runtime` },
    });
    return securityGroup;
  }
}
