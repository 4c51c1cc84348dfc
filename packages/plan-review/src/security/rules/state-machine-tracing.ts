import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** An execution can be followed through the services. */
export const stateMachineTracing: HazardRule = {
  id: "state-machine-tracing",
  title: "State machine without traces",
  severity: "low",
  mend: "set tracing_configuration.enabled",
  upstream: ["CKV_AWS_284", "AwsSolutions-SF2"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sfn_state_machine"),
      (machine) => block(after(machine), "tracing_configuration").enabled === true,
      "tracing_configuration.enabled is not set",
    ),
};
