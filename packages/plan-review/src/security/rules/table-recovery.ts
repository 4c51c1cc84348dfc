import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** A table can be brought back as it was at any second of the last weeks. */
export const tableRecovery: HazardRule = {
  id: "table-recovery",
  title: "Table without point-in-time recovery",
  severity: "medium",
  mend: "set point_in_time_recovery.enabled",
  upstream: ["CKV_AWS_28", "AWS-0024", "DynamoDB.2", "AwsSolutions-DDB3"],
  find: (facts) =>
    lacking(
      present(facts, "aws_dynamodb_table"),
      (table) => block(after(table), "point_in_time_recovery").enabled === true,
      "point_in_time_recovery is off: items that were deleted by mistake are gone",
    ),
};
