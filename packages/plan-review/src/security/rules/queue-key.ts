import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { isSet, lacking, present } from "../resources";

/** Messages are encrypted, under a key of the account or by SQS's own. */
export const queueKey: HazardRule = {
  id: "queue-key",
  title: "Queue not encrypted",
  severity: "medium",
  mend: "set kms_master_key_id to a key of the account, or sqs_managed_sse_enabled",
  upstream: ["CKV_AWS_27", "CKV2_AWS_73", "AWS-0135", "SQS.1"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sqs_queue"),
      (queue) =>
        (isSet(queue, "kms_master_key_id") &&
          text(after(queue), "kms_master_key_id") !== "alias/aws/sqs") ||
        after(queue).sqs_managed_sse_enabled === true,
      "neither kms_master_key_id, of a key of the account, nor sqs_managed_sse_enabled is set",
    ),
};
