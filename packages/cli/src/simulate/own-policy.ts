import type { CapacityPolicy } from "@pictor/capacity";
import { capacityPolicySchema } from "@pictor/capacity/schemas";
import type { Resource } from "@pictor/cost";
import * as z from "zod";

/** What is read of a spec; names in it are Terraform's references as long as nothing is applied. */
const specSchema = z.looseObject({ policy: capacityPolicySchema });

/** The policy of a synthesised environment that is adaptive; undefined of any other. */
export function ownPolicy(
  resources: readonly Resource[],
  specParameter: string,
): CapacityPolicy | undefined {
  const parameter = resources.find(
    ({ type, values }) => type === "aws_ssm_parameter" && values.name === specParameter,
  );
  return parameter && specSchema.parse(JSON.parse(String(parameter.values.value))).policy;
}
