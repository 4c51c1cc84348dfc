import type { Facts } from "../../src";
import { readPlan, redactPlan } from "../../src";
import { writtenPlan } from "../written-plan";
import { api } from "./fixtures/api";
import { buckets } from "./fixtures/buckets";
import { functionsAndNetwork } from "./fixtures/functions-and-network";
import { identities } from "./fixtures/identities";
import { keysAndEndpoints } from "./fixtures/keys-and-endpoints";
import type { Made, SecurityFixtures } from "./fixtures/made";
import { operations } from "./fixtures/operations";

/** Fixtures of every security rule. */
export const securityFixtures: Readonly<Record<string, SecurityFixtures>> = {
  ...buckets,
  ...keysAndEndpoints,
  ...api,
  ...functionsAndNetwork,
  ...operations,
  ...identities,
};

/** The plan of a fixture, with the references of its configuration. */
export function planOf(resources: readonly Made[]): Record<string, unknown> {
  const configured = resources.map(({ address, refersTo = {} }) => ({
    address,
    expressions: Object.fromEntries(
      Object.entries(refersTo).map(([name, to]) => [name, { references: [`${to}.id`, to] }]),
    ),
  }));
  return writtenPlan(resources, {
    configuration: { root_module: { resources: configured } },
  });
}

/** What rules see of a fixture. */
export function factsOf(resources: readonly Made[]): Facts {
  const { changes, references } = redactPlan(readPlan(planOf(resources)));
  return { changes, references, today: "2026-11-29", expectedPeakRps: 100 };
}
