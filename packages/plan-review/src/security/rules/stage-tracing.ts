import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { lacking, present } from "../resources";

/** A slow request can be followed through the services. */
export const stageTracing: HazardRule = {
  id: "stage-tracing",
  title: "API without traces",
  severity: "low",
  mend: "set xray_tracing_enabled",
  upstream: ["CKV_AWS_73", "AWS-0003", "APIGateway.3"],
  find: (facts) =>
    lacking(
      present(facts, "aws_api_gateway_stage"),
      (stage) => after(stage).xray_tracing_enabled === true,
      "xray_tracing_enabled is not set: nobody sees where a slow request spends its time",
    ),
};
