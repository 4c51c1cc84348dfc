import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import { lacking, present } from "../resources";

/** Whoever calls is known. */
export const methodAuthorisation: HazardRule = {
  id: "method-authorisation",
  title: "API method or route without authorisation",
  severity: "high",
  mend: "set authorization, or require an API key; waive it where everybody is meant to call",
  upstream: [
    "CKV_AWS_59",
    "CKV2_AWS_70",
    "CKV_AWS_309",
    "AWS-0004",
    "APIGateway.8",
    "AwsSolutions-APIG4",
  ],
  find: (facts) => [
    ...lacking(
      present(facts, "aws_api_gateway_method").filter(
        (method) => text(after(method), "http_method") !== "OPTIONS",
      ),
      (method) =>
        text(after(method), "authorization") !== "NONE" || after(method).api_key_required === true,
      "everybody may call the method",
    ),
    ...lacking(
      present(facts, "aws_apigatewayv2_route").filter(
        (route) => !text(after(route), "route_key").startsWith("OPTIONS "),
      ),
      (route) => !["", "NONE"].includes(text(after(route), "authorization_type")),
      "everybody may call the route",
    ),
  ],
};
