import { names, partitionOf, policyArn, policyDocument } from "@pictor/contracts";
import {
  type ExpectedAnswer,
  isCaught,
  type PolicyDocument,
  policyMutants,
  wrongAnswers,
} from "@pictor/testing";
import { deployParts } from "../src/deploy-role";
import { planParts } from "../src/plan-role";
import { arn, no, tagged, yes } from "./deploy-rows";
import { tables } from "./deploy-table";
import {
  accountId,
  boundaryArn,
  deploymentOf,
  jobsBoundaryArn,
  people,
  policiesOf,
  policyNamed,
  region,
  stateKeyArn,
} from "./fixture";

const bucket = (name: string) => `arn:aws:s3:::pictor-${name}-${accountId}-${region}`;
const viaS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
const own = "pictor-prod-x";

/** Requests of a plan about the state. */
const state: readonly ExpectedAnswer[] = [
  ...yes("s3", "ListBucket", bucket("state")),
  ...["prod", "prod-data", "prod-jobs"].flatMap((stack) => {
    const object = `${bucket("state")}/${stack}.tfstate`;
    return [
      ...yes("s3", "GetObject", object),
      ...no("s3", "PutObject DeleteObject DeleteObjectVersion", object),
      ...yes("s3", "GetObject PutObject DeleteObject", `${object}.tflock`),
      ...no("s3", "PutObjectTagging", `${object}.tflock`),
    ];
  }),
  ...no("s3", "GetObject", `${bucket("state")}/dev.tfstate`),
  ...no("s3", "GetObject PutObject DeleteObject", `${bucket("state")}/dev.tfstate.tflock`),
  ...no("s3", "PutBucketPolicy DeleteBucket", bucket("state")),
  ...no("s3", "ListBucket", bucket("dev-models")),
  ...yes("kms", "Decrypt GenerateDataKey", stateKeyArn, viaS3),
  ...no("kms", "Decrypt GenerateDataKey", stateKeyArn),
  ...no("kms", "Encrypt PutKeyPolicy ScheduleKeyDeletion", stateKeyArn, viaS3),
  ...no("kms", "Decrypt GenerateDataKey", arn("kms", "key/other"), viaS3),
];

/** Requests that a refresh makes. */
const resources: readonly ExpectedAnswer[] = [
  ...yes("s3", "GetBucketPolicy GetEncryptionConfiguration ListBucket", bucket("prod-models")),
  ...yes("kms", "DescribeKey GetKeyPolicy ListResourceTags", arn("kms", "key/k"), tagged("prod")),
  ...yes("ec2", "DescribeVpcs DescribeSubnets DescribeSecurityGroups", "*"),
  ...yes(
    "lambda",
    "GetFunction GetPolicy ListVersionsByFunction",
    arn("lambda", `function:${own}`),
  ),
  ...yes("sagemaker", "DescribeEndpoint ListTags", arn("sagemaker", `endpoint/${own}`)),
  ...yes("sagemaker", "DescribeModel", arn("sagemaker", `model/${own}`)),
  ...yes("logs", "DescribeLogGroups", "*"),
  ...yes("cloudwatch", "DescribeAlarms", "*"),
  ...yes("iam", "GetRole GetRolePolicy ListRolePolicies", role(own)),
  ...yes("states", "DescribeStateMachine", arn("states", "stateMachine:pictor-prod-transform")),
  ...yes("ssm", "GetParameter", arn("ssm", "parameter/pictor/prod/capacity/spec")),
  ...yes("sns", "GetTopicAttributes", arn("sns", own)),
  ...yes("events", "DescribeRule", arn("events", `rule/${own}`)),
];

