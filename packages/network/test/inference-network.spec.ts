import { synthesise } from "@pictor/testing";
import { TerraformStack, Testing } from "cdktf";
import { InferenceNetwork } from "../src";
import { build, encryptionKey, endpoint, policyOf, props, services, vpc } from "./fixture";

describe("InferenceNetwork", () => {
  const network = build();

  it("has no way out to the internet", () => {
    const types = network.addresses().map((address) => address.split(".")[0]);
    expect(types).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/gateway|aws_route$|aws_eip/)]),
    );
    expect(network.single("aws_route_table").route).toBeUndefined();
    for (const subnet of network.resources("aws_subnet")) {
      expect(subnet.map_public_ip_on_launch).toBe(false);
    }
  });

  it("puts one subnet into each zone, all on the one route table", () => {
    expect(
      network
        .resources("aws_subnet")
        .map((subnet) => [subnet.availability_zone, subnet.cidr_block]),
    ).toEqual([
      ["eu-central-1a", "10.0.0.0/20"],
      ["eu-central-1b", "10.0.16.0/20"],
    ]);
    expect(
      network
        .resources("aws_route_table_association")
        .map((route) => [route.subnet_id, route.route_table_id]),
    ).toEqual(
      ["SubnetA", "SubnetB"].map((subnet) => [
        expect.stringContaining(`aws_subnet.Network_Vpc_${subnet}_`),
        expect.stringContaining("aws_route_table.Network_Vpc_RouteTable_"),
      ]),
    );
  });

  it("lays its subnets out in the block it is given", () => {
    const [first] = build({ cidrBlock: "172.16.0.0/24" }).resources("aws_subnet");
    expect(first?.cidr_block).toBe("172.16.0.0/28");
  });

  it("keeps every address in the state when a zone is added before the others", () => {
    const before = build({
      availabilityZones: ["eu-central-1b", "eu-central-1c"],
    }).addresses();
    const after = build({
      availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    }).addresses();
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(after).toHaveLength(before.length + 2);
  });

  it("resolves names, which the endpoint's private DNS needs", () => {
    expect(network.single("aws_vpc")).toMatchObject({
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
    expect(endpoint(network, "Interface").private_dns_enabled).toBe(true);
  });

  it("leaves the default security group without rules", () => {
    const group = network.single("aws_default_security_group");
    expect([group.ingress, group.egress]).toEqual([undefined, undefined]);
  });

  it("reaches the SageMaker runtime from every subnet and S3 from the route table", () => {
    expect(endpoint(network, "Interface")).toMatchObject({
      service_name: expect.stringMatching(/^\$\{data\.aws_vpc_endpoint_service\./),
      subnet_ids: [expect.stringMatching(/SubnetA/), expect.stringMatching(/SubnetB/)],
      security_group_ids: [expect.stringMatching(/aws_security_group\.Network_SagemakerRuntime/)],
    });
    expect(endpoint(network, "Gateway")).toMatchObject({
      service_name: "com.amazonaws.eu-central-1.s3",
      route_table_ids: [expect.stringMatching(/aws_route_table/)],
    });
  });

  it("logs all traffic into an encrypted group that forgets", () => {
    expect(network.single("aws_flow_log")).toMatchObject({
      traffic_type: "ALL",
      vpc_id: expect.stringMatching(/^\$\{aws_vpc\.Network_Vpc_\w+\.id\}$/),
      log_destination: expect.stringMatching(
        /^\$\{aws_cloudwatch_log_group\.Network_Vpc_FlowLog_LogGroup_\w+\.arn\}$/,
      ),
      iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.Network_Vpc_FlowLog_Role/),
      depends_on: [expect.stringMatching(/^aws_iam_role_policy\./)],
    });
    expect(network.single("aws_cloudwatch_log_group")).toMatchObject({
      name: "/pictor/pictor-test/vpc-flow",
      retention_in_days: 30,
      kms_key_id: encryptionKey.arn,
    });
  });

  it("lets only this account's flow logs take the role, and the role write only that group", () => {
    expect(policyOf(network.single("aws_iam_role"), "assume_role_policy")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "OwnFlowLogs",
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*" },
          },
        },
      ],
    });
    const write = network.single("aws_iam_role_policy");
    const group = "aws_cloudwatch_log_group.Network_Vpc_FlowLog_LogGroup_9D8CE46B.arn";
    expect(write.role).toMatch(/^\$\{aws_iam_role\.Network_Vpc_FlowLog_Role_\w+\.name\}$/);
    expect(policyOf(write)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteFlowLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [`\${${group}}`, `\${${group}}:*`],
        },
        { Sid: "FindLogGroups", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
      ],
    });
  });

  it("refuses bad addresses at synth, naming the construct and all that is wrong", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new InferenceNetwork(stack, "Network", {
      region: "frankfurt",
      accountId: "12",
      name: "Pictor",
      vpc: {
        ...vpc,
        cidrBlock: "10.0.0.0/28",
        availabilityZones: ["eu-central-1a"],
        logRetentionDays: 2,
      },
      interfaceEndpoints: ["logs", "logs"],
    });
    for (const problem of [
      "[test/Network] name 'Pictor' must be 2 to 32 lower-case letters",
      "[test/Network] accountId '12' must be twelve digits",
      "[test/Network] region 'frankfurt' must be an AWS region's code",
      "[test/Network] interfaceEndpoints names 'logs' twice",
      "[test/Network/Vpc] cidrBlock '10.0.0.0/28' is too small",
      "[test/Network/Vpc] availabilityZones must name at least two distinct zones, or the network declares 'highAvailability: false', got 'eu-central-1a'",
      "[test/Network/Vpc/FlowLog] logRetentionDays must be one of 1, 3, 5",
    ]) {
      expect(() => Testing.synth(stack, true)).toThrow(problem);
    }
  });

  it("does with one zone where it is declared to go without high availability", () => {
    const one = build({
      availabilityZones: ["eu-central-1a"],
      highAvailability: false,
    });
    expect(one.resources("aws_subnet")).toHaveLength(1);
  });

  it("asks for an endpoint only where its service is offered in every zone", () => {
    const { lifecycle } = endpoint(network, "Interface") as {
      lifecycle: {
        precondition: readonly { condition: string; error_message: string }[];
      };
    };
    expect(lifecycle.precondition).toEqual([
      {
        condition: expect.stringMatching(
          /^\$\{\(length\(setsubtract\(\["eu-central-1a", "eu-central-1b"\], .*availability_zones.*\)\) < 1\)\}$/,
        ),
        error_message: expect.stringContaining("SageMaker runtime endpoint (sagemaker.runtime)"),
      },
    ]);
  });

  it("keeps its addresses: a changed one is another resource", () => {
    expect(network.addresses()).toEqual([
      "aws_cloudwatch_log_group.Network_Vpc_FlowLog_LogGroup_9D8CE46B",
      "aws_default_security_group.Network_Vpc_DefaultSecurityGroup_4EFAB65E",
      "aws_flow_log.Network_Vpc_FlowLog_1A1574DC",
      "aws_iam_role.Network_Vpc_FlowLog_Role_4A178F56",
      "aws_iam_role_policy.Network_Vpc_FlowLog_RolePolicy_374A51B6",
      "aws_route_table.Network_Vpc_RouteTable_978F6A49",
      "aws_route_table_association.Network_Vpc_RouteA_4C43B1C7",
      "aws_route_table_association.Network_Vpc_RouteB_45EF27D1",
      "aws_security_group.Network_SagemakerRuntimeEndpoint_SecurityGroup_ECE6DA83",
      "aws_subnet.Network_Vpc_SubnetA_9332C5F4",
      "aws_subnet.Network_Vpc_SubnetB_E803A36B",
      "aws_vpc.Network_Vpc_7FB7348F",
      "aws_vpc_endpoint.Network_S3Endpoint_635CABAC",
      "aws_vpc_endpoint.Network_SagemakerRuntimeEndpoint_482B7E51",
    ]);
  });

  it("hands out the VPC that it makes, with all that is in it", () => {
    synthesise((stack) => {
      const { vpc: made } = new InferenceNetwork(stack, "Network", props);
      expect(made?.resource.cidrBlockInput).toBe("10.0.0.0/16");
      expect(made?.flowLog.role.nameInput).toBe("pictor-test-eu-central-1-vpc-flow");
      expect(made?.flowLog.rolePolicy.nameInput).toBe("write-flow-log");
      expect(made?.defaultSecurityGroup.node.id).toBe("DefaultSecurityGroup");
      expect(made?.routes.map(({ node }) => node.id)).toEqual(["RouteA", "RouteB"]);
    });
  });

  it.each([
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
  ])("names the partition of its region in every ARN: %s", (region, partition) => {
    const zones = ["a", "b"].map((letter) => `${region}${letter}`);
    const arns = synthesise((stack) => {
      new InferenceNetwork(stack, "Network", {
        ...props,
        region,
        vpc: { ...vpc, availabilityZones: zones, encryptionKey: { arn: "key" } },
        interfaceEndpoints: services,
      });
    })
      .text()
      .match(/arn:[^:]*/g);
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}`]));
  });

  it("can be had twice in a stack", () => {
    const both = synthesise((stack) => {
      for (const id of ["One", "Two"]) new InferenceNetwork(stack, id, props);
    });
    expect(both.addresses()).toHaveLength(2 * network.addresses().length);
  });
});
