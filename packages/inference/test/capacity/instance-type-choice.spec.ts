import { TerraformVariable } from "cdktf";
import { instanceTypeOf, type OwnInstanceType, type RealTimeEndpointProps } from "../../src";
import { capacitySchema } from "../../src/options";
import { build, realTime, realTimeIn } from "../built";

/** A name as JavaScript, or a cast, lets it through. */
const named = (instanceType: string) => realTime({ instanceType: instanceType as "ml.m5.xlarge" });

describe("an instance type that the table lacks", () => {
  it("is refused with the nearest names, and with how to describe it", () => {
    expect(() => named("ml.c7g.xlarge")).toThrow(
      /^instanceType 'ml\.c7g\.xlarge' is not in the table of instance types, nearest are 'ml\.\w+\.xlarge', '.*: use a type from the table, or describe it: { name: 'ml\.c7g\.xlarge', vCpus: …, memoryGiB: … }$/,
    );
    expect(() => named("toString")).toThrow(
      "instanceType 'toString' is not in the table of instance types",
    );
    expect(() => named("")).toThrow("instanceType '' is not in the table of instance types");
  });

  it("is refused as a token without CDKTF's encoding", () => {
    const token = () =>
      build((stack) => {
        const { stringValue } = new TerraformVariable(stack, "Type", { type: "string" });
        return realTimeIn(stack, { instanceType: stringValue as "ml.m5.xlarge" });
      });
    expect(token).toThrow(/^instanceType must be a literal, got a token: the number of instances/);
  });

  it("serves where it is described, with a worker for each core", () => {
    const { endpoint, out } = realTime({
      instanceType: { name: "ml.c7g.xlarge", vCpus: 4, memoryGiB: 8, physicalCores: 4 },
    });
    expect(endpoint.node.validate()).toEqual([]);
    expect(endpoint.size).toMatchObject({ capacity: "ml.c7g.xlarge", vCpus: 4, workers: 4 });
    expect(endpoint.description.deployed.instances.type).toBe("ml.c7g.xlarge");
    for (const { production_variants } of out.resources("aws_sagemaker_endpoint_configuration")) {
      expect(production_variants).toEqual([
        expect.objectContaining({ instance_type: "ml.c7g.xlarge" }),
      ]);
    }
  });

  it("has half as many cores as vCPUs, no accelerator and encrypted volumes unless it says otherwise", () => {
    const type = { name: "ml.r5.large", vCpus: 2, memoryGiB: 16 };
    expect(instanceTypeOf(type)).toEqual({
      ...type,
      physicalCores: 1,
      storage: "ebs",
      burstable: false,
      accelerator: "none",
    });
    const { out } = realTime({ instanceType: { ...type, storage: "nvme" } });
    for (const configuration of out.resources("aws_sagemaker_endpoint_configuration")) {
      expect(configuration.kms_key_arn).toBeUndefined();
    }
  });

  it.each<[Partial<OwnInstanceType>, string]>([
    [{ name: "c7g.xlarge" }, "instanceType.name must be a literal, such as 'ml.c7g.xlarge', got"],
    [{ vCpus: 0 }, "instanceType.vCpus must be a literal, a whole number of at least 1, got 0"],
    [{ vCpus: Number.NaN }, "got NaN"],
    [{ memoryGiB: -1 }, "instanceType.memoryGiB must be a literal, above 0, got -1"],
    [{ physicalCores: 9 }, "instanceType.physicalCores must be a literal, a whole number from 1"],
    [{ storage: "tape" as never }, "instanceType.storage must be one of ebs, nvme, got 'tape'"],
    [{ accelerator: "npu" as never }, "instanceType.accelerator must be one of none, gpu, neuron"],
  ])("is described with %j wrong", (changes, words) => {
    const instanceType = { name: "ml.r5.large", vCpus: 2, memoryGiB: 16, ...changes };
    expect(() => realTime({ instanceType })).toThrow(words);
    const capacity = {
      kind: "realTime",
      instanceType,
      instances: { min: 1, max: 1 },
      highAvailability: false,
      deployment: { kind: "allAtOnce", waitSeconds: 300 },
    };
    expect(capacitySchema.safeParse(capacity).success).toBe(false);
    const right = { ...capacity, instanceType: { name: "ml.r5.large", vCpus: 2, memoryGiB: 16 } };
    expect(capacitySchema.safeParse(right).success).toBe(true);
  });
});

describe("numbers that only Terraform knows", () => {
  type Numbers = (token: number) => Partial<RealTimeEndpointProps>;
  it.each<[string, Numbers]>([
    ["expectedPeakRps", (token) => ({ expectedPeakRps: token })],
    ["instances.min", (token) => ({ instances: { min: token, max: 4 } })],
    ["instances.max", (token) => ({ instances: { min: 2, max: token } })],
    [
      "deployment.waitSeconds",
      (token) => ({ deployment: { kind: "rolling", batchPercent: 50, waitSeconds: token } }),
    ],
    ["scaling.target", (token) => ({ scaling: { kind: "concurrency", target: token } })],
    [
      "schedules[0].min",
      (token) => ({
        schedules: [
          { name: "A", begins: "cron(0 8 ? * MON *)", ends: "cron(0 9 ? * MON *)", min: token },
        ],
      }),
    ],
  ])("are refused by name, and nothing false is said about them: %s", (name, props) => {
    const { endpoint } = build((stack) => {
      const { numberValue } = new TerraformVariable(stack, "Number", { type: "number" });
      return realTimeIn(stack, props(numberValue));
    });
    expect(endpoint.node.validate()).toEqual([
      `${name} must be a literal, got a token: the number of instances is calculated from it`,
    ]);
    const told = endpoint.node.metadata.map(({ data }) => String(data)).join();
    expect(told).not.toMatch(/e\+\d\d\d|TfToken|NaN/);
  });
});
