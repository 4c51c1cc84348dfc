import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalAws } from "../shared/local-aws";
import { type MadePlan, Workspace } from "./workspace";

const place = { environment: "review", accountId: "555555555555", region: "us-east-1" };
const topicArn = `arn:aws:sns:${place.region}:${place.accountId}:news`;

interface Resources {
  readonly topic?: Record<string, unknown>;
  readonly parameter?: Record<string, unknown>;
  readonly policy?: string;
}

/** A stack of a topic, a parameter with a secret, and the topic's policy. */
const stack = ({ topic = {}, parameter, policy }: Resources) => ({
  terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } } },
  provider: { aws: { region: place.region } },
  resource: {
    aws_sns_topic: { news: { name: "news", ...topic } },
    ...(parameter !== undefined && {
      aws_ssm_parameter: { secret: { name: "/review/secret", type: "SecureString", ...parameter } },
    }),
    ...(policy !== undefined && {
      aws_sns_topic_policy: { news: { arn: topicArn, policy, depends_on: ["aws_sns_topic.news"] } },
    }),
  },
});

const policyFor = (principal: unknown) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: principal, Action: "sns:Publish", Resource: topicArn },
    ],
  });
const account = { AWS: `arn:aws:iam::${place.accountId}:root` };
const secret = (value: string) => ({ value });

describe("plans by the AWS provider", () => {
  let directory: string;
  let aws: LocalAws;
  let workspace: Workspace;

  const step = (resources: Resources): MadePlan => {
    const made = workspace.step(stack(resources));
    const { import: imported, add, change, destroy } = made.review.summary;
    expect({ import: imported, add, change, destroy }).toEqual(made.printed);
    return made;
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-review-aws-"));
    aws = await LocalAws.start(place, directory);
    workspace = new Workspace(join(directory, "stack"), { ...aws.variables });
    workspace.write(stack({}));
    workspace.init();
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("has the provider's secrets in no review", () => {
    const { json, review } = step({ parameter: secret("open-sesame-0815") });
    expect(json).toContain("open-sesame-0815");
    expect(JSON.stringify(review)).not.toContain("open-sesame");
    expect(review.counts).toMatchObject({ create: 2 });
    const changed = step({ parameter: secret("close-sesame-4711") });
    expect(JSON.stringify(changed.review)).not.toMatch(/open-sesame|close-sesame/);
    expect(JSON.stringify(changed.review)).toContain("(secret, changed)");
  });

  it("tells a change of tags alone from an update", () => {
    const { review } = step({
      topic: { tags: { team: "wombats" } },
      parameter: secret("close-sesame-4711"),
    });
    expect(review.counts).toMatchObject({ tagOnly: 1, update: 0, noOp: 1 });
    expect(review.verdict).toBe("no rule found a hazard");
  });

  it("names what was changed outside of Terraform, apart from what the plan changes", async () => {
    await aws.query("sns", {
      Action: "SetTopicAttributes",
      Version: "2010-03-31",
      TopicArn: topicArn,
      AttributeName: "DisplayName",
      AttributeValue: "by hand",
    });
    const resources = {
      topic: { tags: { team: "wombats" } },
      parameter: secret("close-sesame-4711"),
    };
    const drift = [
      {
        type: "aws_sns_topic",
        attribute: "display_name",
        count: 1,
        examples: ["aws_sns_topic.news"],
      },
    ];
    const refreshed = workspace.plan(stack(resources), "-refresh-only");
    expect(JSON.parse(refreshed.json)).not.toHaveProperty("resource_changes");
    expect(refreshed.review).toMatchObject({ drift, groups: [], summary: refreshed.printed });
    expect(refreshed.review.reservations.join()).toContain("-refresh-only");
    expect(refreshed.review.verdict).not.toBe("no rule found a hazard");
    const { review } = step(resources);
    expect(review.drift).toEqual(drift);
    expect(review.counts).toMatchObject({ update: 1 });
  });

  it("calls a policy wider that is wider, and loses a parameter as data", () => {
    const before = step({ policy: policyFor(account) });
    expect(before.review.hazards.map(({ rule }) => rule)).toEqual(["stateful-lost"]);
    const { review } = step({ policy: policyFor("*") });
    expect(review.hazards.map(({ rule }) => rule)).toEqual(["public-access", "policy-widened"]);
    expect(review.hazards[1]?.reason).toBe(`anybody may now sns:publish on ${topicArn}`);
  });

  it("replaces a topic of another name, and says which attribute forces it", () => {
    const { review } = step({ topic: { name: "other" } });
    expect(review.losses).toMatchObject([
      { address: "aws_sns_topic_policy.news", kind: "destroy" },
      { address: "aws_sns_topic.news", kind: "replace", forcedBy: ["name"] },
    ]);
  });
});
