import type { PolicyStatement } from "@pictor/contracts";
import {
  accountKeyPolicy,
  type ExpectedAnswer,
  everything,
  isCaught,
  type PolicyDocument,
  policyMutants,
  wrongAnswers,
} from "@pictor/testing";
import { accountId } from "./fixture";

/** A permissions boundary and what is expected of it. */
export interface BoundaryCase {
  readonly boundary: PolicyDocument;
  readonly table: readonly ExpectedAnswer[];
  /** Mutants that change nothing, since no other action has the condition's key. */
  readonly changesNothing: readonly string[];
  /** The statements of an environment with the longest name, in a region. */
  readonly longest: (region: string) => readonly PolicyStatement[];
}

/** A role with the policy of an administrator, within a boundary or without. */
const policiesOf =
  (limit?: PolicyDocument) =>
  ({ action }: ExpectedAnswer) => ({
    identity: everything,
    ...(limit && { boundary: limit }),
    // A key that is to be created has no policy yet.
    ...(action.startsWith("kms:") &&
      action !== "kms:CreateKey" && { resource: accountKeyPolicy(accountId) }),
  });

/** The tests of a boundary. */
export function describeBoundary({ boundary, changesNothing, longest, table }: BoundaryCase): void {
  it("lets a role do what it is for, and nothing that would make it more than it is", async () => {
    expect(await wrongAnswers(table, policiesOf(boundary))).toEqual([]);
  });

  it("is what holds a role off: without it the same role could", async () => {
    const refused = table.filter(({ answer }) => answer === "no");
    expect(await wrongAnswers(refused, policiesOf())).toHaveLength(refused.length);
  });

  const mutants = policyMutants(boundary).filter(({ change }) => !changesNothing.includes(change));
  it.each(mutants.map(({ change, policy }) => [change, policy] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      expect(await isCaught(table, policiesOf(mutant))).toBe(true);
    },
  );

  it.each(["cn-northwest-1", "us-gov-west-1", "ap-southeast-4"])(
    "fits into one policy of IAM, with the longest name, in %s",
    (region) => {
      const document = { Version: "2012-10-17", Statement: longest(region) };
      expect(JSON.stringify(document).length).toBeLessThan(6144);
    },
  );
}
