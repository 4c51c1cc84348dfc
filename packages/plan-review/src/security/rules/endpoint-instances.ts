import type { HazardRule } from "../../hazards/rule";
import { after, blocks, number, text } from "../../hazards/values";
import { present } from "../resources";

/** With one instance, its failure and every replacement of it end the service. */
export const endpointInstances: HazardRule = {
  id: "endpoint-instances",
  title: "Endpoint with one instance",
  severity: "medium",
  mend: "start with at least two instances",
  upstream: ["SageMaker.4"],
  find: (facts) =>
    present(facts, "aws_sagemaker_endpoint_configuration").flatMap((change) =>
      blocks(after(change), "production_variants")
        .filter((variant) => text(variant, "instance_type") !== "")
        .filter((variant) => (number(variant, "initial_instance_count") ?? 1) < 2)
        .map((variant) => ({
          change,
          reason: `${text(variant, "variant_name") || "its variant"} starts with one instance: its failure ends the service`,
        })),
    ),
};
