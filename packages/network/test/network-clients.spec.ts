import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { synthesise } from "@pictor/testing";
import { Lazy, TerraformStack, Testing } from "cdktf";
import { InferenceNetwork, type InferenceNetworkProps, type NetworkVpc } from "../src";
import { endpoint, props, services, withClient } from "./fixture";

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
    expect(synthesised.single("aws_vpc_security_group_egress_rule")).toMatchObject({
      ...https,
      security_group_id: client,
      referenced_security_group_id: server,
      description: "HTTPS to the SageMaker runtime endpoint",
    });
    expect(synthesised.single("aws_vpc_security_group_ingress_rule")).toMatchObject({
      ...https,
      security_group_id: server,
      referenced_security_group_id: client,
      description: "HTTPS from test/Client",
    });
  });

  it("gets descriptions that EC2 takes: no other characters than its own, none too long", () => {
    const synthesised = withClient((network, stack) => {
      const text = `Prüft's "alles" <a> ._-:/()#,@[]+=&;{}!$* ${"x".repeat(300)}`;
      const client = network.createSecurityGroup(stack, "Client'1", text);
      network.allowSagemakerRuntime(client);
    });
    const described = synthesised
      .resources("aws_security_group")
      .map(({ description }) => String(description))
      .find((one) => one.startsWith("Pr"));
    expect(described).toMatch(/^Pr-ft-s -alles- -a- \._-:\/\(\)#,@\[\]\+=&;\{\}!\$\* x+$/);
    expect(described).toHaveLength(255);
    expect(synthesised.single("aws_vpc_security_group_ingress_rule").description).toBe(
      "HTTPS from test/Client-1",
    );
  });

  it("is let to S3 by the region's prefix list", () => {
    const synthesised = withClient((network, stack) => {
      network.allowS3(network.createSecurityGroup(stack, "Client", "A client"));
    });
    expect(synthesised.single("aws_vpc_security_group_egress_rule")).toMatchObject({
      from_port: 443,
      to_port: 443,
      prefix_list_id: expect.stringMatching(/^\$\{data\.aws_prefix_list\./),
    });
    expect(synthesised.data("aws_prefix_list")).toEqual([
      expect.objectContaining({ name: "com.amazonaws.eu-central-1.s3" }),
    ]);
  });

  it("is opened by rules that are described, for HTTPS only and to no address, whatever it is let to", () => {
    const synthesised = synthesise((stack) => {
      const network = new InferenceNetwork(stack, "Network", {
        ...props,
        interfaceEndpoints: services,
      });
      const client = network.createSecurityGroup(stack, "Client", "A client");
      for (const service of services) network.allowEndpoint(client, service);
      network.allowS3(client);
    });
    const rules = ["egress", "ingress"].flatMap((direction) =>
      synthesised.resources(`aws_vpc_security_group_${direction}_rule`),
    );
    expect(rules).toHaveLength(2 * services.length + 1);
    for (const rule of rules) {
      expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: 443, to_port: 443 });
      expect(rule.description).toMatch(/^HTTPS /);
      expect(Object.keys(rule).filter((name) => name.startsWith("cidr_"))).toEqual([]);
    }
    for (const group of synthesised.resources("aws_security_group")) {
      expect(group.description).toMatch(/\w/);
    }
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

describe("an InferenceNetwork with further endpoints", () => {
  const further = synthesise((stack) => {
    const network = new InferenceNetwork(stack, "Network", {
      ...props,
      interfaceEndpoints: ["logs", "ecr.dkr"],
    });
    network.allowEndpoint(network.createSecurityGroup(stack, "Client", "A client"), "logs");
  });

  it("has these and no other, each with a closed security group of its own", () => {
    const interfaces = further
      .resources("aws_vpc_endpoint")
      .filter((one) => one.vpc_endpoint_type === "Interface");
    expect(interfaces.map(({ tags }) => (tags as { Name: string }).Name)).toEqual([
      "pictor-test-ecr-dkr",
      "pictor-test-logs",
    ]);
    expect(new Set(interfaces.map((one) => String(one.security_group_ids))).size).toBe(2);
  });

  it("opens one of them to a client at both ends", () => {
    expect(further.single("aws_vpc_security_group_ingress_rule")).toMatchObject({
      security_group_id: expect.stringMatching(/Network_LogsEndpoint_SecurityGroup/),
      description: "HTTPS from test/Client",
    });
  });

  it("says so where a client asks for one that is not there", () => {
    expect(() =>
      withClient((network, stack) => {
        network.allowEndpoint(network.createSecurityGroup(stack, "Client", "A client"), "kms");
      }),
    ).toThrow(
      "network 'pictor-test' has no endpoint for 'kms', only for 'sagemaker.runtime': add it to interfaceEndpoints",
    );
  });
});

describe("an InferenceNetwork in a VPC that is already there", () => {
  const existing = (
    changed: Partial<Extract<NetworkVpc, { kind: "existing" }>> = {},
  ): InferenceNetworkProps => ({
    ...props,
    vpc: {
      kind: "existing",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      endpoints: { kind: "create", routeTableIds: ["rtb-1"] },
      ...changed,
    },
  });

  it("makes the endpoints in it, and no VPC, subnet or flow log", () => {
    const found = synthesise((stack) => {
      new InferenceNetwork(stack, "Network", existing());
    });
    expect(found.addresses().map((address) => address.split(".")[0])).toEqual([
      "aws_security_group",
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

  it("uses the endpoints that the VPC has, where it has them", () => {
    const found = synthesise((stack) => {
      const network = new InferenceNetwork(
        stack,
        "Network",
        existing({
          endpoints: {
            kind: "existing",
            securityGroups: { "sagemaker.runtime": { id: "sg-1" } },
          },
        }),
      );
      const client = network.createSecurityGroup(stack, "Client", "A client");
      network.allowSagemakerRuntime(client);
      network.allowS3(client);
    });
    expect(found.resources("aws_vpc_endpoint")).toEqual([]);
    expect(found.single("aws_vpc_security_group_ingress_rule").security_group_id).toBe("sg-1");
  });

  const problemsOf = (given: InferenceNetworkProps) => () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "Aws", { region: props.region });
    new InferenceNetwork(stack, "Network", given);
    return Testing.synth(stack, true);
  };

  it("refuses to make an endpoint to S3 that no route table knows", () => {
    expect(problemsOf(existing({ endpoints: { kind: "create", routeTableIds: [] } }))).toThrow(
      "routeTableIds must name at least one route table, or nothing has a way to S3, got none",
    );
  });

  it("says that it makes no endpoints where the VPC has its own", () => {
    const endpoints = { kind: "existing", securityGroups: {} } as const;
    expect(problemsOf({ ...existing({ endpoints }), interfaceEndpoints: ["logs", "kms"] })).toThrow(
      "interfaceEndpoints names 'logs', 'kms', but with endpoints of kind 'existing' none",
    );
    expect(problemsOf(existing({ endpoints }))).not.toThrow();
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
