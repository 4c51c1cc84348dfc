import type { HazardRule } from "../../hazards/rule";
import { isOpen, lacking, present, statements } from "../resources";

/** A topic's policy names who may publish and subscribe. */
export const topicOpenPolicy: HazardRule = {
  id: "topic-open-policy",
  title: "Topic policy lets everybody in",
  severity: "high",
  mend: "name the principals, or add a condition such as aws:SourceAccount",
  upstream: ["CKV_AWS_169", "CKV_AWS_385", "SNS.4"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sns_topic", "aws_sns_topic_policy"),
      (topic) => !statements(topic).some(isOpen),
      "a statement allows everybody, without a condition",
    ),
};
