import type { CapacityControllerProps } from "../src";
import { named, problemsOf, ranges } from "./changes";
import { type Changes, parameters } from "./stack";

const asked = (change: Partial<CapacityControllerProps["requests"]>): Changes => ({
  change: (usual) => ({ ...usual, requests: { ...usual.requests, ...change } }),
});
const pinAt = (pin: string): Changes => ({ props: { parameters: { ...parameters, pin } } });
const tagged = (tags: Readonly<Record<string, string>>): Changes => ({ props: { tags } });
const levels = (count: number) => "/level".repeat(count);

describe("CapacityController refuses", () => {
  it("nothing of the example", () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each(["pictures-serverless", "Pictures-Serverless"])(
    "the name of the serverless endpoint, '%s', for the real-time one, as SageMaker ignores its case",
    (name) => {
      expect(problemsOf(named(name))).toContain(
        `realTime.target.name and serverless.target.name must be names of two endpoints, got '${name}' and 'pictures-serverless': the controller would delete the endpoint that serves`,
      );
    },
  );

  it.each<[string, Changes, string]>([
    [
      "an endpoint's name that its ARN would not have",
      named("Pictures"),
      "realTime.target.name must be a literal of lower-case letters, digits and hyphens, at most 63 characters, got 'Pictures'",
    ],
    [
      "an endpoint's name that SageMaker does not take",
      named("pictures-real-time", "p".repeat(64)),
      `serverless.target.name must be a literal of lower-case letters, digits and hyphens, at most 63 characters, got '${"p".repeat(64)}'`,
    ],
    [
      "an endpoint of the other kind",
      {
        change: (usual) => ({
          ...usual,
          realTime: { ...usual.realTime, target: { name: "pictures", kind: "serverless" } },
        }),
      },
      "realTime.target.kind must be 'realTime', got 'serverless'",
    ],
    [
      "fewer configurations than releases",
      { change: (usual) => ({ ...usual, realTime: { ...usual.realTime, configurations: [] } }) },
      "realTime.configurations must have 2 item(s), one for each release of realTime.spec, got 0: build both endpoints of the same release manifest",
    ],
    [
      "fewer generations than releases",
      { change: (usual) => ({ ...usual, serverless: { ...usual.serverless, generations: [] } }) },
      "serverless.generations must have 2 item(s), one for each release of realTime.spec, got 0: build both endpoints of the same release manifest",
    ],
    [
      "configurations that are destroyed too early",
      { inAnyOrder: true },
      "serverless.generations[1] ('test/serverlessprevious') must have lifecycle.createBeforeDestroy: otherwise Terraform destroys a configuration that may still run before it finds that it must not",
    ],
    [
      "a region that does not exist",
      { props: { region: "Frankfurt" } },
      "region 'Frankfurt' must be an AWS region's code",
    ],
    [
      "a function's name too long for the schedule's role",
      { props: { functionName: "f".repeat(46) } },
      `functionName '${"f".repeat(46)}' has 46 characters, at most 45 fit: the schedule's role is named '${"f".repeat(46)}-schedule-us-east-1', and IAM takes 64`,
    ],
    [
      "a topic that takes no message without a group",
      {
        props: {
          topic: { arn: "arn:aws:sns:us-east-1:123456789012:s.fifo", grantPublish: () => null },
        },
      },
      "topic.arn must be the ARN of an SNS topic that is not FIFO, arn:<partition>:sns:<region>:<account>:<name>, got 'arn:aws:sns:us-east-1:123456789012:s.fifo'",
    ],
  ])("%s", (_, changes, problem) => {
    expect(problemsOf(changes)).toContain(problem);
  });
});

describe("CapacityController refuses a parameter's name", () => {
  it.each<[string, string]>([
    [
      "pin",
      "parameters.pin must be a path of letters, digits and '_.-' such as '/pictor/prod/capacity/spec', got 'pin'",
    ],
    [
      "/pictures/a pin",
      "parameters.pin must be a path of letters, digits and '_.-' such as '/pictor/prod/capacity/spec', got '/pictures/a pin'",
    ],
    [
      parameters.state,
      `parameters.state and parameters.pin must be two parameters, got '${parameters.state}' for both`,
    ],
    [
      "/AWS/pin",
      "parameters.pin must not begin with '/aws' or '/ssm', which AWS reserves, got '/AWS/pin'",
    ],
    [
      "/ssm-pins/pin",
      "parameters.pin must not begin with '/aws' or '/ssm', which AWS reserves, got '/ssm-pins/pin'",
    ],
    [levels(16), `parameters.pin must have at most 15 levels, got 16 in '${levels(16)}'`],
    [`/${"p".repeat(967)}`, "parameters.pin must have an ARN of at most 1011 characters, got 1012"],
  ])("%s", (pin, problem) => {
    expect(problemsOf(pinAt(pin))).toEqual([problem]);
  });

  it.each([levels(15), `/${"p".repeat(966)}`, "/our/aws/pin"])("but not %s", (pin) => {
    expect(problemsOf(pinAt(pin))).toEqual([]);
  });
});

describe("CapacityController refuses tags", () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "that AWS reserves",
      { "AWS:team": "birds" },
      "tags must have no key that begins with 'aws:', which AWS reserves, got 'AWS:team'",
    ],
    [
      "of which permissions are made",
      { CapacityController: "mine" },
      "tags must not have the key 'CapacityController': permissions recognise the scalable target by it",
    ],
    [
      "without a key",
      { "": "x" },
      "tags must have keys of at least one character and at most 128 letters, digits, spaces and '_.:/=+-@', got ''",
    ],
    [
      "with other characters",
      { team: "birds & bees" },
      "tags['team'] must be at most 256 letters, digits, spaces and '_.:/=+-@', got 'birds & bees'",
    ],
    [
      "more than AWS takes with the controller's own",
      Object.fromEntries(ranges(50).map(({ name }) => [name, ""])),
      "tags must be at most 49, got 50: AWS takes 50 of a resource, and the scalable target has 'CapacityController' besides",
    ],
  ])("%s", (_, tags, problem) => {
    expect(problemsOf(tagged(tags))).toEqual([problem]);
  });

  it("but not those of 49 keys in any script", () => {
    const tags = Object.fromEntries(ranges(49).map(({ name }) => [`Größe ${name}`, "é"]));
    expect(problemsOf(tagged(tags))).toEqual([]);
  });
});

describe("CapacityController refuses a metric of requests", () => {
  it.each<[Partial<CapacityControllerProps["requests"]>, string]>([
    [
      { namespace: "" },
      "requests.namespace must be 1 to 255 characters, not all blank and no ':' first, got ''",
    ],
    [
      { name: " " },
      "requests.name must be 1 to 255 characters, not all blank and no ':' first, got ' '",
    ],
    [
      { dimensions: { service: "" } },
      "requests.dimensions['service'] must be 1 to 1024 characters, not all blank and no ':' first, got ''",
    ],
    [
      { dimensions: { "": "pictures" } },
      "a key of requests.dimensions must be 1 to 255 characters, not all blank and no ':' first, got ''",
    ],
  ])("%j", (change, problem) => {
    expect(problemsOf(asked(change))).toEqual([problem]);
  });
});
