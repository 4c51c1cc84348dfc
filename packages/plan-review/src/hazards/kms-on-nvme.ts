import { hasLocalDisks } from "./instance-disks";
import type { HazardRule } from "./rule";
import { after, blocks, isUnknown, text } from "./values";

/** CreateEndpointConfig fails with a key on instances whose local disks encrypt by themselves. */
export const kmsOnNvme: HazardRule = {
  id: "kms-on-nvme",
  title: "KMS key with an instance type that has local disks",
  severity: "high",
  mend: "leave kms_key_arn out for this instance type, or choose one with EBS volumes",
  find: ({ changes }) =>
    changes
      .filter(({ type }) => type === "aws_sagemaker_endpoint_configuration")
      .filter(({ kind }) => kind === "create" || kind === "replace" || kind === "update")
      .flatMap((change) => {
        const hasKey =
          text(after(change), "kms_key_arn") !== "" || isUnknown(change, "kms_key_arn");
        if (!hasKey) return [];
        return blocks(after(change), "production_variants")
          .map((variant) => text(variant, "instance_type"))
          .filter(hasLocalDisks)
          .map((type) => ({
            change,
            reason: `kms_key_arn is set, and ${type} has local NVMe disks: CreateEndpointConfig fails`,
          }));
      }),
};
