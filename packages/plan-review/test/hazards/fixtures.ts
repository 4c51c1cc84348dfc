import { type Facts, readPlan, redactPlan } from "../../src";
import { type Written, writtenPlan } from "../written-plan";
import { access } from "./fixtures/access";
import type { RuleFixtures } from "./fixtures/changes";
import { data } from "./fixtures/data";
import { endpoints } from "./fixtures/endpoints";
import { service } from "./fixtures/service";

/** Fixtures of every rule, see {@link factsOf}. */
export const fixtures: Readonly<Record<string, RuleFixtures>> = {
  ...data,
  ...access,
  ...endpoints,
  ...service,
};

/**
 * What rules see of a fixture. The peak is what 14 instances of ml.c5.large carry, and today is the last day of support
 * of dotnet8.
 */
export function factsOf(changes: readonly Written[]): Facts {
  const numbered = changes.map((change, at) => ({ ...change, address: `${change.address}${at}` }));
  return {
    changes: redactPlan(readPlan(writtenPlan(numbered))).changes,
    today: "2026-11-10",
    expectedPeakRps: 98,
  };
}
