import type { CapacityPolicy } from "@pictor/capacity";
import { TerraformVariable } from "cdktf";
import type { CapacityControllerProps } from "../src";
import { named, problemsOf, ranges, ruled, scaled, specified } from "./changes";
import { build, type Changes, parameters } from "./stack";

describe("CapacityController refuses a spec", () => {
  it.each<[string, Changes, string]>([
    [
      "of no variant",
      specified(() => ({ variant: "" })),
      "realTime.spec.variant: Too small: expected string to have >=1 characters, got ''",
    ],
    [
      "with a range upside down",
      scaled({ min: 5 }),
      "realTime.spec.scaling: max must be at least min 5, got 4",
    ],
    [
      "with two ranges of a name",
      scaled({ schedules: [...ranges(2), ...ranges(1)] }),
      "realTime.spec.scaling: schedules must have different names, got 'Range0' twice",
    ],
    [
      "with a share above one",
      ruled({ inBelow: 1.5 }),
      "policy.inBelow: Too big: expected number to be <=1, got 1.5",
    ],
    [
      "with a time zone that does not exist",
      ruled({
        schedule: { timeZone: "Mars", windows: [{ days: ["mon"], from: "8:00", to: "18:00" }] },
      }),
      "policy: schedule.timeZone must be the name of an IANA time zone such as 'Europe/Berlin', got 'Mars'",
    ],
  ])("%s", (_, changes, problem) => {
    expect(problemsOf(changes)).toContain(problem);
  });

  it("of more bytes than its parameter holds, names of configurations included", () => {
    const [problem = "", ...others] = problemsOf(scaled({ schedules: ranges(80) }));
    expect(others).toEqual([]);
    const [, bytes = ""] =
      /^realTime.spec, policy and tags make a spec of (\d+) bytes, its parameter holds 8192: give fewer schedules, windows or tags$/.exec(
        problem,
      ) ?? [];
    const { out } = build(scaled({ schedules: ranges(80) }));
    const [spec] = out
      .resources("aws_ssm_parameter")
      .filter(({ name }) => name === parameters.spec);
    const written = String(spec?.value).replaceAll(
      /\$\{aws_sagemaker_endpoint_configuration\.(real-time|serverless)(\w+)\.name\}/g,
      "pictures-$1-$2",
    );
    expect(Number(bytes)).toBe(Buffer.byteLength(written));
  });

  it.each<[string, (variable: TerraformVariable) => Changes, string]>([
    [
      "a number of instances",
      ({ numberValue }) => scaled({ max: numberValue }),
      "realTime.spec.scaling.max: Too small: expected number to be >=1, got a token",
    ],
    [
      "an endpoint's name",
      ({ stringValue }) => named(stringValue),
      "realTime.target.name must be a literal of lower-case letters, digits and hyphens, at most 63 characters, got a token",
    ],
  ])("that Terraform alone knows: %s", (_, changes, problem) => {
    const variable = new TerraformVariable(build().controller, "Variable", {});
    expect(problemsOf(changes(variable))).toContain(problem);
  });

  it.each<[string, (variable: TerraformVariable) => Changes, RegExp]>([
    [
      "a parameter's name",
      ({ stringValue }) => ({ props: { parameters: { ...parameters, pin: stringValue } } }),
      /^parameters.pin must be a literal, got a token: names and policies contain it$/,
    ],
    [
      "a rule",
      ({ numberValue }) => ruled({ inAfterMinutes: numberValue }),
      /^policy.inAfterMinutes must be a literal, got a token: it is checked at synthesis, its parts together$/,
    ],
    [
      "a threshold",
      ({ numberValue }) =>
        ruled({ thresholds: [{ kind: "cost", rps: numberValue, arithmetic: "1 + 1" }] }),
      /^policy.thresholds\[0\].rps must be a literal, got a token: it is checked at synthesis, its parts together$/,
    ],
    [
      "a time zone",
      ({ stringValue }) =>
        ruled({
          schedule: {
            timeZone: stringValue,
            windows: [{ days: ["mon"], from: "08:00", to: "18:00" }],
          },
        }),
      /^policy.schedule.timeZone must be a literal, got a token: it is checked at synthesis, its parts together$/,
    ],
    [
      "the windows",
      ({ listValue }) => ruled({ schedule: { timeZone: "UTC", windows: listValue as never } }),
      /^policy.schedule.windows must be a literal, got a token: it is checked at synthesis, its parts together$/,
    ],
    [
      "the generations",
      ({ listValue }) => ({
        change: (usual) => ({
          ...usual,
          serverless: { ...usual.serverless, generations: listValue as never },
        }),
      }),
      /^serverless.generations must be a list whose items are known at synthesis, got a token for the whole list$/,
    ],
  ])("before it builds: %s that Terraform alone knows", (_, changes, problem) => {
    const variable = new TerraformVariable(build().controller, "Variable", {});
    expect(() => build(changes(variable))).toThrow(problem);
  });
});

describe("CapacityController takes lists and props in any order", () => {
  it("and writes the same spec, and the same variables", () => {
    const schedule: CapacityPolicy["schedule"] = {
      timeZone: "UTC",
      windows: [
        { days: ["mon", "tue", "sun"], from: "08:00", to: "18:00" },
        { days: ["sat"], from: "10:00", to: "12:00" },
      ],
    };
    const change = (usual: CapacityControllerProps): CapacityControllerProps => ({
      ...usual,
      tags: { Environment: "staging", Team: "birds" },
      policy: { ...usual.policy, schedule },
      realTime: {
        ...usual.realTime,
        spec: {
          ...usual.realTime.spec,
          scaling: { min: 1, max: 4, schedules: ranges(3) },
          deployment: {
            AutoRollbackConfiguration: {
              Alarms: ["latency", "errors"].map((AlarmName) => ({ AlarmName })),
            },
          },
        },
      },
    });
    const texts = (changes: Changes) => {
      const { out } = build(changes);
      return [
        ...out.resources("aws_ssm_parameter").map(({ value }) => value),
        out.single("aws_lambda_function").environment,
      ];
    };
    const usual = texts({ change });
    expect(texts({ change: (props) => backwards(change(props)) })).toEqual(usual);
    // The live release comes first.
    const other = (props: CapacityControllerProps) => ({
      ...props,
      serverless: {
        ...props.serverless,
        generations: [...props.serverless.generations].reverse(),
      },
    });
    expect(texts({ change: (props) => other(change(props)) })).not.toEqual(usual);
  });
});

/** Props with every list of plain data, and the keys of every plain object, in the opposite order. */
function backwards<Value>(value: Value): Value {
  if (Array.isArray(value)) {
    const isPlain = value.every((each) => !isConstruct(each));
    return (isPlain ? [...value].map(backwards).reverse() : value) as Value;
  }
  if (
    typeof value !== "object" ||
    value === null ||
    Object.getPrototypeOf(value) !== Object.prototype
  )
    return value;
  const entries = Object.entries(value).map(([key, held]) => [
    key,
    key === "generations" ? held : backwards(held),
  ]);
  return Object.fromEntries(entries.reverse());
}

function isConstruct(value: unknown): boolean {
  return typeof value === "object" && value !== null && "node" in value;
}
