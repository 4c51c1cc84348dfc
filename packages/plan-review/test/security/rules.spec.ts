import { findHazards, securityRules } from "../../src";
import { findings } from "./findings";
import { factsOf, securityFixtures } from "./fixtures";
import type { Made } from "./fixtures/made";

const found = (resources: readonly Made[]) => findHazards(factsOf(resources), securityRules);
const rulesOf = (resources: readonly Made[]) => found(resources).map(({ rule }) => rule);

describe("security rules", () => {
  it("have fixtures each, ids of their own, and those of other tools where these have the check", () => {
    const ids = securityRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(securityFixtures).sort()).toEqual([...ids].sort());
    const own = securityRules.filter(({ upstream = [] }) => upstream.length === 0);
    expect(own.map(({ id }) => id).sort()).toEqual([
      "firewall-body-size",
      "trust-service",
      "vpc-endpoint-policy",
    ]);
  });

  describe.each(Object.entries(securityFixtures))("%s", (id, { bad, near }) => {
    it.each(bad.map((resources) => [resources]))("finds the weakness in %j", (resources) => {
      expect(rulesOf(resources)).toContain(id);
    });

    it.each(near.map((resources) => [resources]))("finds none in %j", (resources) => {
      expect(rulesOf(resources)).not.toContain(id);
    });

    // A mutation may change only the severity or the reason.
    it("reports each with its severity and reason", () => {
      const reported = bad.map((resources) =>
        found(resources)
          .filter(({ rule }) => rule === id)
          .map(({ severity, address, reason }) => `${severity}: ${address}: ${reason}`)
          .join(" | "),
      );
      expect(reported).toEqual(findings[id]);
    });

    it("has a reason and something to do in a sentence each", () => {
      const sentences = bad.flatMap(found).flatMap(({ reason, mend }) => [reason, mend]);
      for (const sentence of sentences) expect(sentence).toMatch(/^\S.{8,}[^.]$/s);
      expect(sentences.join()).not.toMatch(/undefined|NaN|\[object/);
    });
  });
});
