import type { HazardRule } from "../../hazards/rule";
import { after, number } from "../../hazards/values";
import { lacking, present } from "../resources";

/** Logs are removed some day: they cost, and may not be kept for ever. */
export const logRetention: HazardRule = {
  id: "log-retention",
  title: "Log group keeps its entries for ever",
  severity: "low",
  mend: "set retention_in_days",
  upstream: ["CKV_AWS_66", "CKV_AWS_338", "CloudWatch.16"],
  find: (facts) =>
    lacking(
      present(facts, "aws_cloudwatch_log_group"),
      (group) => (number(after(group), "retention_in_days") ?? 0) > 0,
      "retention_in_days is not set: entries are kept, and paid for, for ever",
    ),
};
