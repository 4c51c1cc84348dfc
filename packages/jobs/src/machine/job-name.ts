import { isToken, printed } from "@pictor/contracts";

/** Characters that SageMaker takes in the name of a job. */
const longestJobName = 63;

/**
 * Problems of a machine's name, which begins the names of its jobs; empty if valid. Their ARNs are in lower case, so a
 * policy would not match another.
 *
 * @param appended characters that follow it in the name of a job
 */
export function machineNameProblems(name: string, appended: number): string[] {
  const longest = longestJobName - appended;
  return !isToken(name) && name.length <= longest && /^[a-z0-9](-?[a-z0-9])*$/.test(name)
    ? []
    : [
        `name ${printed(name)} must be a literal of lower-case letters, digits and single hyphens, at most ${longest} characters: names of jobs begin with it`,
      ];
}
