import { decide } from "@pictor/testing";
import { accountId, region, synthesised } from "./fixture";

const stack = synthesised();
const [role] = stack
  .resources("aws_iam_role")
  .filter(({ name }) => String(name).startsWith("pictor-api-gateway-logs"));
const [policy] = stack.resources("aws_iam_role_policy").filter(({ name }) => name === "write-logs");

describe("the role that API Gateway logs as", () => {
  it("may look for log groups, which no ARN allows", async () => {
    const request = {
      principal: `arn:aws:iam::${accountId}:role/${role?.name}`,
      action: "logs:DescribeLogGroups",
      resource: "*",
      accountId,
    };
    expect(await decide(request, { identity: JSON.parse(String(policy?.policy)) })).toBe("Allowed");
  });

  it("is the account's and region's, set once it may write", () => {
    const [account] = stack.resources("aws_api_gateway_account");
    expect(account).toMatchObject({
      cloudwatch_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.GatewayLogs_/),
      depends_on: [expect.stringMatching(/^aws_iam_role_policy\.GatewayLogs_Write/)],
    });
    expect(role?.name).toBe(`pictor-api-gateway-logs-${region}`);
  });

  it("is taken on by API Gateway and by nobody else", () => {
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      expect.objectContaining({
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "apigateway.amazonaws.com" },
      }),
    ]);
  });

  it.each([
    ["logs:PutLogEvents", accountId, "Allowed"],
    ["logs:CreateLogGroup", accountId, "Allowed"],
    ["logs:DeleteLogGroup", accountId, "ImplicitlyDenied"],
    ["logs:PutLogEvents", "999999999999", "ImplicitlyDenied"],
  ])("%s in account %s: %s", async (action, owner, decision) => {
    const request = {
      principal: `arn:aws:iam::${accountId}:role/${role?.name}`,
      action,
      resource: `arn:aws:logs:${region}:${owner}:log-group:API-Gateway-Execution-Logs_a/v1${
        action === "logs:PutLogEvents" ? ":log-stream:s" : ""
      }`,
      accountId: owner,
    };
    expect(await decide(request, { identity: JSON.parse(String(policy?.policy)) })).toBe(decision);
  });
});
