import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Synthesised } from "@pictor/testing";
import { TerraformStack, Testing } from "cdktf";
import { HardenedBucket } from "../../src";
import { place } from "../access";

const logsIn = (stack: TerraformStack): HardenedBucket =>
  new HardenedBucket(stack, "Logs", {
    ...place,
    bucketName: "acme-logs",
    encryption: { kind: "sse-s3" },
    accessLogs: { kind: "none", reason: "receives the others' logs" },
  });
const loggedIn = (stack: TerraformStack, bucket: HardenedBucket, bucketName: string): void => {
  new HardenedBucket(stack, bucketName, {
    ...place,
    bucketName,
    encryption: { kind: "sse-s3" },
    accessLogs: { kind: "to", bucket, prefix: `${bucketName}/` },
  });
};

describe("a log bucket of another stack", () => {
  const app = Testing.app();
  const [base, models] = ["base", "models"].map((id) => {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, "Aws", { region: place.region });
    return stack;
  }) as [TerraformStack, TerraformStack];
  loggedIn(models, logsIn(base), "acme-models");
  app.synth();
  const synthesised = (stack: TerraformStack) => new Synthesised(Testing.synth(stack));

  it("is referred to, and not depended on, which Terraform refuses", () => {
    const logging = synthesised(models).single("aws_s3_bucket_logging");
    expect(logging.depends_on).toBeUndefined();
    expect(logging.target_bucket).toMatch(/data\.terraform_remote_state\..*base/);
    expect(models.dependsOn(base)).toBe(true);
  });

  it("admits the log all the same", () => {
    const { policy } = synthesised(base).single("aws_s3_bucket_policy");
    expect(policy).toContain("AccessLogOfAcmeModels");
  });
});

describe("the prefix of an access log", () => {
  it.each(["models/*", "model?/"])("is no pattern: %s", (prefix) => {
    const stack = new TerraformStack(Testing.app(), "test");
    new HardenedBucket(stack, "Models", {
      ...place,
      bucketName: "acme-models",
      encryption: { kind: "sse-s3" },
      accessLogs: { kind: "to", bucket: logsIn(stack), prefix },
    });
    expect(() => Testing.synth(stack, true)).toThrow(
      `accessLogs.prefix must be a beginning of keys, such as 'models/', without '*' and '?', which would admit logs below other prefixes, got '${prefix}'`,
    );
  });
});

describe("the statements of a log bucket's policy", () => {
  const sids = (...sources: string[]): readonly string[] => {
    const stack = new TerraformStack(Testing.app(), "test");
    const logs = logsIn(stack);
    for (const source of sources) loggedIn(stack, logs, source);
    const policies = new Synthesised(Testing.synth(stack)).resources("aws_s3_bucket_policy");
    const found = policies.flatMap(({ policy }) => JSON.parse(String(policy)).Statement);
    return found
      .map(({ Sid }: { Sid: string }) => Sid)
      .filter((sid: string) => sid.startsWith("AccessLogOf"))
      .sort();
  };

  it("have Sids of their own where names differ in hyphens alone, whatever their order", () => {
    const [one, two] = ["acme-data-1a", "acme-data1a"];
    expect(new Set(sids(one, two)).size).toBe(2);
    for (const sid of sids(one, two)) expect(sid).toMatch(/^AccessLogOfAcmeData1a[0-9a-f]{8}$/i);
    expect(sids(two, one)).toEqual(sids(one, two));
  });

  it("have no suffix where nothing collides, as those that are deployed", () => {
    expect(sids("acme-data-1a", "acme-data2a")).toEqual([
      "AccessLogOfAcmeData1a",
      "AccessLogOfAcmeData2a",
    ]);
  });
});
