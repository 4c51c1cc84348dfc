import {
  dayProblems,
  encryptionKeyProblems,
  isToken,
  literalProblems,
  placeProblems,
  printed,
  retentionProblems,
} from "@pictor/contracts";
import { functionRoleProblems, securityGroupProblems } from "./existing-problems";
import { functionRoleName } from "./function-role";
import type { HardenedFunctionProps } from "./hardened-function";

/** Characters that IAM takes in the name of a role. */
const longestRoleName = 64;
/** Characters that Lambda takes as a description, of a function or an alias. */
const longestDescription = 256;
/**
 * Bytes of all environment variables together.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (read 2026-11)
 */
const mostEnvironmentBytes = 4_096;

/**
 * Variables that Lambda sets itself and refuses in a configuration.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (read 2026-11)
 */
const reservedVariable =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(ACCESS_KEY|ACCESS_KEY_ID|DEFAULT_REGION|EXECUTION_ENV|REGION|SECRET_ACCESS_KEY|SECRET_KEY|SECURITY_TOKEN|SESSION_TOKEN|LAMBDA_\w+)|LAMBDA_(RUNTIME_DIR|TASK_ROOT))$/;

/** Problems of a function's props, its size aside; empty if valid. */
export function functionProblems(props: HardenedFunctionProps): string[] {
  const { description, encryptionKey, logRetentionDays, environment = {}, alias, today } = props;
  return [
    ...placeProblems(props),
    ...nameProblems(props),
    ...descriptionProblems("description", description),
    ...encryptionKeyProblems(encryptionKey),
    ...retentionProblems(logRetentionDays),
    ...environmentProblems(environment),
    ...(alias === undefined ? [] : aliasProblems(alias)),
    ...existingProblems(props),
    ...dayProblems("today", today),
  ];
}

/** Problems of a role and of security groups that exist. */
function existingProblems({ network, role }: HardenedFunctionProps): string[] {
  const groups = network?.kind === "vpc" ? network.securityGroupIds : undefined;
  return [
    ...functionRoleProblems(role),
    ...(groups === undefined ? [] : securityGroupProblems("network.securityGroupIds", groups)),
  ];
}

function nameProblems({ functionName, region, role }: HardenedFunctionProps): string[] {
  if (isToken(functionName)) {
    return literalProblems({ functionName }, "the names of its role and log group contain it");
  }
  const { length } = functionName;
  const appended = functionRoleName({ functionName: "", region });
  const isOwn = role?.kind !== "existing";
  const longest = isToken(region) || !isOwn ? longestRoleName : longestRoleName - appended.length;
  return [
    ...(/^[A-Za-z0-9_-]+$/.test(functionName)
      ? []
      : [
          `functionName is ${printed(functionName)}, it must be letters, digits, hyphens and underscores`,
        ]),
    ...(length <= longest
      ? []
      : [
          `functionName '${functionName}' has ${length} characters, at most ${longest} fit${isOwn ? `: its role is named '<functionName>${appended}', and IAM takes ${longestRoleName}` : ""}`,
        ]),
  ];
}

function descriptionProblems(name: string, text: string): string[] {
  return isToken(text) || text.length <= longestDescription
    ? []
    : [`${name} has ${text.length} characters, Lambda takes ${longestDescription}`];
}

function environmentProblems(variables: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(variables);
  const bytes = entries
    .filter(([, value]) => !isToken(value))
    .reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  return [
    ...entries
      .filter(([name]) => !/^[A-Za-z][A-Za-z0-9_]+$/.test(name) && !reservedVariable.test(name))
      .map(
        ([name]) =>
          `environment has ${printed(name)}: a name is letters, digits and underscores, at least two, a letter first`,
      ),
    ...entries
      .filter(([name]) => reservedVariable.test(name))
      .map(([name]) => `environment has '${name}', which Lambda sets itself: choose another name`),
    ...(bytes <= mostEnvironmentBytes
      ? []
      : [`environment has ${bytes} bytes, Lambda takes ${mostEnvironmentBytes} of all variables`]),
  ];
}

function aliasProblems({
  name,
  description,
}: NonNullable<HardenedFunctionProps["alias"]>): string[] {
  return [
    ...(isToken(name)
      ? literalProblems({ "alias.name": name }, "the ARN by which API Gateway calls contains it")
      : /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/.test(name)
        ? []
        : [
            `alias.name is ${printed(name)}, it must be 1 to 128 letters, digits, hyphens and underscores, not digits alone`,
          ]),
    ...descriptionProblems("alias.description", description),
  ];
}
