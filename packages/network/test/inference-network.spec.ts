import { type Synthesised, synthesise } from "@pictor/testing";
import { TerraformStack, Testing } from "cdktf";
import { InferenceNetwork, type InferenceNetworkProps } from "../src";

const place = { region: "eu-central-1", accountId: "123456789012" };
const props: InferenceNetworkProps = {
  ...place,
  name: "pictor-test",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  logRetentionDays: 30,
  encryptionKey: { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" },
};

const build = (changed: Partial<InferenceNetworkProps> = {}): Synthesised =>
  synthesise((stack) => {
    new InferenceNetwork(stack, "Network", { ...props, ...changed });
  });

const withClient = (use: (network: InferenceNetwork, stack: TerraformStack) => void): Synthesised =>
  synthesise((stack) => use(new InferenceNetwork(stack, "Network", props), stack));

const policyOf = (resource: Readonly<Record<string, unknown>>, attribute = "policy") =>
  JSON.parse(String(resource[attribute]));

const endpoint = (synthesised: Synthesised, type: string) => {
  const found = synthesised
    .resources("aws_vpc_endpoint")
    .find((candidate) => candidate.vpc_endpoint_type === type);
  if (found === undefined) throw new Error(`no endpoint of type ${type}`);
  return found;
};

describe("InferenceNetwork", () => {
  const network = build();

  it("has no way out to the internet", () => {
    const types = network.addresses().map((address) => address.split(".")[0]);
    expect(types).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/gateway|aws_route$|aws_eip/)]),
    );
    expect(network.only("aws_route_table").route).toBeUndefined();
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
    expect(network.resources("aws_route_table_association")).toHaveLength(2);
  });

  it("lays its subnets out in the block it is given", () => {
    const [first] = build({ cidrBlock: "172.16.0.0/24" }).resources("aws_subnet");
    expect(first?.cidr_block).toBe("172.16.0.0/28");
  });

  it("keeps every address in the state when a zone is added before the others", () => {
    const before = build({ availabilityZones: ["eu-central-1b", "eu-central-1c"] }).addresses();
    const after = build({
      availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    }).addresses();
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(after).toHaveLength(before.length + 2);
  });

  it("resolves names, which the endpoint's private DNS needs", () => {
    expect(network.only("aws_vpc")).toMatchObject({
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
    expect(endpoint(network, "Interface").private_dns_enabled).toBe(true);
  });

  it("leaves the default security group without rules", () => {
    const group = network.only("aws_default_security_group");
    expect([group.ingress, group.egress]).toEqual([undefined, undefined]);
  });

  it("lets only principals of its account through the endpoints, and to its own endpoints", () => {
    const condition = { StringEquals: { "aws:PrincipalAccount": "123456789012" } };
    expect(policyOf(endpoint(network, "Gateway")).Statement).toEqual([
      expect.objectContaining({ Action: "s3:*", Condition: condition }),
    ]);
    expect(policyOf(endpoint(network, "Interface")).Statement).toEqual([
      expect.objectContaining({
        Action: "sagemaker:InvokeEndpoint",
        Resource: "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/*",
        Condition: condition,
      }),
    ]);
  });

  it("reaches the SageMaker runtime from every subnet and S3 from the route table", () => {
    expect(endpoint(network, "Interface")).toMatchObject({
      service_name: "com.amazonaws.eu-central-1.sagemaker.runtime",
      subnet_ids: [expect.stringMatching(/SubnetA/), expect.stringMatching(/SubnetB/)],
      security_group_ids: [expect.stringMatching(/aws_security_group\.Network_SagemakerRuntime/)],
    });
    expect(endpoint(network, "Gateway")).toMatchObject({
      service_name: "com.amazonaws.eu-central-1.s3",
      route_table_ids: [expect.stringMatching(/aws_route_table/)],
    });
  });

  it("logs all traffic into an encrypted group that forgets", () => {
    expect(network.only("aws_flow_log")).toMatchObject({
      traffic_type: "ALL",
      iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.Network_FlowLog_Role/),
      depends_on: [expect.stringMatching(/^aws_iam_role_policy\./)],
    });
    expect(network.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/pictor/pictor-test/vpc-flow",
      retention_in_days: 30,
      kms_key_id: props.encryptionKey.arn,
    });
  });

  it("lets only this account's flow logs take the role, and the role write only that group", () => {
    const role = network.only("aws_iam_role");
    expect(policyOf(role, "assume_role_policy").Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*" },
        },
      }),
    ]);
    const [statement] = policyOf(network.only("aws_iam_role_policy")).Statement;
    for (const resource of statement.Resource) {
      expect(resource).toMatch(/^\$\{aws_cloudwatch_log_group\.\w+\.arn\}(:\*)?$/);
    }
    for (const action of statement.Action) expect(action).toMatch(/^logs:[A-Z]\w+$/);
  });

  it("refuses bad addresses at synth, naming the construct and all that is wrong", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new InferenceNetwork(stack, "Network", {
      ...props,
      cidrBlock: "10.0.0.0/28",
      availabilityZones: ["eu-central-1a"],
    });
    expect(() => Testing.synth(stack, true)).toThrow(
      /\[test\/Network\] cidrBlock '10.0.0.0\/28' is too small[\s\S]*\[test\/Network\] availabilityZones must/,
    );
  });
});

