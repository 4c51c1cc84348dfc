import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** A slow invocation can be followed through the services. */
export const functionTracing: HazardRule = {
  id: "function-tracing",
  title: "Function without traces",
  severity: "low",
  mend: "set tracing_config.mode to Active",
  upstream: ["CKV_AWS_50", "AWS-0066"],
  find: (facts) =>
    lacking(
      present(facts, "aws_lambda_function"),
      (each) => text(block(after(each), "tracing_config"), "mode") === "Active",
      "tracing_config.mode is not Active",
    ),
};
