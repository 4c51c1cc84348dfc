import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** Requests and answers, credentials among them, stay out of the logs. */
export const stageDataTrace: HazardRule = {
  id: "stage-data-trace",
  title: "API logs requests and answers whole",
  severity: "high",
  mend: "leave data_trace_enabled off",
  upstream: ["CKV_AWS_276"],
  find: (facts) =>
    lacking(
      present(facts, "aws_api_gateway_method_settings"),
      (settings) => block(after(settings), "settings").data_trace_enabled !== true,
      "data_trace_enabled writes requests and answers into the log, whatever is in them",
    ),
};
