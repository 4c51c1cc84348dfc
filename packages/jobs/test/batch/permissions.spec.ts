import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type PolicyDocument, synthesisedPolicies, wrongAnswers } from "@pictor/testing";
import { transformMachine } from "../../src/batch/transform-machine";
import { type Asked, at, describeMachineRole, joinPolicies, object, rowsOf } from "../permissions";
import { build, place, topic } from "../stack";
import { inputs } from "./world";

const { accountId, region } = place;
const elsewhere = (arn: string) => arn.replace(region, "us-west-2");
const job = (name: string) => at("sagemaker", `transform-job/${name}`);
const own = job("pictures-transform-0123456789abcdef-0001-1");
const model = at("sagemaker", "model/pictures-model-1");
const rule = at("events", "rule/StepFunctionsGetEventsForSageMakerTransformJobsRule");
const step = at("lambda", "function:pictures-transform-step:live");
const machine = at("states", "stateMachine:pictures-transform");
const bucket = "arn:aws:s3:::pictures-payloads";

const { out } = build();
const policies = synthesisedPolicies(JSON.parse(out.text()), (reference) =>
  reference.startsWith("aws_sagemaker_model.") ? "pictures-model-1" : reference,
);

const policyOf = (role: RegExp): PolicyDocument =>
  joinPolicies(policies, ({ attributes }) => role.test(String(attributes.role)));

/** What each service that the machine calls takes. */
const needs: Readonly<Record<string, readonly Asked[]>> = {
  "sagemaker:createTransformJob.sync": [
    ["sagemaker:CreateTransformJob", own],
    ["sagemaker:DescribeTransformJob", own],
    ["sagemaker:StopTransformJob", own],
    ["sagemaker:AddTags", own],
    ["sagemaker:ListTags", own],
    ["events:PutTargets", rule],
    ["events:PutRule", rule],
    ["events:DescribeRule", rule],
  ],
  "aws-sdk:sagemaker:describeTransformJob": [["sagemaker:DescribeTransformJob", own]],
  "aws-sdk:sagemaker:stopTransformJob": [["sagemaker:StopTransformJob", own]],
  "lambda:invoke": [["lambda:InvokeFunction", step]],
  "sns:publish": [["sns:Publish", topic.arn]],
};
const forbidden: readonly Asked[] = [
  ["sagemaker:CreateTransformJob", job("others-transform-1")],
  ["sagemaker:CreateTransformJob", job("pictures-transform")],
  ["sagemaker:CreateTransformJob", elsewhere(own)],
  ["sagemaker:StopTransformJob", job("others-transform-1")],
  ["sagemaker:DescribeTransformJob", job("others-transform-1")],
  ["sagemaker:ListTags", job("others-transform-1")],
  ["sagemaker:AddTags", job("others-transform-1")],
  ["sagemaker:DeleteTags", own],
  ["sagemaker:DeleteModel", model],
  ["sagemaker:CreateTrainingJob", at("sagemaker", "training-job/pictures-transform-1")],
  ["events:PutRule", at("events", "rule/others")],
  ["events:PutTargets", at("events", "rule/others")],
  ["events:DescribeRule", at("events", "rule/others")],
  ["events:PutTargets", elsewhere(rule)],
  ["events:DeleteRule", rule],
  ["lambda:InvokeFunction", at("lambda", "function:pictures-transform-step")],
  ["lambda:InvokeFunction", at("lambda", "function:others:live")],
  ["lambda:UpdateFunctionCode", step],
  ["sns:Publish", `${topic.arn}-others`],
  ["sns:Subscribe", topic.arn],
  ["iam:PassRole", `arn:aws:iam::${accountId}:role/pictures-model`],
  ["states:StartExecution", machine],
  ["s3:GetObject", object("batch/in/a.jpg")],
];

describe("the machine's role", () => {
  describeMachineRole({
    ...{ needs, forbidden },
    role: policyOf(/Machine_Role/),
    roleName: "pictures-transform-us-east-1",
    definition: transformMachine(inputs),
    changesNothing: [],
  });
});

