import type { HazardRule } from "../../hazards/rule";
import { after, isUnknown, texts } from "../../hazards/values";
import { block, lacking, present } from "../resources";
import { serverlessModels } from "../serverless";

/** The model's instances are in the VPC, in two subnets or more. Serverless endpoints cannot be. */
export const modelZones: HazardRule = {
  id: "model-zones",
  title: "Model is not in two subnets of a VPC",
  severity: "medium",
  mend: "give vpc_config at least two subnets in different zones",
  upstream: ["sagemaker_models_vpc_settings_configured"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sagemaker_model").filter((model) => !serverlessModels(facts, model)),
      (model) =>
        isUnknown(model, "vpc_config") ||
        texts(block(after(model), "vpc_config"), "subnets").length >= 2,
      "vpc_config has fewer than two subnets: the loss of a zone ends the service",
    ),
};
