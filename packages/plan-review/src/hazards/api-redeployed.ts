import type { HazardRule } from "./rule";
import { before, differs, type Values } from "./values";

/** A deployment of the API: what it changed becomes visible to every caller at once. */
export const apiRedeployed: HazardRule = {
  id: "api-redeployed",
  title: "API redeployed",
  severity: "low",
  mend: "watch 4XX and 5XX after the apply; the deployment before is one stage update away",
  find: ({ changes }) =>
    changes
      .filter(({ type }) => type === "aws_api_gateway_stage" || type === "aws_apigatewayv2_stage")
      .filter((change) => change.kind === "update" && differs(change, "deployment_id"))
      .map((change) => ({
        change,
        reason: `${stage(before(change))} serves another deployment`,
      })),
};

function stage(values: Values): string {
  const name = values.stage_name ?? values.name;
  return name === undefined ? "the stage" : `the stage ${name}`;
}
