import type { HazardRule } from "../../hazards/rule";
import { after, number, text } from "../../hazards/values";
import { lacking, present } from "../resources";

/** Autoscaling leaves two instances. */
export const endpointMinimum: HazardRule = {
  id: "endpoint-minimum",
  title: "Autoscaling may leave one instance",
  severity: "medium",
  mend: "set min_capacity to at least 2",
  upstream: ["SageMaker.4"],
  find: (facts) =>
    lacking(
      present(facts, "aws_appautoscaling_target").filter(
        (target) => text(after(target), "service_namespace") === "sagemaker",
      ),
      (target) => {
        const least = number(after(target), "min_capacity");
        return least === undefined || least >= 2;
      },
      "min_capacity is below 2: the failure of one instance ends the service",
    ),
};
