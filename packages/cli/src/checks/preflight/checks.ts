import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { checkApiLogRole } from "./api-log-role";
import { checkArtefact } from "./artefact";
import type { PreflightCheck } from "./check";
import { checkEndpointZones } from "./endpoint-zones";
import { checkEndsOfLife } from "./ends-of-life";
import { checkLambdaConcurrency } from "./lambda-concurrency";
import { instanceDemands, judgeQuotas, serverlessDemands } from "./quotas";
import { checkServiceLinkedRole, neededRoles } from "./service-linked-roles";

/** All that a preflight looks at. */
export const preflightChecks: readonly PreflightCheck[] = [
  {
    name: "instances",
    permission: "servicequotas:ListServiceQuotas",
    needed: ({ needs }) => instanceDemands(needs).length > 0,
    run: (context) => judgeQuotas(instanceDemands(context.needs), context),
  },
  {
    name: "serverless",
    permission: "servicequotas:ListServiceQuotas",
    needed: ({ needs }) => serverlessDemands(needs).length > 0,
    run: (context) => judgeQuotas(serverlessDemands(context.needs), context),
  },
  {
    name: "lambda",
    permission: "lambda:GetAccountSettings",
    needed: () => true,
    run: async ({ needs, place: { region } }) => [
      await checkLambdaConcurrency(new LambdaClient({ region }), needs, region),
    ],
  },
  {
    name: "api logs",
    permission: "apigateway:GET on /account",
    needed: ({ needs }) => needs.apiLogs,
    run: async ({ place }) => [
      await checkApiLogRole(new APIGatewayClient({ region: place.region }), place),
    ],
  },
  {
    name: "service role",
    permission: "iam:GetRole on role/aws-service-role/*",
    needed: ({ needs }) => neededRoles(needs).length > 0,
    run: ({ needs, place: { region } }) => {
      const client = new IAMClient({ region });
      return Promise.all(neededRoles(needs).map((role) => checkServiceLinkedRole(client, role)));
    },
  },
  {
    name: "zones",
    permission: "ec2:DescribeVpcEndpointServices",
    needed: ({ needs }) => needs.zones.length > 0 && needs.interfaceServices.length > 0,
    run: ({ needs, place: { region } }) =>
      checkEndpointZones(new EC2Client({ region }), needs, region),
  },
  {
    name: "ends of life",
    permission: "none: it asks the synthesised stacks",
    needed: () => true,
    run: async ({ needs }) => checkEndsOfLife(needs.components),
  },
  {
    name: "artefact",
    permission: "s3:GetObject on the model store's releases/*, s3:ListBucket",
    needed: () => true,
    run: async ({ place, manifest: { live, previous } }) => {
      const client = new S3Client({ region: place.region });
      return Promise.all([
        checkArtefact(client, place, "live", live),
        ...(previous === undefined ? [] : [checkArtefact(client, place, "previous", previous)]),
      ]);
    },
  },
];
