import type { PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, gatewayArn, globalArn } from "./deploy-place";
import { scalingRole } from "./scaling-role";

/** Role that API Gateway makes for itself in an account. */
const gatewayRole =
  "role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway";

/**
 * What `pictor preflight` and `pictor verify` read of the account.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/ (read 2026-11)
 */
export function checkStatements(place: DeployPlace): readonly PolicyStatement[] {
  return [
    {
      // None of these actions has a resource.
      Sid: "ReadAccount",
      Effect: "Allow",
      Action: [
        "ce:ListCostAllocationTags",
        "lambda:GetAccountSettings",
        "servicequotas:ListServiceQuotas",
      ],
      Resource: "*",
    },
    {
      Sid: "FindServiceRoles",
      Effect: "Allow",
      Action: "iam:GetRole",
      // `pictor preflight` asks whether they exist.
      Resource: [globalArn(place, "iam", gatewayRole), scalingRole.arn(place)],
    },
    {
      Sid: "ReadApiAccount",
      Effect: "Allow",
      Action: "apigateway:GET",
      Resource: gatewayArn(place, "account"),
    },
  ];
}
