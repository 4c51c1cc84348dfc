import { ProductionVariantInstanceType } from "@aws-sdk/client-sagemaker";
import { instanceTypes } from "../../src";

const rows = Object.entries(instanceTypes);

describe("instanceTypes", () => {
  it("are types that SageMaker hosts on", () => {
    const hosts: readonly string[] = Object.values(ProductionVariantInstanceType);
    expect(rows.map(([type]) => type).filter((type) => !hosts.includes(type))).toEqual([]);
  });

  // Read off AWS's instance type pages, not off the table's own arithmetic.
  it.each([
    ["ml.m5.xlarge", { vCpus: 4, physicalCores: 2, memoryGiB: 16, storage: "ebs" }],
    ["ml.c6i.4xlarge", { vCpus: 16, physicalCores: 8, memoryGiB: 32, storage: "ebs" }],
    ["ml.c5d.large", { vCpus: 2, physicalCores: 1, memoryGiB: 4, storage: "nvme" }],
    ["ml.g5.2xlarge", { vCpus: 8, memoryGiB: 32, storage: "nvme", accelerator: "gpu" }],
    ["ml.inf2.xlarge", { vCpus: 4, memoryGiB: 16, storage: "ebs", accelerator: "neuron" }],
    ["ml.t2.medium", { vCpus: 2, memoryGiB: 4, burstable: true }],
  ] as const)("%s is as AWS describes it", (type, facts) => {
    expect(instanceTypes[type]).toMatchObject(facts);
  });

  it("are burstable where their family is, and only there", () => {
    for (const [type, { burstable }] of rows) expect(burstable).toBe(/^ml\.t\d/.test(type));
  });
});
