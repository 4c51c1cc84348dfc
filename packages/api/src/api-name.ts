import { isToken, literalProblems, printed } from "@pictor/contracts";

/**
 * Problems of an API's name; empty if valid. API Gateway takes nearly everything; the web ACL takes 128 characters,
 * CloudWatch Logs no spaces. Both are named after the API.
 */
export function apiNameProblems(name: string): string[] {
  if (isToken(name)) {
    return literalProblems({ name }, "names of log groups, keys and the web ACL begin with it");
  }
  return /^[A-Za-z0-9_-]{1,128}$/.test(name)
    ? []
    : [
        `name is ${printed(name)}, it must be 1 to 128 letters, digits, hyphens and underscores: log groups, keys and the web ACL are named after it`,
      ];
}
