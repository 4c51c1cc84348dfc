import { isToken, listProblems, literalProblems, printed } from "@pictor/contracts";
import type { ApiAuth, ApiClient } from "./auth";
import { tokenBucketProblems } from "./throttle-problems";

/** Fewest characters that are a reason. */
const shortestReason = 10;

/** Problems of who may call; empty if valid. Each names the prop. */
export function authProblems(auth: ApiAuth): string[] {
  switch (auth.kind) {
    case "apiKey":
      return clientProblems("auth.clients", auth.clients ?? []);
    case "cognito":
      return userPoolProblems(auth.userPoolArns);
    case "public":
      if (isToken(auth.reason)) {
        return literalProblems({ "auth.reason": auth.reason }, "synthesis prints it");
      }
      return auth.reason.trim().length < shortestReason
        ? [`auth.reason is ${printed(auth.reason)}: write why everybody may call the API`]
        : [];
    case "iam":
      return [];
  }
}

/** Problems with which no document can be made of who may call: CDKTF resolves it before it validates. */
export function authShapeProblems(auth: ApiAuth): string[] {
  switch (auth.kind) {
    case "apiKey":
      return listProblems("auth.clients", auth.clients ?? []);
    case "cognito":
      return listProblems("auth.userPoolArns", auth.userPoolArns);
    default:
      return [];
  }
}

function userPoolProblems(arns: readonly string[]): string[] {
  return [
    ...(arns.length === 0 ? ["auth.userPoolArns must name at least one user pool, got none"] : []),
    ...repeated("auth.userPoolArns", arns),
    ...arns
      .filter(
        (arn) => !isToken(arn) && !/^arn:[^:]+:cognito-idp:[^:]+:\d{12}:userpool\/.+$/.test(arn),
      )
      .map((arn) => `auth.userPoolArns has '${arn}', which is no ARN of a Cognito user pool`),
  ];
}

/** Problems of the clients that have keys; empty if valid. `prop` names the list. */
export function clientProblems(prop: string, clients: readonly ApiClient[]): string[] {
  return [
    ...repeated(
      prop,
      clients.map(({ name }) => name),
    ),
    ...clients.flatMap(({ name, quota, throttle }) => [
      ...(!isToken(name) && /^[A-Za-z0-9-]{1,64}$/.test(name)
        ? []
        : [`client ${printed(name)} must be named by letters, digits and hyphens, at most 64`]),
      ...(quota === undefined || isCount(quota.limit)
        ? []
        : [
            `quota.limit of client ${printed(name)} is ${printed(quota.limit)}, it must be a whole number above 0`,
          ]),
      ...(throttle === undefined
        ? []
        : tokenBucketProblems(`client ${printed(name)} throttle`, throttle)),
    ]),
  ];
}

/** API Gateway's integers are of 32 bits. */
function isCount(value: number): boolean {
  return isToken(value) || (Number.isInteger(value) && value > 0 && value < 2 ** 31);
}

function repeated(prop: string, values: readonly string[]): string[] {
  const twice = values.filter((value, index) => values.indexOf(value) !== index);
  return [...new Set(twice)].map((value) => `${prop} has ${printed(value)} more than once`);
}