describe("a security group of the network", () => {
  it("can reach nothing until something is allowed", () => {
    const synthesised = withClient((network, stack) => {
      network.createSecurityGroup(stack, "Client", "A client");
    });
    expect(synthesised.addresses()).not.toEqual(
      expect.arrayContaining([expect.stringContaining("_rule.")]),
    );
    for (const group of synthesised.resources("aws_security_group")) {
      expect([group.ingress, group.egress]).toEqual([undefined, undefined]);
    }
  });

  it("can be replaced while the network interfaces of its predecessor linger", () => {
    const synthesised = withClient((network, stack) => {
      network.createSecurityGroup(stack, "Client", "A client");
    });
    for (const group of synthesised.resources("aws_security_group")) {
      expect(group).toMatchObject({
        name_prefix: "pictor-test-",
        lifecycle: { create_before_destroy: true },
      });
      expect(group.name).toBeUndefined();
    }
  });

  it("is let to the SageMaker runtime at both ends, by HTTPS only", () => {
    const synthesised = withClient((network, stack) => {
      network.allowSagemakerRuntime(network.createSecurityGroup(stack, "Client", "A client"));
    });
    const client = expect.stringMatching(/aws_security_group\.Client/);
    const server = expect.stringMatching(/aws_security_group\.Network_SagemakerRuntime/);
    const https = { ip_protocol: "tcp", from_port: 443, to_port: 443 };
    expect(synthesised.only("aws_vpc_security_group_egress_rule")).toMatchObject({
      ...https,
      security_group_id: client,
      referenced_security_group_id: server,
      description: "HTTPS to the SageMaker runtime endpoint",
    });
    expect(synthesised.only("aws_vpc_security_group_ingress_rule")).toMatchObject({
      ...https,
      security_group_id: server,
      referenced_security_group_id: client,
      description: "HTTPS from test/Client",
    });
  });

  it("is let to S3 by prefix list, not by address", () => {
    const synthesised = withClient((network, stack) => {
      network.allowS3(network.createSecurityGroup(stack, "Client", "A client"));
    });
    const rule = synthesised.only("aws_vpc_security_group_egress_rule");
    expect(rule).toMatchObject({
      from_port: 443,
      to_port: 443,
      prefix_list_id: expect.stringMatching(/^\$\{data\.aws_prefix_list\./),
    });
    expect(rule.cidr_ipv4).toBeUndefined();
  });

  it("keeps its rules when allowed again, and shares none with another client", () => {
    const synthesised = withClient((network, stack) => {
      for (const id of ["One", "Two"]) {
        const client = network.createSecurityGroup(stack, id, "A client");
        for (const _ of [1, 2]) {
          network.allowSagemakerRuntime(client);
          network.allowS3(client);
        }
      }
    });
    const rules = synthesised
      .addresses()
      .filter((address) => address.includes("_rule."))
      .map((address) => address.replace(/^aws_vpc_security_group_|_[0-9A-F]{8}$/g, ""));
    expect(rules).toEqual([
      "egress_rule.One_ToS3",
      "egress_rule.One_ToSagemakerRuntime",
      "egress_rule.Two_ToS3",
      "egress_rule.Two_ToSagemakerRuntime",
      "ingress_rule.One_AtSagemakerRuntime",
      "ingress_rule.Two_AtSagemakerRuntime",
    ]);
  });
});
