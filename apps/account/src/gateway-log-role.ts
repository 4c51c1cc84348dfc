import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type AwsPlace, arnOf, policyDocument } from "@pictor/contracts";
import { Construct } from "constructs";

/**
 * The role that API Gateway logs as, for every API of an account and region: there is one setting for all of them, so
 * no API makes it. Without it AWS refuses a stage that logs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class GatewayLogRole extends Construct {
  public readonly role: IamRole;

  public constructor(scope: Construct, id: string, place: AwsPlace) {
    super(scope, id);
    this.role = new IamRole(this, "Resource", {
      name: `pictor-api-gateway-logs-${place.region}`,
      description: "API Gateway writes the logs of this account's APIs as this role",
      // Without a source account, as AWS documents it: AWS tries the role when it is set, for no API of the account.
      assumeRolePolicy: policyDocument([
        {
          Sid: "ApiGateway",
          Effect: "Allow",
          Principal: { Service: "apigateway.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ]),
    });
    const policy = new IamRolePolicy(this, "Write", {
      role: this.role.name,
      name: "write-logs",
      policy: policyDocument([
        {
          // AWS's own policy for it, AmazonAPIGatewayPushToCloudWatchLogs, is for every account's groups.
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: [
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:PutLogEvents",
          ],
          Resource: arnOf(place, "logs", "log-group:*"),
        },
        // The action has no resource: on an ARN it would allow nothing.
        { Sid: "FindLogGroups", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
      ]),
    });
    new ApiGatewayAccount(this, "Account", {
      cloudwatchRoleArn: this.role.arn,
      // AWS tries the role at once.
      dependsOn: [policy],
    });
  }
}
