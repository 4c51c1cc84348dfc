import type { HazardRule } from "../../hazards/rule";
import { after, isUnknown, number } from "../../hazards/values";
import { lacking, present } from "../resources";

/** A function can use up neither the account's concurrency nor its budget. */
export const functionConcurrency: HazardRule = {
  id: "function-concurrency",
  title: "Function without reserved concurrency",
  severity: "low",
  mend: "set reserved_concurrent_executions",
  upstream: ["CKV_AWS_115", "NIST.800.53.R5-LambdaConcurrency"],
  find: (facts) =>
    lacking(
      present(facts, "aws_lambda_function"),
      (each) => {
        const reserved = number(after(each), "reserved_concurrent_executions");
        const isReserved = reserved !== undefined && reserved >= 0;
        return isReserved || isUnknown(each, "reserved_concurrent_executions");
      },
      "reserved_concurrent_executions is not set: it can take what other functions of the account need",
    ),
};
