import { regionProblem } from "./regions";
import { isToken } from "./token";

/** An AWS account in a region. Whatever needs both extends it. */
export interface AwsPlace {
  /** The AWS account, twelve digits. */
  readonly accountId: string;
  /** AWS region, for example `eu-central-1`: a literal, since partition and endpoint names follow from it at synthesis. */
  readonly region: string;
}

/**
 * Problems of an account id, where one is given, and a region, in words that begin with the prop's name; empty if valid.
 *
 * A token (`${…}`) is accepted as the account id, since only Terraform knows its value.
 */
export function placeProblems(place: Pick<AwsPlace, "region"> & Partial<AwsPlace>): string[] {
  return (["accountId", "region"] as const).flatMap((name) => {
    const value = place[name];
    if (value === undefined) return [];
    if (isToken(value)) {
      return name === "region"
        ? ["region must be a literal such as 'eu-central-1', got a token"]
        : [];
    }
    const problem = name === "region" ? regionProblem(value) : accountIdProblem(value);
    return problem === undefined ? [] : [`${name} '${value}' ${problem}`];
  });
}

/** Problem of a literal account id, in words that follow the id; `undefined` if valid. */
export function accountIdProblem(accountId: string): string | undefined {
  return /^\d{12}$/.test(accountId) ? undefined : "must be twelve digits";
}
