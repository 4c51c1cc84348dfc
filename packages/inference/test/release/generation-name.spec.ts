import { InferenceNetwork, type NetworkVpc } from "@pictor/network";
import { HardenedBucket, ModelStore } from "@pictor/storage";
import type { Synthesised } from "@pictor/testing";
import { Aspects, TerraformElement, type TerraformStack, TerraformVariable } from "cdktf";
import type { RealTimeEndpoint } from "../../src";
import { build, realTime, realTimeIn } from "../built";
import { encryptionKey, place } from "../fixture";

const types = ["aws_sagemaker_model", "aws_sagemaker_endpoint_configuration"] as const;
type Kind = (typeof types)[number];
const namesOf = (out: Synthesised, type: Kind): unknown[] =>
  out.resources(type).map(({ name }) => name);

/** An endpoint in this VPC. */
const inVpc = (vpcOf: (stack: TerraformStack) => NetworkVpc): Synthesised =>
  build((stack) => {
    const network = new InferenceNetwork(stack, "Network", {
      ...place,
      name: "pictor-test",
      vpc: vpcOf(stack),
    });
    return realTimeIn(stack, { network });
  }).out;

const created = (...availabilityZones: string[]): NetworkVpc => ({
  kind: "create",
  availabilityZones,
  logRetentionDays: 1,
  encryptionKey,
});
const existing = (...subnetIds: string[]): NetworkVpc => ({
  kind: "existing",
  vpcId: "vpc-1",
  subnetIds,
  s3: { kind: "existing" },
});

describe("the order of subnets", () => {
  it.each([
    ["zones", created("eu-central-1a", "eu-central-1b"), created("eu-central-1b", "eu-central-1a")],
    ["ids", existing("subnet-1", "subnet-2"), existing("subnet-2", "subnet-1")],
  ])("of a VPC that is given by %s shows nowhere in an endpoint", (_, one, other) => {
    const sagemaker = (out: Synthesised): unknown[] =>
      [...types, "aws_sagemaker_endpoint", "aws_iam_role_policy"].map((type) =>
        out.resources(type),
      );
    expect(sagemaker(inVpc(() => other))).toEqual(sagemaker(inVpc(() => one)));
  });

  it("is left as it was where zones and ids are sorted, so that deployed names stay", () => {
    for (const name of namesOf(realTime().out, "aws_sagemaker_model")) {
      expect(name).toMatch(
        /"subnets" = \[aws_subnet\.\w+SubnetA\w*\.id, aws_subnet\.\w+SubnetB\w*\.id\]/,
      );
    }
  });

  it("is Terraform's where only Terraform knows the ids", () => {
    const out = inVpc((stack) => {
      const [one, two] = ["One", "Two"].map(
        (id) => new TerraformVariable(stack, id, { type: "string" }).stringValue,
      );
      return existing(String(one), String(two));
    });
    for (const name of namesOf(out, "aws_sagemaker_model")) {
      expect(name).toContain('"subnets" = toset([var.One, var.Two])');
    }
  });
});

describe("the name of a generation", () => {
  const resourceOf = (endpoint: RealTimeEndpoint, type: Kind) =>
    endpoint.generations.map(({ configuration, model }) =>
      type === "aws_sagemaker_model" ? model.resource : configuration,
    );
  const changed = (change: (endpoint: RealTimeEndpoint) => void): Synthesised =>
    build((stack) => {
      const endpoint = realTimeIn(stack);
      change(endpoint);
      return endpoint;
    }).out;
  const before = realTime().out;

  it.each([
    ["aws_sagemaker_model", "primary_container.environment.EXTRA", "yes"],
    ["aws_sagemaker_model", "vpc_config.subnets", [["$", "{var.other}"].join("")]],
    ["aws_sagemaker_endpoint_configuration", "production_variants.0.volume_size_in_gb", 40],
  ] as const)("changes with an override of %s.%s", (type, path, value) => {
    const out = changed((endpoint) => {
      for (const resource of resourceOf(endpoint, type)) resource.addOverride(path, value);
    });
    for (const [index, name] of namesOf(out, type).entries()) {
      expect(name).not.toBe(namesOf(before, type)[index]);
      expect(name).toContain(typeof value === "object" ? "var.other" : String(value));
    }
  });

  it("changes with a setter, and with what an aspect overrides", () => {
    const set = changed((endpoint) => {
      for (const { configuration } of endpoint.generations) configuration.kmsKeyArn = "arn:other";
    });
    const type = "aws_sagemaker_endpoint_configuration";
    expect(namesOf(set, type)).not.toEqual(namesOf(before, type));
    const aspect = changed((endpoint) => {
      Aspects.of(endpoint).add({
        visit: (node) => {
          if (
            TerraformElement.isTerraformElement(node) &&
            node.node.path.endsWith("Configuration")
          ) {
            node.addOverride("kms_key_arn", "arn:other");
          }
        },
      });
    });
    expect(namesOf(aspect, type)).toEqual(namesOf(set, type));
  });

  it("stays with tags, which SageMaker changes in place, and with what Terraform alone reads", () => {
    const out = changed((endpoint) => {
      for (const type of types) {
        for (const resource of resourceOf(endpoint, type)) {
          resource.addOverride("tags", { team: "birds" });
          resource.addOverride("lifecycle.prevent_destroy", true);
        }
      }
    });
    for (const type of types) expect(namesOf(out, type)).toEqual(namesOf(before, type));
  });
});

describe("synthesis with a store of the same stack", () => {
  it("prints nothing, and hashes the address of the artefact", () => {
    const printed = (["warn", "error", "log"] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation(),
    );
    const { out } = build((stack) => {
      const logs = new HardenedBucket(stack, "Logs", {
        ...place,
        bucketName: "pictor-test-logs",
        encryption: { kind: "sse-s3" },
        accessLogs: { kind: "none", reason: "receives the others' logs" },
      });
      const modelStore = new ModelStore(stack, "Models", {
        ...place,
        bucketName: "pictor-test-models",
        encryptionKey,
        readerRoleNames: ["pictor-test-model"],
        deployRoleName: "pictor-test-deploy",
        accessLogs: { kind: "to", bucket: logs, prefix: "models/" },
      });
      return realTimeIn(stack, { modelStore });
    });
    const calls = printed.flatMap(({ mock }) => mock.calls);
    for (const spy of printed) spy.mockRestore();
    expect(calls).toEqual([]);
    for (const { name, primary_container } of out.resources("aws_sagemaker_model")) {
      const { model_data_url: url } = primary_container as { model_data_url: string };
      const [, bucket, key] = /^s3:\/\/\$\{(.*)\}(\/releases\/.*)$/.exec(url) ?? [];
      expect(name).toContain(`"modelDataUrl" = join("", ["s3://", ${bucket}, "${key}"])`);
    }
  });
});
