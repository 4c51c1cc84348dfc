import { AccountStack } from "@pictor/account";
import { partitionOf, regions } from "@pictor/contracts";
import { manifestOf, type StackJson } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../../environments";
import { DataStack } from "../../src/data-stack";
import type { Environment } from "../../src/environment";
import { JobsStack } from "../../src/jobs-stack";
import { ServiceStack } from "../../src/service-stack";
import { constraints } from "./constraints";
import { refusal } from "./service-models";

const accountId = "123456789012";
/** The longest that `placeSchema` allows. */
const name = "e".repeat(16);
const manifest = { ...manifestOf("b"), previous: manifestOf("a").live };

const usable = Object.entries(regions).filter(([, facts]) => facts.provider && facts.sagemaker);

/** The regions with the longest names: of each partition that is open to everybody, and of all. */
const longest = ["aws", "aws-cn", "aws-us-gov", ".*"].map((partitions) => {
  const those = usable.filter(([, { partition }]) => new RegExp(`^${partitions}$`).test(partition));
  const [region = ""] = those.map(([name]) => name).sort((a, b) => b.length - a.length);
  return region;
});

/** Adaptive capacity is decided by prices, which are here of this region. */
const priced = "us-east-1";

/** Every stack of every environment that the region can have, with the longest name. */
function stacksIn(region: string): readonly StackJson[] {
  const here = environments
    .filter(
      ({ capacity: { kind } }) =>
        kind === "realTime" ||
        (kind === "serverless" ? regions[region]?.serverless !== false : region === priced),
    )
    .map(
      (environment): Environment => ({
        ...environment,
        ...{ name, accountId, region },
        ...(environment.network.kind === "vpc" && {
          network: { ...environment.network, availabilityZones: [`${region}a`, `${region}b`] },
        }),
      }),
    );
  const account = new AccountStack(
    Testing.app(),
    "account",
    { accountId, region, state: { kind: "s3" } },
    [
      {
        ...{ environment: name, accountId, region },
        trust: [{ kind: "roles", names: ["Deployer"] }],
      },
    ],
  );
  const all = here.flatMap((environment) => [
    new DataStack(Testing.app(), "data", environment),
    new ServiceStack(Testing.app(), "service", environment, manifest),
    ...(environment.batch || environment.training
      ? [new JobsStack(Testing.app(), "jobs", environment, manifest.live)]
      : []),
  ]);
  return [account, ...all].map((stack) => JSON.parse(Testing.synth(stack)) as StackJson);
}

interface Attribute {
  readonly address: string;
  /** `type.attribute`. */
  readonly kind: string;
  readonly value: unknown;
}

const attributesOf = ({ resource = {} }: StackJson): readonly Attribute[] =>
  Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([id, attributes]) =>
      Object.entries(attributes).map(([attribute, value]) => ({
        address: `${type}.${id}`,
        kind: `${type}.${attribute}`,
        value,
      })),
    ),
  );

/** A value as Terraform will have it: hashes at their length, names of other resources from the stack. */
function resolved(value: string, { resource }: StackJson): string {
  return value
    .replaceAll(/\$\{substr\([\s\S]*?, 0, (\d+)\)\}/g, (_, length: string) =>
      "0".repeat(Number(length)),
    )
    .replaceAll(/\$\{(\w+)\.(\w+)\.(\w+)\}/g, (text, type: string, id: string, key: string) => {
      // Ids are made by AWS: those of an API, which names contain, have ten characters.
      const found = key === "id" ? "0a1b2c3d4e" : resource?.[type]?.[id]?.[key];
      return typeof found === "string" ? found : text;
    });
}

/** Attributes that name or describe something, in whichever type. */
const isNaming = (kind: string) =>
  /\.(name|bucket|name_prefix|description|\w+_name|\w+_description|statement_id)$/.test(kind);
const isReference = (value: string) => /^\$\{[^}]*\}$/.test(value);

const stacksOf = new Map([...longest, priced].map((region) => [region, stacksIn(region)] as const));

