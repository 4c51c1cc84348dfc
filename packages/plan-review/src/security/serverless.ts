import { after, blocks, text } from "../hazards/values";
import type { Change } from "../plan/change";
import { type Facts, names, present } from "./resources";

/** Whether only serverless variants serve a model: AWS offers them no VPC, no network isolation and no volume key. */
export function serverlessModels(facts: Facts, model: Change): boolean {
  const name = text(after(model), "name");
  const serving = present(facts, "aws_sagemaker_endpoint_configuration").flatMap((configuration) =>
    blocks(after(configuration), "production_variants")
      .filter((variant) => {
        const served = text(variant, "model_name");
        return served === "" ? refers(facts, configuration, model) : served === name;
      })
      .map((variant) => blocks(variant, "serverless_config").length > 0),
  );
  return serving.length > 0 && serving.every(Boolean);
}

function refers(facts: Facts, configuration: Change, model: Change): boolean {
  return names(facts, configuration, "production_variants", model);
}
