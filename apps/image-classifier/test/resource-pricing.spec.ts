import { AccountStack, deploymentsTo } from "@pictor/account";
import { dimensions, type FixedDimension, priceOf, pricingOf } from "@pictor/cost";
import { manifestOf } from "@pictor/testing";
import { type TerraformStack, Testing } from "cdktf";
import { environments } from "../environments";
import { DataStack } from "../src/data-stack";
import { hasJobs, JobsStack } from "../src/jobs-stack";
import { ServiceStack } from "../src/service-stack";

/** Every stack that is deployed, by name. */
const stacks: readonly (readonly [string, () => TerraformStack])[] = [
  ...environments.flatMap((environment) => [
    [`${environment.name}-data`, () => new DataStack(Testing.app(), "data", environment)] as const,
    [
      environment.name,
      () => new ServiceStack(Testing.app(), "service", environment, manifestOf("a")),
    ] as const,
    ...(hasJobs(environment)
      ? [
          [
            `${environment.name}-jobs`,
            () => new JobsStack(Testing.app(), "jobs", environment, manifestOf("a").live),
          ] as const,
        ]
      : []),
  ]),
  ...environments.map((environment) => {
    const { accountId, region, name } = environment;
    const account = { accountId, region, state: { kind: "s3" } } as const;
    const own = deploymentsTo(account, [environment]);
    const create = () => new AccountStack(Testing.app(), "account", account, own);
    return [`account of ${name}`, create] as const;
  }),
];

const typesOf = (create: () => TerraformStack): readonly string[] =>
  Object.keys(JSON.parse(Testing.synth(create())).resource);
const cases = stacks.map(([name, create]) => [name, typesOf(create)] as const);

describe("what the stacks create", () => {
  it.each(cases)("%s: every resource type is priced, free, or unpriced by name", (_, types) => {
    expect(types.filter((type) => pricingOf(type) === undefined)).toEqual([]);
  });

  it("is not unpriced anywhere", () => {
    const types = new Set(cases.flatMap(([, all]) => all));
    expect(types.size).toBeGreaterThan(50);
    expect([...types].filter((type) => pricingOf(type)?.kind === "unpriced")).toEqual([]);
  });

  it("has a price in us-east-1 for everything that AWS may charge for it", () => {
    const charged = cases.flatMap(([, types]) =>
      types.flatMap((type) => {
        const pricing = pricingOf(type);
        return pricing?.kind === "priced" ? pricing.dimensions : [];
      }),
    );
    const fixed = [...new Set(charged)].filter((dimension): dimension is FixedDimension =>
      Object.hasOwn(dimensions, dimension),
    );
    expect(fixed.length).toBeGreaterThan(30);
    expect(fixed.filter((dimension) => priceOf("us-east-1", dimension) === undefined)).toEqual([]);
  });
});
