import { type AwsPlace, arnOf, printed } from "@pictor/contracts";
import type { CapacityControllerProps } from "./capacity-controller";

/**
 * What Systems Manager takes as a parameter's name: levels, and characters with the ARN before the name.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html (read 2026-11)
 */
const limits = { levels: 15, arn: 1011 };

/** Problems of the names of the three parameters, which are literals; empty if valid. */
export function parameterProblems(
  place: AwsPlace,
  parameters: CapacityControllerProps["parameters"],
): string[] {
  const entries = Object.entries(parameters);
  return [
    ...entries.flatMap(([key, name]) => nameProblems(place, `parameters.${key}`, name)),
    ...entries.flatMap(([key, name], index) =>
      entries
        .slice(0, index)
        .filter(([, earlier]) => earlier === name)
        .map(
          ([earlier]) =>
            `parameters.${earlier} and parameters.${key} must be two parameters, got ${printed(name)} for both`,
        ),
    ),
  ];
}

function nameProblems(place: AwsPlace, prop: string, name: string): string[] {
  if (!/^(\/[\w.-]+)+$/.test(name)) {
    return [
      `${prop} must be a path of letters, digits and '_.-' such as '/pictor/prod/capacity/spec', got ${printed(name)}`,
    ];
  }
  const levels = name.split("/").length - 1;
  const { length } = arnOf(place, "ssm", `parameter${name}`);
  return [
    ...(/^\/(aws|ssm)/i.test(name)
      ? [`${prop} must not begin with '/aws' or '/ssm', which AWS reserves, got ${printed(name)}`]
      : []),
    ...(levels > limits.levels
      ? [`${prop} must have at most ${limits.levels} levels, got ${levels} in ${printed(name)}`]
      : []),
    ...(length > limits.arn
      ? [`${prop} must have an ARN of at most ${limits.arn} characters, got ${length}`]
      : []),
  ];
}
