import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { block, lacking, present } from "../resources";

/** What a state machine did is on record. */
export const stateMachineLog: HazardRule = {
  id: "state-machine-log",
  title: "State machine without log",
  severity: "medium",
  mend: "set logging_configuration with the level ALL",
  upstream: ["CKV_AWS_285", "StepFunctions.1", "AwsSolutions-SF1"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sfn_state_machine"),
      (machine) => text(block(after(machine), "logging_configuration"), "level") === "ALL",
      "logging_configuration.level is not ALL",
    ),
};