describe("the function's role", () => {
  it("reads pictures, manifests and what runs write, and writes the latter alone", async () => {
    const role = policyOf(/Batch_Function_Role/);
    const list = (prefix: string): Asked => ["s3:ListBucket", bucket, { "s3:prefix": prefix }];
    const rows = [
      ...rowsOf(
        "pictures-transform-step-us-east-1",
        [
          ...["batch/in/a.jpg", "batch/manifests/a.json", "batch/out/r/x.out"].map(
            (key): Asked => ["s3:GetObject", object(key)],
          ),
          list("batch/in/day/"),
          list("batch/out/r/"),
          ["s3:PutObject", object("batch/out/r/results.jsonl")],
          ["s3:AbortMultipartUpload", object("batch/out/r/results.jsonl")],
        ],
        "yes",
      ),
      ...rowsOf(
        "pictures-transform-step-us-east-1",
        [
          ["s3:GetObject", object("capture/a")],
          ["s3:PutObject", object("batch/in/a.jpg")],
          ["s3:PutObject", object("batch/manifests/a.json")],
          ["s3:DeleteObject", object("batch/out/r/x.out")],
          list("capture/"),
          ["sagemaker:CreateTransformJob", own],
        ],
        "no",
      ),
    ];
    expect(await wrongAnswers(rows, () => ({ identity: role }))).toEqual([]);
  });

  it("has a row for each command in the sources of all functions", () => {
    const lambda = join(__dirname, "..", "..", "lambda");
    const text = readdirSync(lambda, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(lambda, file), "utf8"))
      .join("\n");
    const called = [...text.matchAll(/new (\w+)Command\(/g)].map(([, name]) => name);
    // An upload in parts takes the right to put, and to abort.
    expect([...new Set(called)].sort()).toEqual([
      ...["AbortMultipartUpload", "CompleteMultipartUpload", "CreateMultipartUpload"],
      ...["GetObject", "ListObjectsV2", "PutObject", "UploadPart"],
    ]);
  });
});

describe("the model's role", () => {
  it("reads pictures and manifests of jobs, and writes answers", async () => {
    const role = policyOf(/ModelRole/);
    const rows = [
      ...rowsOf(
        "pictures-model",
        [
          ["s3:GetObject", object("batch/in/a.jpg")],
          ["s3:GetObject", object("batch/out/r/parts/0001-1.manifest.json")],
          ["s3:PutObject", object("batch/out/r/answers/0001/1/a.jpg.out")],
        ],
        "yes",
      ),
      ...rowsOf(
        "pictures-model",
        [
          ["s3:PutObject", object("batch/in/a.jpg")],
          ["s3:PutObject", object("batch/manifests/a.json")],
          ["s3:GetObject", object("training/a")],
        ],
        "no",
      ),
    ];
    expect(await wrongAnswers(rows, () => ({ identity: role }))).toEqual([]);
  });
});

describe.each([
  ["EventRole", "events", at("events", "rule/pictures-transform")],
  ["ScheduleRole", "scheduler", at("scheduler", "schedule-group/default")],
])("the triggers' %s", (id, service, source) => {
  it("may start this machine and nothing else", async () => {
    const role = policyOf(new RegExp(id));
    const rows = [
      ...rowsOf("starter", [["states:StartExecution", machine]], "yes"),
      ...rowsOf(
        "starter",
        [
          ["states:StartExecution", at("states", "stateMachine:others")],
          ["states:StartSyncExecution", machine],
        ],
        "no",
      ),
    ];
    expect(await wrongAnswers(rows, () => ({ identity: role }))).toEqual([]);
  });

  it("is taken on by its own service in this account alone", () => {
    const role = out
      .resources("aws_iam_role")
      .find(({ name }) => String(name).includes(`-${service}-`));
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        ...{ Sid: "Own", Effect: "Allow", Action: "sts:AssumeRole" },
        Principal: { Service: `${service}.amazonaws.com` },
        Condition: { StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": source } },
      },
    ]);
  });
});

describe("the machine", () => {
  it("is taken on by Step Functions for this account alone", () => {
    const role = out
      .resources("aws_iam_role")
      .find(({ name }) => name === "pictures-transform-us-east-1");
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: "states.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      }),
    ]);
  });
});
