import { synthesise } from "@pictor/testing";
import { InferenceNetwork } from "../src";
import { props, services, withClient } from "./fixture";

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
