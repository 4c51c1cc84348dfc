import { join } from "node:path";
import { hiddenMembers, hiddenResources } from "@pictor/testing";
import { Fn, Token } from "cdktf";
import type { JobStore } from "../../src";
import { build, buildTraining, encryptionKey } from "../stack";

const definitionOf = (out: ReturnType<typeof build>["out"]) =>
  JSON.parse(String(out.single("aws_sfn_state_machine").definition));
const jobOf = (out: ReturnType<typeof build>["out"]) =>
  definitionOf(out).States.Parts.ItemProcessor.States.Transform.Parameters;

describe("a batch transform", () => {
  const { batch, out } = build();

  it("is a standard machine: a job takes longer than an express one may", () => {
    expect(out.single("aws_sfn_state_machine")).toMatchObject({
      name: "pictures-transform",
      type: "STANDARD",
      tracing_configuration: { enabled: true },
      logging_configuration: { level: "ERROR", include_execution_data: false },
    });
  });

  it("writes an encrypted log with a retention", () => {
    expect(out.resources("aws_cloudwatch_log_group")).toContainEqual(
      expect.objectContaining({
        name: "/aws/vendedlogs/states/pictures-transform",
        kms_key_id: encryptionKey.arn,
        retention_in_days: 30,
      }),
    );
  });

  it("tells its function everything by one variable", () => {
    const { environment } = out.single("aws_lambda_function") as {
      environment: { variables: { BATCH: string } };
    };
    expect(JSON.parse(environment.variables.BATCH)).toEqual({
      bucket: "pictures-payloads",
      prefix: "batch/",
      name: "pictures-transform",
      picturesPerJob: 5000,
      mostParts: 300,
      pictureBytes: 4_000_000,
      instances: 1,
      rate: { usdPerHour: 0.204, read: expect.stringMatching(/^2026-/) },
    });
  });

  it("encrypts volumes where their storage takes a key, and never on NVMe", () => {
    expect(jobOf(out).TransformResources.VolumeKmsKeyId).toBe(encryptionKey.arn);
    for (const type of ["ml.g4dn.xlarge", "ml.m5d.large", "ml.g5.xlarge"] as const) {
      const { TransformResources } = jobOf(build({ instances: { type } }).out);
      expect(TransformResources).toEqual({ InstanceType: type, InstanceCount: 1 });
    }
  });

  it("gives an instance two requests for each core at once, as many as their payloads allow", () => {
    expect(jobOf(out).MaxConcurrentTransforms).toBe(4);
    const large = { name: "ml.m7i.48xlarge", vCpus: 192, memoryGiB: 768 };
    expect(jobOf(build({ instances: { type: large } }).out).MaxConcurrentTransforms).toBe(25);
  });

  it("starts for manifests alone: nothing that a run writes, and no picture, starts another", () => {
    const { event_pattern: pattern } = out.single("aws_cloudwatch_event_rule");
    const { detail } = JSON.parse(String(pattern));
    expect(detail.bucket.name).toEqual(["pictures-payloads"]);
    expect(detail.object.key).toEqual([{ prefix: "batch/manifests/" }]);
    const { input, output } = batch.prefixes;
    for (const key of [input, output]) expect(key.startsWith("batch/manifests/")).toBe(false);
  });

  it("starts by a schedule with a token that a repeated call repeats", () => {
    expect(out.single("aws_scheduler_schedule")).toMatchObject({
      name: "pictures-transform-daily",
      schedule_expression: "cron(0 3 * * ? *)",
      schedule_expression_timezone: "UTC",
    });
    const { target } = out.single("aws_scheduler_schedule") as { target: { input: string } };
    expect(JSON.parse(target.input)).toEqual({
      prefix: "batch/in/daily/",
      token: "daily <aws.scheduler.scheduled-time>",
    });
  });

  it("has no role for schedules without one", () => {
    const roles = build({ schedules: [] })
      .out.resources("aws_iam_role")
      .map(({ name }) => name);
    expect(roles).toEqual(expect.arrayContaining(["pictures-transform-events-us-east-1"]));
    expect(roles).not.toContain("pictures-transform-scheduler-us-east-1");
  });

  it("begins only when function, role and policies are there", () => {
    const after = out.single("aws_sfn_state_machine").depends_on as readonly string[];
    for (const type of ["aws_lambda_alias", "aws_iam_role_policy"]) {
      expect(after.some((address) => address.startsWith(`${type}.`))).toBe(true);
    }
  });

  it("shows every resource that it makes, for overrides", () => {
    const hidden = hiddenMembers(join(__dirname, "..", ".."));
    // What lets roles publish, read and write belongs to the topic and the store.
    const granted = /\/Role\/(PublishToTopic|(Read|Write)(In|Out|Manifests)(List)?)$/;
    expect(hiddenResources(batch, hidden).filter((path) => !granted.test(path))).toEqual([]);
  });
});

