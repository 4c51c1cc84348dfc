import type { CapacityRules } from "@pictor/capacity";
import { capacityRulesSchema } from "@pictor/capacity/schemas";
import { parseJson } from "@pictor/contracts/schemas";
import type { Environment } from "./environment";

/** Variable with rules that take the place of an adaptive environment's own, on a local AWS. */
const variable = "PICTOR_CAPACITY_RULES";

/** Rules for a local AWS, and problems of them. */
export interface LocalRules {
  readonly rules: Partial<CapacityRules>;
  readonly problems: readonly string[];
}

/**
 * Reads the rules for a local AWS: nobody who tries it out waits half an hour for a switch.
 *
 * @param text the variable's value, JSON as in `capacity.rules` of an environment
 * @param awsEndpoint where AWS is. In an account the periods are the environment's, whatever a shell still has
 */
export function readLocalRules(
  text: string | undefined,
  awsEndpoint: string | undefined,
): LocalRules {
  if (text === undefined || text === "") return { rules: {}, problems: [] };
  if (!isLoopback(awsEndpoint)) {
    const problem = `${variable} is for the local AWS, but AWS_ENDPOINT_URL is ${awsEndpoint ?? "not set"}: unset it, rules of an account stand in the environment's capacity.rules`;
    return { rules: {}, problems: [problem] };
  }
  const reading = parseJson(variable, text, capacityRulesSchema);
  return reading.kind === "valid"
    ? { rules: reading.value, problems: [] }
    : { rules: {}, problems: [reading.problem] };
}

/** The environment with rules in the place of its own; as it is where it is not adaptive. */
export function withRules(environment: Environment, rules: Partial<CapacityRules>): Environment {
  const { capacity } = environment;
  if (capacity.kind !== "adaptive" || Object.keys(rules).length === 0) return environment;
  return { ...environment, capacity: { ...capacity, rules: { ...capacity.rules, ...rules } } };
}

function isLoopback(url: string | undefined): boolean {
  return (
    url !== undefined && /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$)/.test(url)
  );
}
