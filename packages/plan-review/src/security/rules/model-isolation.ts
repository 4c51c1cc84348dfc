import type { HazardRule } from "../../hazards/rule";
import { after } from "../../hazards/values";
import { lacking, present } from "../resources";
import { serverlessModels } from "../serverless";

/** The container gets no network and no credentials of AWS. Serverless endpoints cannot have it. */
export const modelIsolation: HazardRule = {
  id: "model-isolation",
  title: "Model container has network access",
  severity: "medium",
  mend: "set enable_network_isolation, and put all that the model needs into its artefact",
  upstream: ["CKV_AWS_370", "SageMaker.5"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sagemaker_model").filter((model) => !serverlessModels(facts, model)),
      (model) => after(model).enable_network_isolation === true,
      "enable_network_isolation is not set: the container can call out with the role's credentials",
    ),
};
