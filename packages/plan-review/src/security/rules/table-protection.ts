import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { lacking, present } from "../resources";

/** A table cannot be deleted in passing. */
export const tableProtection: HazardRule = {
  id: "table-protection",
  title: "Table can be deleted",
  severity: "medium",
  mend: "set deletion_protection_enabled",
  upstream: ["DynamoDB.6"],
  find: (facts) =>
    lacking(
      present(facts, "aws_dynamodb_table"),
      (table) => after(table).deletion_protection_enabled === true,
      "deletion_protection_enabled is not set",
    ),
};
