import { isToken } from "@pictor/contracts";

/** What is wrong with a key's alias. The keys that AWS keeps let nobody say who uses them, so they are none of ours. */
export function aliasProblems(alias: string): string[] {
  return /^alias\/(?!aws\/)[\w/-]+$/.test(alias) || isToken(alias)
    ? []
    : [`alias '${alias}' must be like 'alias/pictor-prod', and 'alias/aws/' belongs to AWS`];
}