const token = ["$", "{aws_x.y.name}"].join("");

describe("props that are wrong", () => {
  const problemsOf = (changes: Parameters<typeof build>[0]) => build(changes).batch.node.validate();

  it("are reported together, in words", () => {
    expect(
      problemsOf({
        name: "Pictures_transform",
        roleName: "a role",
        picturesPerJob: 0,
        jobsAtOnce: 1.5,
        maxConcurrentTransforms: 26,
        jobMinutes: 60,
        runMinutes: 60,
        instances: { type: "ml.c5.xlarge", count: 0 },
        prefix: "batch",
        schedules: [{ name: "Daily", expression: "every day", prefix: "capture/" }],
      }),
    ).toEqual([
      "name 'Pictures_transform' must be a literal of lower-case letters, digits and single hyphens, at most 39 characters: names of jobs begin with it",
      expect.stringMatching(/^roleName must be a literal .* got 'a role'$/),
      "prefix 'batch' must be folders such as 'batch/', with a slash at the end",
      "schedules: name 'Daily' must be a literal of lower-case letters, digits and single hyphens, at most 24 characters",
      "schedules: expression 'every day' of 'Daily' must be like 'cron(0 3 * * ? *)' or 'rate(1 day)'",
      "schedules: prefix 'capture/' of 'Daily' must begin with 'batchin/'",
      "instances.count must be a whole number from 1 to 100, got 0",
      "picturesPerJob must be a whole number from 1 to 10000, got 0",
      "jobsAtOnce must be a whole number from 1 to 20, got 1.5",
      "maxConcurrentTransforms must be a whole number from 1 to 25, got 26",
      "runMinutes must be more than jobMinutes 60, got 60",
    ]);
  });

  it.each([
    [
      "a name longer than a job's may begin with",
      { name: "n".repeat(40) },
      /at most 39 characters/,
    ],
    [
      "a name longer than a trigger's role may begin with",
      { name: "n".repeat(39), region: "ap-southeast-4" },
      undefined,
    ],
    ["an account that is none", { accountId: "12" }, /accountId/],
  ])("%s", (_, changes, words) => {
    const problems = problemsOf(changes);
    if (words === undefined) expect(problems).toEqual([]);
    else expect(problems).toContainEqual(expect.stringMatching(words));
  });

  it.each([
    ["a batch", problemsOf],
    [
      "a training",
      (changes: { store: JobStore }) => buildTraining(changes).training.node.validate(),
    ],
  ])(
    "%s that writes to a bucket of S3's own keys is refused: jobs write with a KMS key",
    (_, of) => {
      const store = {
        bucketName: "theirs",
        grantRead: () => undefined,
        grantWrite: () => undefined,
      };
      expect(of({ store: { ...store, takesKmsKey: () => false } })).toEqual([
        "store: bucket 'theirs' is encrypted by S3's own keys, and refuses what jobs write with encryptionKey: give the store a KMS key",
      ]);
      expect(of({ store })).toEqual([]);
    },
  );

  it("two schedules of one name are refused", () => {
    const schedule = { name: "daily", expression: "rate(1 day)", prefix: "batch/in/" };
    expect(() => build({ schedules: [schedule, schedule] })).toThrow(
      "schedules has two of the name 'daily': give each its own",
    );
  });

  it.each([
    ["name", { name: token }],
    ["prefix", { prefix: token }],
  ])("%s is a token: refused, for policies and patterns contain it", (prop, props) => {
    expect(() => build(props)).toThrow(`${prop} must be a literal, got a token`);
  });

  it.each(["jobMinutes", "runMinutes"])(
    "%s is a token: refused, for seconds are computed from it",
    (prop) => {
      const minutes = Token.asNumber(Fn.max([240]));
      expect(problemsOf({ [prop]: minutes })).toEqual([
        `${prop} must be a literal, got a token: seconds of the state machine are computed from it`,
      ]);
    },
  );

  it("the name of a schedule is a token: refused, for it is an id", () => {
    const schedules = [{ name: token, expression: "rate(1 day)", prefix: "batch/in/" }];
    expect(() => build({ schedules })).toThrow(
      "name of a schedule must be a literal, got a token: ids and names contain it",
    );
  });

  it("an unknown instance type is refused with the nearest ones", () => {
    expect(() => build({ instances: { type: "ml.c5.xlarg" as "ml.c5.xlarge" } })).toThrow(
      /nearest are 'ml.c5.xlarge'/,
    );
  });

  it("an instance type without a price leaves the costs out, and warns", () => {
    const { batch } = build({
      instances: { type: { name: "ml.x9.large", vCpus: 2, memoryGiB: 8 } },
    });
    expect(batch.plan.rate).toBeUndefined();
    expect(batch.plan.warnings).toEqual([
      "batch transform on ml.x9.large has no price in @pictor/cost: summaries are without costs",
    ]);
  });
});