/** Requests that would change something, hand out data or reach another environment. */
const forbidden: readonly ExpectedAnswer[] = [
  ...no("s3", "CreateBucket DeleteBucket PutBucketPolicy", bucket("prod-models")),
  ...no("s3", "GetObject PutObject", `${bucket("prod-models")}/releases/x`),
  ...no("s3", "GetObject PutObject", `${bucket("prod-payloads")}/batch/output/x`),
  ...no("s3", "GetBucketPolicy ListBucket", bucket("dev-models")),
  ...no(
    "kms",
    "Decrypt Encrypt GenerateDataKey CreateAlias PutKeyPolicy ScheduleKeyDeletion TagResource",
    arn("kms", "key/k"),
    tagged("prod"),
  ),
  ...no("kms", "DescribeKey GetKeyPolicy", arn("kms", "key/k"), tagged("dev")),
  ...no(
    "lambda",
    "InvokeFunction UpdateFunctionCode DeleteFunction",
    arn("lambda", `function:${own}`),
  ),
  ...no("lambda", "GetFunction", arn("lambda", "function:pictor-dev-x")),
  ...no(
    "sagemaker",
    "InvokeEndpoint UpdateEndpoint DeleteEndpoint CreateEndpoint AddTags",
    arn("sagemaker", `endpoint/${own}`),
  ),
  ...no("logs", "DeleteLogGroup CreateLogGroup", arn("logs", `log-group:/aws/lambda/${own}`)),
  ...no("cloudwatch", "DeleteAlarms PutMetricAlarm", arn("cloudwatch", `alarm:${own}`)),
  ...no(
    "iam",
    "CreateRole PutRolePolicy UpdateAssumeRolePolicy DeleteRolePermissionsBoundary PassRole TagRole AttachRolePolicy",
    role(own),
    { "iam:PermissionsBoundary": boundaryArn },
  ),
  ...no("iam", "GetRole", role(`pictor-prod-${region}-deploy`)),
  ...no("iam", "GetRole", role("pictor-dev-x")),
  ...no(
    "states",
    "StartExecution UpdateStateMachine",
    arn("states", "stateMachine:pictor-prod-transform"),
  ),
  ...no("ssm", "PutParameter DeleteParameter", arn("ssm", "parameter/pictor/prod/capacity/spec")),
  ...no("ssm", "GetParameter", arn("ssm", "parameter/pictor/dev/capacity/spec")),
  ...no("sns", "Publish Subscribe SetTopicAttributes", arn("sns", own)),
  ...no("events", "PutRule DeleteRule", arn("events", `rule/${own}`)),
  ...no("ec2", "CreateVpc DeleteVpc CreateTags AuthorizeSecurityGroupIngress", "*", tagged("prod")),
  ...no("sts", "AssumeRole", role(`pictor-prod-${region}-deploy`)),
];

const place = {
  ...deploymentOf(people),
  stateKeyArn,
  boundaryArns: [boundaryArn, jobsBoundaryArn] as const,
};
const policies = Object.fromEntries(
  Object.keys(planParts(place)).map((part) => [part, policyNamed(`PlanProd_${part}_`)]),
);
describe("the plan role of an environment", () => {
  it.each(Object.entries({ state, resources, forbidden }))(
    "may do what a plan takes, and nothing else: %s",
    async (_, rows) => {
      expect(await wrongAnswers(rows, policiesOf(...Object.values(policies)))).toEqual([]);
    },
    60_000,
  );

  it.each(
    policyMutants(policies.State as PolicyDocument).map(
      ({ change, policy }) => [change, policy] as const,
    ),
  )("would be found broken about the state: %s", async (_, mutant) => {
    expect(await isCaught(state, policiesOf(mutant))).toBe(true);
  });

  it("may do nothing that the deploy role may not, as the deploy role's own table says", async () => {
    const refused = Object.values(tables)
      .flat()
      .filter(({ answer }) => answer === "no");
    expect(await wrongAnswers(refused, policiesOf(...Object.values(policies)))).toEqual([]);
  }, 120_000);

  it("reads everything that the deploy role reads of resources, in each of its parts", () => {
    const reading = Object.keys(deployParts).filter((part) => part !== "Checks");
    const empty = reading.filter((part) => planParts(place)[part]?.length === 0);
    expect(empty).toEqual([]);
  });

  it.each(["cn-northwest-1", "us-gov-west-1", "ap-southeast-4"])(
    "fits into policies of IAM, with the longest name, in %s",
    (longRegion) => {
      const far = { environment: "e".repeat(16), accountId, region: longRegion };
      const sizes = Object.entries(
        planParts({
          ...far,
          stateKeyArn: `arn:${partitionOf(longRegion)}:kms:${longRegion}:${accountId}:key/${"0".repeat(36)}`,
          boundaryArns: [
            policyArn(far, names(far).workloadBoundary),
            policyArn(far, names(far).jobsBoundary),
          ],
        }),
      ).map(([part, statements]) => [part, policyDocument(statements).length] as const);
      expect(sizes.filter(([, size]) => size > 6144)).toEqual([]);
      expect(sizes.length).toBeLessThanOrEqual(10);
    },
  );
});
