import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { synthesise } from "@pictor/testing";
import { Lazy, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { InferenceNetwork, type InferenceNetworkProps, type NetworkVpc } from "../src";
import { endpoint, policyOf, props, vpc } from "./fixture";

describe("an InferenceNetwork in an existing VPC", () => {
  const existing = (
    changed: Partial<Extract<NetworkVpc, { kind: "existing" }>> = {},
  ): InferenceNetworkProps => ({
    ...props,
    vpc: {
      kind: "existing",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      s3: { kind: "create", routeTableIds: ["rtb-1"] },
      ...changed,
    },
  });

  it("makes the endpoints in it, and no VPC, subnet or flow log", () => {
    const found = synthesise((stack) => {
      new InferenceNetwork(stack, "Network", existing());
    });
    expect(found.addresses().map((address) => address.split(".")[0])).toEqual([
      "aws_security_group",
      "aws_security_group_rule",
      "aws_vpc_endpoint",
      "aws_vpc_endpoint",
    ]);
    expect(endpoint(found, "Interface")).toMatchObject({
      vpc_id: "vpc-1",
      subnet_ids: ["subnet-1", "subnet-2"],
    });
    expect(endpoint(found, "Gateway").route_table_ids).toEqual(["rtb-1"]);
  });

  it("looks its subnets up in the VPC, and asks for endpoints in their zones only", () => {
    const found = synthesise((stack) => {
      new InferenceNetwork(stack, "Network", existing());
    });
    expect(found.data("aws_subnet")).toEqual([
      expect.objectContaining({ id: "subnet-1", vpc_id: "vpc-1" }),
      expect.objectContaining({ id: "subnet-2", vpc_id: "vpc-1" }),
    ]);
    const { lifecycle } = endpoint(found, "Interface") as {
      lifecycle: { precondition: readonly { condition: string }[] };
    };
    expect(lifecycle.precondition[0]?.condition).toMatch(
      /setsubtract\(\[data\.aws_subnet\.Network_Subnet0_\w+\.availability_zone, data\.aws_subnet\.Network_Subnet1_\w+\.availability_zone\],/,
    );
  });

  it("is the same whatever the order of its subnets and of its zones is", () => {
    const text = (vpc: NetworkVpc): string =>
      synthesise((stack) => {
        new InferenceNetwork(stack, "Network", { ...props, vpc });
      }).text();
    const [one, other] = [
      ["subnet-1", "subnet-2"],
      ["subnet-2", "subnet-1"],
    ].map((subnetIds) =>
      text({ kind: "existing", vpcId: "vpc-1", subnetIds, s3: { kind: "existing" } }),
    );
    expect(other).toBe(one);
    const zones = (...availabilityZones: string[]) =>
      synthesise((stack) => {
        new InferenceNetwork(stack, "Network", { ...props, vpc: { ...vpc, availabilityZones } });
      }).resources("aws_vpc_endpoint");
    expect(zones("eu-central-1b", "eu-central-1a")).toEqual(
      zones("eu-central-1a", "eu-central-1b"),
    );
  });

  it("names the owner of each subnet in its ARN, who may be another account", () => {
    const arnsOf = (vpc: NetworkVpc): unknown =>
      synthesise((stack) => {
        const network = new InferenceNetwork(stack, "Network", { ...props, vpc });
        new TerraformOutput(stack, "arns", { value: network.subnetArns, staticId: true });
      }).output("arns");
    expect(arnsOf(existing().vpc)).toEqual(
      [0, 1].map((index) =>
        expect.stringMatching(`^\\$\\{data\\.aws_subnet\\.Network_Subnet${index}_\\w+\\.arn\\}$`),
      ),
    );
    expect(arnsOf(vpc)).toEqual(
      ["A", "B"].map((zone) =>
        expect.stringMatching(
          `^arn:aws:ec2:eu-central-1:123456789012:subnet/\\$\\{aws_subnet\\.Network_Vpc_Subnet${zone}_\\w+\\.id\\}$`,
        ),
      ),
    );
  });

  it("uses the endpoints that the VPC has, where it has them", () => {
    const found = synthesise((stack) => {
      const network = new InferenceNetwork(
        stack,
        "Network",
        existing({
          s3: { kind: "existing" },
          interfaces: { "sagemaker.runtime": { kind: "existing", securityGroup: { id: "sg-1" } } },
        }),
      );
      const client = network.createSecurityGroup(stack, "Client", "A client");
      network.allowSagemakerRuntime(client);
      network.allowS3(client);
    });
    expect(found.resources("aws_vpc_endpoint")).toEqual([]);
    expect(found.single("aws_vpc_security_group_ingress_rule").security_group_id).toBe("sg-1");
  });

  it("refuses nobody in the VPC where it was not asked to", () => {
    const found = synthesise((stack) => {
      const network = new InferenceNetwork(stack, "Network", existing());
      network.allowSagemakerRuntime(network.createSecurityGroup(stack, "Client", "A client"));
    });
    for (const type of ["Interface", "Gateway"]) {
      expect(endpoint(found, type).policy).toBeUndefined();
    }
    expect(found.single("aws_security_group_rule")).toMatchObject({
      type: "ingress",
      security_group_id: expect.stringMatching(/SagemakerRuntimeEndpoint_SecurityGroup/),
      cidr_blocks: expect.stringMatching(
        /^\$\{data\.aws_vpc\..*\.cidr_block_associations\[\*\]\.cidr_block\}$/,
      ),
    });
    expect(found.resources("aws_vpc_security_group_ingress_rule")).toEqual([]);
    expect(found.resources("aws_vpc_security_group_egress_rule")).toHaveLength(1);
  });

  it("refuses others where it was asked to: by policy, and by a security group of its clients only", () => {
    const found = synthesise((stack) => {
      const network = new InferenceNetwork(
        stack,
        "Network",
        existing({
          s3: { kind: "create", routeTableIds: ["rtb-1"], refuseOthers: true },
          interfaces: { "sagemaker.runtime": { kind: "create", refuseOthers: true } },
        }),
      );
      network.allowSagemakerRuntime(network.createSecurityGroup(stack, "Client", "A client"));
    });
    for (const type of ["Interface", "Gateway"]) {
      expect(JSON.stringify(policyOf(endpoint(found, type)))).toContain("aws:PrincipalAccount");
    }
    expect(found.resources("aws_security_group_rule")).toEqual([]);
    expect(found.resources("aws_vpc_security_group_ingress_rule")).toHaveLength(1);
  });

  it("says in a sentence for each endpoint what it changes for others in the VPC", () => {
    const infos = (vpc: Partial<Extract<NetworkVpc, { kind: "existing" }>>) => {
      const stack = new TerraformStack(Testing.app(), "test");
      const network = new InferenceNetwork(stack, "Network", existing(vpc));
      return network.node.metadata.map(({ data }) => String(data));
    };
    expect(infos({})).toEqual([
      "S3 requests of the given route tables in VPC 'vpc-1' use a new endpoint; it refuses nobody",
      "the name of 'sagemaker.runtime' resolves to a new endpoint in all of VPC 'vpc-1'; it refuses nobody",
    ]);
    expect(infos({ interfaces: { logs: { kind: "create", refuseOthers: true } } })).toContainEqual(
      "the name of 'logs' resolves to a new endpoint in all of VPC 'vpc-1', and everybody but this account's principals and this network's clients is refused",
    );
    expect(infos({ s3: { kind: "existing" }, interfaces: { kms: { kind: "none" } } })).toEqual([]);
  });

  it("lets clients reach the public address of a service that has no endpoint in the VPC", () => {
    const found = synthesise((stack) => {
      const network = new InferenceNetwork(
        stack,
        "Network",
        existing({ s3: { kind: "none" }, interfaces: { "sagemaker.runtime": { kind: "none" } } }),
      );
      const client = network.createSecurityGroup(stack, "Client", "A client");
      network.allowSagemakerRuntime(client);
      network.allowS3(client);
    });
    expect(found.resources("aws_vpc_endpoint")).toEqual([]);
    const rules = found.resources("aws_vpc_security_group_egress_rule");
    expect(rules.map(({ cidr_ipv4, from_port }) => [cidr_ipv4, from_port])).toEqual(
      expect.arrayContaining([
        ["0.0.0.0/0", 443],
        [undefined, 443],
      ]),
    );
  });

  it("fails the plan where two subnets are in one zone", () => {
    const found = synthesise((stack) => {
      new InferenceNetwork(stack, "Network", existing());
    });
    const [first, last] = found.data("aws_subnet");
    expect(first).not.toHaveProperty("lifecycle");
    expect(last?.lifecycle).toEqual({
      postcondition: [
        {
          condition: expect.stringMatching(
            /^\$\{\(length\(distinct\(\[data\.aws_subnet\.Network_Subnet0_\w+\.availability_zone, self\.availability_zone\]\)\) == 2\)\}$/,
          ),
          error_message: expect.stringContaining("name one subnet of each zone"),
        },
      ],
    });
  });

  const problemsOf = (given: InferenceNetworkProps) => () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "Aws", { region: props.region });
    new InferenceNetwork(stack, "Network", given);
    return Testing.synth(stack, true);
  };

  it("refuses to create an endpoint to S3 that no route table knows", () => {
    expect(problemsOf(existing({ s3: { kind: "create", routeTableIds: [] } }))).toThrow(
      "s3.routeTableIds must name at least one route table, since without one nothing reaches S3; got none",
    );
  });

  it("says where the services of an existing VPC are named", () => {
    expect(problemsOf({ ...existing(), interfaceEndpoints: ["logs", "kms"] })).toThrow(
      "interfaceEndpoints names 'logs', 'kms', but it is for a VPC of kind 'create': name the services of an existing VPC in vpc.interfaces",
    );
    expect(problemsOf(existing({ interfaces: { logs: { kind: "create" } } }))).not.toThrow();
  });

  it("says where a service without an endpoint is to be named", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const network = new InferenceNetwork(stack, "Network", existing({ interfaces: {} }));
    expect(() =>
      network.allowSagemakerRuntime(network.createSecurityGroup(stack, "Client", "A client")),
    ).toThrow(
      "has no endpoint for 'sagemaker.runtime', only for S3: add it to vpc.interfaces, with kind 'create', 'existing' or 'none'",
    );
  });

  it("refuses a variable for the list of subnets in its own words", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const ids = new TerraformVariable(stack, "ids", { type: "list(string)" }).listValue;
    new InferenceNetwork(stack, "Network", existing({ subnetIds: ids }));
    expect(() => Testing.synth(stack, true)).toThrow(
      "subnetIds must be a list of ids whose number is known, got a token for the whole list",
    );
  });

  it("says why a list whose length only Terraform knows will not do", () => {
    const later = Lazy.listValue({ produce: () => ["subnet-1", "subnet-2"] });
    expect(problemsOf(existing({ subnetIds: later }))).toThrow(
      "subnetIds must be a list of ids whose number is known, got a token for the whole list",
    );
    const single = Lazy.stringValue({ produce: () => "subnet-1" });
    expect(problemsOf(existing({ subnetIds: [single, "subnet-2"] }))).not.toThrow();
  });

  it.each([
    [["subnet-1"], "subnetIds must name at least two distinct subnets, got 'subnet-1'"],
    [["subnet-1", "subnet-2", "subnet-1"], "subnetIds names a subnet twice"],
    [["subnet-1", "subnet-1"], "subnetIds must name at least two distinct subnets"],
  ])("refuses subnets %p at synth", (subnetIds, problem) => {
    const stack = new TerraformStack(Testing.app(), "test");
    new InferenceNetwork(stack, "Network", existing({ subnetIds }));
    expect(() => Testing.synth(stack, true)).toThrow(problem);
  });
});
