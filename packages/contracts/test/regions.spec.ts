import {
  arnOf,
  dnsSuffix,
  logsPrincipal,
  partitionOf,
  placeProblems,
  regionProblem,
  regions,
  viaService,
} from "../src/index";
import { placeSchema } from "../src/schemas";

const accountId = "123456789012";

describe("a region", () => {
  it.each([
    ["eu-central-1", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["us-iso-east-1", "aws-iso", "c2s.ic.gov"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
    ["eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk"],
    ["us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
  ])("%s is in partition %s, whose host names end in %s", (region, partition, suffix) => {
    expect(partitionOf(region)).toBe(partition);
    expect(dnsSuffix(region)).toBe(suffix);
    expect(arnOf({ accountId, region }, "ecr", "repository/x")).toBe(
      `arn:${partition}:ecr:${region}:${accountId}:repository/x`,
    );
    expect(placeProblems({ accountId, region })).toEqual([]);
    expect(placeSchema.safeParse({ environment: "prod", accountId, region }).success).toBe(true);
  });

  it.each([
    ["eu-cental-1", "did you mean 'eu-central-1'?"],
    ["eu-central-9", "is not in the table of regions"],
    ["ap-southeast-6", "is an AWS region that provider 5.100.0 refuses"],
    ["Frankfurt", "must be an AWS region's code"],
    ["toString", "must be an AWS region's code"],
    ["", "must be an AWS region's code"],
  ])("'%s' is refused in words", (region, words) => {
    expect(placeProblems({ accountId, region })).toEqual([expect.stringContaining(words)]);
    const { error } = placeSchema.safeParse({ environment: "prod", accountId, region });
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });

  it("has a row that the others agree with", () => {
    for (const [region, facts] of Object.entries(regions)) {
      const { imageRegistry, partition, provider, sagemaker, serverless } = facts;
      expect(serverless === false).toBe(!sagemaker);
      expect(imageRegistry ?? "000000000000").toMatch(/^\d{12}$/);
      if (imageRegistry !== undefined) expect([provider, sagemaker]).toEqual([true, true]);
      if (provider) expect(regionProblem(region)).toBeUndefined();
      expect(partition === "aws").toBe(!/^(cn|us-gov|us-iso|eu-iso|eusc)/.test(region));
    }
  });
});

describe("the name of a service", () => {
  it("is one value of kms:ViaService where host names end in amazonaws.com, else either", () => {
    expect(viaService("s3", "eu-central-1")).toBe("s3.eu-central-1.amazonaws.com");
    expect(viaService("s3", "us-gov-west-1")).toBe("s3.us-gov-west-1.amazonaws.com");
    expect(viaService("lambda", "cn-north-1")).toEqual([
      "lambda.cn-north-1.amazonaws.com",
      "lambda.cn-north-1.amazonaws.com.cn",
    ]);
  });

  it("of CloudWatch Logs ends as the provider knows it", () => {
    expect(
      ["eu-west-1", "cn-north-1", "us-iso-east-1", "us-gov-west-1", "eusc-de-east-1"].map(
        logsPrincipal,
      ),
    ).toEqual([
      "logs.eu-west-1.amazonaws.com",
      "logs.cn-north-1.amazonaws.com.cn",
      "logs.us-iso-east-1.c2s.ic.gov",
      "logs.us-gov-west-1.amazonaws.com",
      "logs.eusc-de-east-1.amazonaws.com",
    ]);
  });
});
