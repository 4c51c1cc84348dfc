import type { HazardRule } from "../../hazards/rule";
import { after, isUnknown, text } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** Captured requests and answers are encrypted under a key of the account. */
export const endpointCaptureKey: HazardRule = {
  id: "endpoint-capture-key",
  title: "Captured data not encrypted under a key of the account",
  severity: "medium",
  mend: "set data_capture_config.kms_key_id",
  upstream: ["SageMaker.24"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sagemaker_endpoint_configuration").filter(
        (configuration) =>
          block(after(configuration), "data_capture_config").enable_capture === true,
      ),
      (configuration) =>
        text(block(after(configuration), "data_capture_config"), "kms_key_id") !== "" ||
        isUnknown(configuration, "data_capture_config"),
      "requests and answers are captured without a key of the account",
    ),
};
