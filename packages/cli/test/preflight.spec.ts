import { names, type ReleaseManifest } from "@pictor/contracts";
import { type Needs, needsOf } from "../src/checks/preflight/needs";
import { preflight } from "../src/checks/preflight/preflight";
import { deployedInstances } from "./deployed-instances";
import { LoopbackAws } from "./loopback-aws";
import { place, release, sha256, uncompressedRelease } from "./release-fixture";

const live = release("live");
const manifest: ReleaseManifest = { schema: 1, live };
const key = `${names(place).modelBucket}/${live.key}`;
const checksum = Buffer.from(live.sha256, "hex").toString("base64");
const autoscalingRole = "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint";
const serverlessQuota =
  "Maximum total concurrency that can be allocated across all serverless endpoints";

/** What Terraform will only know later, as it stands in a synthesised stack. */
const later = "a-token";

const stack = {
  resource: {
    aws_lambda_function: {
      Predict: { reserved_concurrent_executions: 50 },
      Other: { reserved_concurrent_executions: -1 },
    },
    aws_api_gateway_stage: { Stage: { access_log_settings: {} } },
  },
  output: {
    endpoints: {
      value: [
        {
          name: "e",
          kind: "realTime",
          configuration: later,
          capacity: "ml.m5.xlarge",
          owner: "terraform",
          scales: true,
          instances: {
            ...deployedInstances,
            securityGroupId: later,
          },
        },
        {
          name: "s",
          kind: "serverless",
          configuration: later,
          capacity: "serverless-2048",
          owner: "terraform",
          scales: false,
          serverless: { maxConcurrency: 20 },
        },
      ],
    },
  },
};

/** Without what has an end of support, which the calendar decides about. */
const undated = (needs: Needs): Needs => ({ ...needs, components: [] });