describe.each([...longest, priced])("with an environment of sixteen letters in %s", (region) => {
  const stacks = stacksOf.get(region) ?? [];
  // A name that contains the region is held to the longest one also where only this region has prices.
  const texts = stacks.flatMap((stack) =>
    attributesOf(stack).flatMap((one) =>
      typeof one.value === "string" && !isReference(one.value)
        ? [{ ...one, value: resolved(one.value, stack).replaceAll(priced, longest.at(-1) ?? "") }]
        : [],
    ),
  );

  it("every name and description is one that its service accepts", () => {
    const problems = texts.flatMap(({ address, kind, value }) => {
      const constraint = constraints.get(kind);
      const problem = constraint && refusal(value, constraint);
      return problem === undefined ? [] : [`${address} ${kind} '${value}' ${problem}`];
    });
    expect([...new Set(problems)]).toEqual([]);
    expect(texts.filter(({ kind }) => constraints.has(kind)).length).toBeGreaterThan(100);
  });

  it("no name and no description is without a constraint to hold it to", () => {
    const unknown = texts
      .map(({ kind }) => kind)
      .filter((kind) => isNaming(kind) && !constraints.has(kind));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it("every literal ARN is of the region's partition, and of this or no region", () => {
    const arns = stacks.flatMap((stack) => [
      ...JSON.stringify(stack).matchAll(/\barn:([\w*-]+):([\w*-]+):([\w*-]*):([\w*]*):/g),
    ]);
    expect(arns.length).toBeGreaterThan(100);
    const foreign = arns.filter(
      ([, partition, , at]) => partition !== partitionOf(region) || (at !== "" && at !== region),
    );
    expect([...new Set(foreign.map(([text]) => text))]).toEqual([]);
  });

  it("every tag is one that AWS accepts, and no resource has too many", () => {
    const isTags = ({ kind }: Attribute) => kind.endsWith(".tags");
    const defaults = stacks.flatMap((stack) => tagsOf(stack));
    const own = stacks.flatMap(attributesOf).filter(isTags);
    const all = [...defaults, ...own.map(({ value }) => value as Readonly<Record<string, string>>)];
    expect(all.length).toBeGreaterThan(5);
    for (const tags of all) {
      // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html; API Gateway and Lambda take no more.
      expect(Object.keys(tags).length).toBeLessThanOrEqual(
        50 - Object.keys(defaults[0] ?? {}).length,
      );
      for (const [key, value] of Object.entries(tags)) {
        expect(key).toMatch(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u);
        expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
      }
    }
  });
});

/** Tags that the provider puts on every resource of a stack. */
function tagsOf(stack: StackJson): readonly Readonly<Record<string, string>>[] {
  const { provider } = stack as {
    readonly provider?: {
      readonly aws?: readonly {
        readonly default_tags?: readonly { readonly tags: Record<string, string> }[];
      }[];
    };
  };
  return (provider?.aws ?? []).flatMap(({ default_tags: tags = [] }) =>
    tags.map((one) => one.tags),
  );
}

describe("the constraints", () => {
  it("are of attributes that are synthesised: none is left over", () => {
    const kinds = new Set(
      [...stacksOf.values()]
        .flat()
        .flatMap(attributesOf)
        .map(({ kind }) => kind),
    );
    expect([...constraints.keys()].filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it("would find a name that is too long, has another letter, or begins as none may", () => {
    const of = (kind: string, value: string) => refusal(value, constraints.get(kind) ?? {});
    expect(of("aws_iam_role.name", "x".repeat(65))).toBe("has 65 characters, at most 64");
    expect(of("aws_sagemaker_model.name", "pictor_prod")).toMatch(/^does not match/);
    expect(of("aws_s3_bucket.bucket", "xn--pictor")).toMatch(/^does not match/);
    expect(of("aws_cloudwatch_metric_alarm.alarm_name", "")).toMatch(/at least 1/);
    expect(of("aws_kms_alias.name", "alias/pictor-prod")).toBeUndefined();
  });
});
