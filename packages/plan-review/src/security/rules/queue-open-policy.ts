import type { HazardRule } from "../../hazards/rule";
import { isOpen, lacking, present, statements } from "../resources";

/** A queue's policy names who may send and receive. */
export const queueOpenPolicy: HazardRule = {
  id: "queue-open-policy",
  title: "Queue policy lets everybody in",
  severity: "high",
  mend: "name the principals, or add a condition such as aws:SourceArn",
  upstream: ["CKV_AWS_72", "CKV_AWS_168", "CKV_AWS_387", "AWS-0097", "SQS.3"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sqs_queue", "aws_sqs_queue_policy"),
      (queue) => !statements(queue).some(isOpen),
      "a statement allows everybody, without a condition",
    ),
};