describe("preflight, against an AWS on loopback", () => {
  let aws: LoopbackAws;
  let needs: Needs;

  beforeEach(async () => {
    needs = undated(needsOf(stack));
    aws = await LoopbackAws.start();
    const { account } = aws;
    account.quotas = {
      "ml.m5.xlarge for training job usage": 0,
      "ml.m5.xlarge for endpoint usage": 8,
      [serverlessQuota]: 20,
    };
    account.lambdaConcurrency = 150;
    account.apiLogRole = "arn:aws:iam::111111111111:role/api-logs";
    account.roles = [autoscalingRole, "AWSServiceRoleForAPIGateway"];
    account.objects.set(key, { body: "live", checksum });
  });
  afterEach(() => aws.stop());

  const bad = async () =>
    (await preflight(place, needs, manifest))
      .filter(({ status }) => status !== "ok")
      .map(({ check, status, text, fix }) => [`${status} ${check}: ${text}`, fix]);

  it.each([
    [/ListServiceQuotas/, ["instances", "serverless"], "servicequotas:ListServiceQuotas"],
    [/account-settings/, ["lambda"], "lambda:GetAccountSettings"],
    [/undefined \/account /, ["api logs"], "apigateway:GET on /account"],
    [/RoleName=AWSServiceRoleForAPI/, ["service role"], "iam:GetRole on "],
    [/releases/, ["artefact"], "s3:GetObject on "],
  ])("names the permission that a check lacks, and goes on: %s", async (refused, names, lacked) => {
    aws.account.refused = refused;
    const findings = await preflight(place, needs, manifest);
    const unknown = findings.filter(({ status }) => status !== "ok");
    expect(unknown.map(({ check, status }) => [check, status])).toEqual(
      names.map((name) => [name, "unknown"]),
    );
    for (const { text } of unknown) expect(text).toContain(`lack the permission '${lacked}`);
    expect(findings.length).toBeGreaterThan(names.length + 2);
  });

  it("finds nothing in an account that has just what is needed", async () => {
    expect(await bad()).toEqual([]);
    expect(await preflight(place, needs, manifest)).toHaveLength(8);
  });

  it("asks for both endpoints of an adaptive environment, and does not mind that one is absent", async () => {
    const [realTime, serverless] = stack.output.endpoints.value;
    const value = [{ ...realTime, owner: "controller" }, serverless];
    needs = undated(needsOf({ ...stack, output: { endpoints: { value } } }));
    expect(await bad()).toEqual([]);
    aws.account.quotas = { "ml.m5.xlarge for endpoint usage": 7, [serverlessQuota]: 19 };
    aws.account.roles = ["AWSServiceRoleForAPIGateway"];
    expect((await bad()).map(([text]) => text)).toEqual([
      expect.stringMatching(/^failed instances: 8 needed .*is 7$/),
      expect.stringMatching(/^failed serverless: 20 needed .*is 19$/),
      expect.stringContaining(`failed service role: ${autoscalingRole}`),
    ]);
  });

  it("finds a quota below twice the most instances, by its own name, and asks for it", async () => {
    aws.account.quotas = { ...aws.account.quotas, "ml.m5.xlarge for endpoint usage": 7 };
    expect(await bad()).toEqual([
      [
        expect.stringMatching(/^failed instances: 8 needed .*is 7$/),
        "aws service-quotas request-service-quota-increase --service-code sagemaker --quota-code L-1 --desired-value 8 --region eu-central-1",
      ],
    ]);
  });

  it("says that it does not know where Service Quotas does not list the quota", async () => {
    aws.account.quotas = { [serverlessQuota]: 20 };
    expect(await bad()).toEqual([
      [expect.stringContaining("unknown instances: Service Quotas does not list"), undefined],
    ]);
  });

  it("finds too little serverless concurrency", async () => {
    aws.account.quotas = { ...aws.account.quotas, [serverlessQuota]: 10 };
    expect(await bad()).toEqual([
      [
        expect.stringMatching(/^failed serverless: 20 needed .*is 10$/),
        expect.stringContaining("--quota-code L-2 --desired-value 20"),
      ],
    ]);
  });

  it("finds too little Lambda concurrency: what is reserved and 100 beside, unless nothing is", async () => {
    aws.account.lambdaConcurrency = 149;
    expect(await bad()).toEqual([
      [
        "failed lambda: 50 reserved and 100 kept free are needed, the account has 149; until it has more, accountConcurrency 149 in the environment reserves the 49 that are left",
        expect.stringContaining(
          "--service-code lambda --quota-code L-B99A9384 --desired-value 1000",
        ),
      ],
    ]);
  });

  it("says of a new account which command raises its limit of 10, and what happens meanwhile", async () => {
    const raised =
      "aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region eu-central-1";
    aws.account.lambdaConcurrency = 10;
    expect(await bad()).toEqual([
      [
        expect.stringMatching(
          /^failed lambda: 50 reserved .* has 10; until it has more, accountConcurrency 10 .* reserves none: .* answered 503/,
        ),
        raised,
      ],
    ]);
    needs = { ...needs, reservedConcurrency: 0 };
    expect(await bad()).toEqual([]);
    const lambda = async () =>
      (await preflight(place, needs, manifest)).find(({ check }) => check === "lambda");
    expect(await lambda()).toMatchObject({
      ...{ status: "ok", fix: raised },
      text: expect.stringMatching(/^nothing is reserved, .* the 10 requests .* answered 503/),
    });
    aws.account.lambdaConcurrency = 1_000;
    expect(await lambda()).not.toHaveProperty("fix");
  });

  it("finds that API Gateway has no role to log as, unless nothing logs", async () => {
    aws.account.apiLogRole = undefined;
    expect(await bad()).toEqual([
      [
        expect.stringContaining("failed api logs"),
        expect.stringContaining("pictor -- account 111111111111 --region eu-central-1"),
      ],
    ]);
    needs = { ...needs, apiLogs: false };
    expect(await bad()).toEqual([]);
  });

  it("finds that a service-linked role is missing, unless nothing needs it", async () => {
    aws.account.roles = ["AWSServiceRoleForAPIGateway"];
    expect(await bad()).toEqual([
      [
        expect.stringContaining(autoscalingRole),
        "aws iam create-service-linked-role --aws-service-name sagemaker.application-autoscaling.amazonaws.com",
      ],
    ]);
    needs = { ...needs, endpoints: needs.endpoints.filter(({ scales }) => !scales) };
    expect(await bad()).toEqual([]);
  });

  it("finds that the artefact is missing, of another size, or of other bytes", async () => {
    aws.account.objects.delete(key);
    expect(await bad()).toEqual([
      [expect.stringContaining("live: there is no s3://"), "pictor model publish dev <artefact>"],
    ]);
    aws.account.objects.set(key, { body: "longer", checksum });
    expect(await bad()).toEqual([
      [
        expect.stringContaining("has 6 bytes, the manifest says 4"),
        expect.stringContaining("s3 rm"),
      ],
    ]);
    const other = Buffer.alloc(32).toString("base64");
    aws.account.objects.set(key, { body: "live", checksum: other });
    expect(await bad()).toEqual([
      [expect.stringContaining("0000, the manifest says"), expect.anything()],
    ]);
    aws.account.objects.set(key, { body: "live" });
    expect(await bad()).toEqual([[expect.stringContaining("no SHA-256"), expect.anything()]]);
  });

  it("finds the same of the objects of an uncompressed artefact", async () => {
    const files = { "code/inference.py": "code", "labels.txt": "labels", "model.pt": "weights" };
    const plain = uncompressedRelease(files);
    const bucket = names(place).modelBucket;
    const put = (path: string, body: string, checked = body) =>
      aws.account.objects.set(`${bucket}/${plain.key}${path}`, {
        body,
        ...(checked && { checksum: Buffer.from(sha256(checked), "hex").toString("base64") }),
      });
    const found = async () =>
      (await preflight(place, needs, { schema: 1, live: plain }))
        .filter(({ status }) => status !== "ok")
        .map(({ status, text, fix }) => [`${status} ${text}`, fix]);
    const publish = "pictor model publish dev <artefact>";
    const uri = `s3://${bucket}/${plain.key}`;
    expect(await found()).toEqual([[`failed live: there is no ${uri}`, publish]]);

    for (const [path, body] of Object.entries(files)) put(path, body);
    expect(await found()).toEqual([]);

    const clean = `aws s3 rm --recursive ${uri} && ${publish}`;
    aws.account.objects.delete(`${bucket}/${plain.key}labels.txt`);
    expect(await found()).toEqual([
      [expect.stringContaining("has 11 bytes, the manifest says 17"), clean],
    ]);
    // As many bytes, under another name.
    put("zebra.txt", "labels");
    expect(await found()).toEqual([
      [expect.stringContaining(`the manifest says ${plain.sha256}`), clean],
    ]);
    aws.account.objects.delete(`${bucket}/${plain.key}zebra.txt`);
    put("labels.txt", "LABELS");
    expect(await found()).toEqual([
      [expect.stringContaining(`the manifest says ${plain.sha256}`), clean],
    ]);
    put("labels.txt", "labels", "");
    expect(await found()).toEqual([[expect.stringContaining("no SHA-256"), clean]]);
  });
});
