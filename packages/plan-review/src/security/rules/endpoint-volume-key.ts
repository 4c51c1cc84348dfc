import { hasLocalDisks } from "../../hazards/instance-disks";
import type { HazardRule } from "../../hazards/rule";
import { after, blocks, text } from "../../hazards/values";
import { isSet, lacking, present } from "../resources";

/** Volumes of instances are encrypted under a key of the account. Where the disks are local, the call fails with one. */
export const endpointVolumeKey: HazardRule = {
  id: "endpoint-volume-key",
  title: "Endpoint's volumes not encrypted under a key of the account",
  severity: "medium",
  mend: "set kms_key_arn",
  upstream: ["CKV_AWS_98", "NIST.800.53.R5-SageMakerEndpointConfigurationKMSKeyConfigured"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sagemaker_endpoint_configuration").filter((configuration) =>
        blocks(after(configuration), "production_variants").some((variant) => {
          const type = text(variant, "instance_type");
          return type !== "" && !hasLocalDisks(type);
        }),
      ),
      (configuration) => isSet(configuration, "kms_key_arn"),
      "kms_key_arn is not set, and its instances have EBS volumes",
    ),
};
