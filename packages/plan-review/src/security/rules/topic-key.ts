import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { isSet, lacking, present } from "../resources";

/** Messages are encrypted under a key of the account. AWS's own key does not let CloudWatch publish. */
export const topicKey: HazardRule = {
  id: "topic-key",
  title: "Topic not encrypted under a key of the account",
  severity: "medium",
  mend: "set kms_master_key_id to a key of the account, not to alias/aws/sns",
  upstream: ["CKV_AWS_26", "AWS-0095", "AWS-0136", "SNS.1"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sns_topic"),
      (topic) =>
        isSet(topic, "kms_master_key_id") &&
        text(after(topic), "kms_master_key_id") !== "alias/aws/sns",
      "kms_master_key_id is not a key of the account",
    ),
};
