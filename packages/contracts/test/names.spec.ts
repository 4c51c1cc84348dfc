import * as fc from "fast-check";
import { arnOf, bucketArn, names, placeProblems, roleArn, stateBucketName } from "../src/index";
import { placeSchema } from "../src/schemas";

const place = fc.record({
  environment: fc.stringMatching(/^[a-z][a-z0-9]{1,15}$/),
  accountId: fc.stringMatching(/^\d{12}$/),
  region: fc.constantFrom("eu-central-1", "us-gov-west-1", "cn-northwest-1", "ap-southeast-2"),
});

describe("names", () => {
  it("gives bucket names that S3 accepts", () => {
    fc.assert(
      fc.property(place, (p) => {
        const { stateBucket, modelBucket, logBucket, payloadBucket } = names(p);
        for (const bucket of [stateBucket, modelBucket, logBucket, payloadBucket]) {
          expect(bucket).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
        }
      }),
    );
  });

  it("gives role names within IAM's 64 characters and endpoint names within SageMaker's 63", () => {
    fc.assert(
      fc.property(place, (p) => {
        const { modelRoles, deployRole, planRole, jobRoles, workloadBoundary, endpoints } =
          names(p);
        const roles = [
          ...Object.values(modelRoles),
          ...Object.values(jobRoles),
          deployRole,
          planRole,
        ];
        for (const role of roles) expect(role.length).toBeLessThanOrEqual(64);
        expect(workloadBoundary.length).toBeLessThanOrEqual(128);
        for (const name of Object.values(endpoints)) {
          expect(name).toMatch(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);
        }
      }),
    );
  });

  it("keeps the environments of one account apart, but for the state bucket that they share", () => {
    fc.assert(
      fc.property(place, fc.stringMatching(/^[a-z][a-z0-9]{1,15}$/), (p, other) => {
        fc.pre(other !== p.environment);
        const [a, b] = [names(p), names({ ...p, environment: other })];
        expect(a.stateBucket).toBe(b.stateBucket);
        const flat = (value: object): string[] =>
          Object.values(value).flatMap((v) => (typeof v === "string" ? [v] : flat(v)));
        const own = flat({ ...a, stateBucket: "" }).filter((name) => name !== "");
        expect(own.filter((name) => flat(b).includes(name))).toEqual([]);
      }),
    );
  });

  it("agrees with the account's own name for the state bucket", () => {
    const p = { environment: "prod", accountId: "123456789012", region: "eu-central-1" };
    expect(names(p).stateBucket).toBe(stateBucketName(p));
    expect(stateBucketName(p)).toBe("pictor-state-123456789012-eu-central-1");
  });
});

describe("placeSchema", () => {
  it.each([
    [{ environment: "Prod" }, "2 to 16 lower-case letters"],
    [{ accountId: "12345" }, "twelve digits"],
    [{ region: "frankfurt" }, "AWS region's code"],
  ])("refuses %p and says what is allowed", (wrong, message) => {
    const parsed = placeSchema.safeParse({
      environment: "prod",
      accountId: "123456789012",
      region: "eu-central-1",
      ...wrong,
    });
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});

describe("placeProblems", () => {
  it("says what is wrong with account and region, by name", () => {
    expect(placeProblems({ accountId: "12", region: "frankfurt" })).toEqual([
      "accountId '12' must be twelve digits",
      "region 'frankfurt' must be an AWS region's code",
    ]);
    expect(placeProblems({ accountId: "123456789012", region: "eu-central-1" })).toEqual([]);
  });

  it("does not judge what only Terraform will know", () => {
    const later = ["$", "{TfToken[TOKEN.1]}"].join("");
    expect(placeProblems({ accountId: later, region: "eu-central-1" })).toEqual([]);
  });

  it("wants a region that is known now, because partition and service names follow from it", () => {
    const later = ["$", "{TfToken[TOKEN.1]}"].join("");
    expect(placeProblems({ accountId: "123456789012", region: later })).toEqual([
      "region must be a literal such as 'eu-central-1', got a token",
    ]);
  });
});

describe("ARNs", () => {
  it("carry the partition of their region", () => {
    const china = { accountId: "123456789012", region: "cn-north-1" };
    expect(arnOf(china, "sagemaker", "endpoint/x")).toBe(
      "arn:aws-cn:sagemaker:cn-north-1:123456789012:endpoint/x",
    );
    expect(roleArn({ ...china, region: "us-gov-west-1" }, "r")).toBe(
      "arn:aws-us-gov:iam::123456789012:role/r",
    );
    expect(bucketArn("eu-west-1", "b")).toBe("arn:aws:s3:::b");
  });
});
