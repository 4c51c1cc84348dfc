import { findHazards, hazardRules, severities } from "../../src";
import type { Written } from "../written-plan";
import { findings } from "./findings";
import { factsOf, fixtures } from "./fixtures";

const found = (changes: readonly Written[]) => findHazards(factsOf(changes));
const rulesOf = (changes: readonly Written[]) => found(changes).map(({ rule }) => rule);
const only = (changes: readonly Written[] = []) => found(changes)[0];

describe("hazard rules", () => {
  it("have fixtures each, and ids of their own", () => {
    const ids = hazardRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(fixtures).sort()).toEqual([...ids].sort());
    for (const { bad, near } of Object.values(fixtures)) {
      expect(Math.min(bad.length, near.length)).toBeGreaterThan(0);
    }
  });

  describe.each(Object.entries(fixtures))("%s", (id, { bad, near }) => {
    it.each(bad.map((changes) => [changes]))("finds the hazard in %j", (changes) => {
      expect(rulesOf(changes)).toContain(id);
    });

    it.each(near.map((changes) => [changes]))("finds none in %j", (changes) => {
      expect(rulesOf(changes)).not.toContain(id);
    });

    // A mutation may change only the severity or the reason.
    it("reports each with its severity and reason", () => {
      const reported = bad.map((changes) =>
        found(changes)
          .filter(({ rule }) => rule === id)
          .map(({ severity, address, reason }) => `${severity}: ${address}: ${reason}`)
          .join(" | "),
      );
      expect(reported).toEqual(findings[id]);
    });

    it("says in a sentence what is wrong and what to do", () => {
      const sentences = bad.flatMap(found).flatMap(({ reason, mend }) => [reason, mend]);
      for (const sentence of sentences) expect(sentence).toMatch(/^\S.{8,}[^.]$/s);
      expect(sentences.join()).not.toMatch(/undefined|NaN|\[object/);
    });
  });

  it("are more serious where more is at stake", () => {
    const severity = (id: string, at: number) =>
      found(fixtures[id]?.bad[at] ?? []).find(({ rule }) => rule === id)?.severity;
    const opened = fixtures["security-group-opened"]?.bad.flatMap(found) ?? [];
    const severityOf = (wanted: string) => opened.find(({ reason }) => reason === wanted)?.severity;
    expect(severityOf("everybody may reach ports 22-22")).toBe("critical");
    expect(severityOf("203.0.113.0/24 may reach ports 443-443")).toBe("medium");
    expect(severityOf("everybody may reach ports 443-443")).toBe("high");
    expect(severity("endpoint-replaced", 1)).toBe("critical");
    expect(severity("endpoint-replaced", 2)).toBe("high");
    expect(severity("policy-widened", 0)).toBe("high");
    expect(severity("policy-widened", 2)).toBe("medium");
    expect(severity("concurrency-below-need", 0)).toBe("critical");
    expect(severity("concurrency-below-need", 1)).toBe("medium");
  });

  it("name what is wrong with values", () => {
    expect(only(fixtures["policy-widened"]?.bad[0])?.reason).toBe(
      "AWS:arn:aws:iam::111111111111:role/reader may now s3:* on *",
    );
    expect(only(fixtures["capacity-below-peak"]?.bad[0])?.reason).toContain(
      "at most 2 instances of ml.c5.large carry about 14 requests a second, and the peak is 98",
    );
    expect(only(fixtures["controller-retired"]?.bad[0])?.reason).toContain(
      "deletes the real-time endpoint",
    );
  });

  it("say whether a limit of the API falls or rises", () => {
    const reason = (was: unknown, is: unknown) =>
      only([
        {
          address: "aws_api_gateway_method_settings.it",
          actions: ["update"],
          before: { settings: [{ throttling_rate_limit: was, a: 1 }] },
          after: { settings: [{ throttling_rate_limit: is, a: 1 }] },
        },
      ])?.reason;
    for (const [was, is] of [
      [1000, 10],
      [undefined, 10],
      [-1, 10],
    ]) {
      expect(reason(was, is)).toContain("refused with 429 sooner");
    }
    for (const [was, is] of [
      [10, 1000],
      [10, undefined],
      [10, -1],
    ]) {
      expect(reason(was, is)).toContain("more requests reach");
    }
  });

  it("say which ports are reached, and by whom", () => {
    const reasons = fixtures["security-group-opened"]?.bad
      .flatMap(found)
      .map(({ reason }) => reason);
    expect(reasons).toEqual(
      expect.arrayContaining([
        "everybody may reach ports 22-22",
        "203.0.113.0/24 may reach ports 443-443",
        "everybody may reach all ports",
        "everybody may reach ports 0-443",
        "everybody may reach ports 22-65535",
      ]),
    );
  });

  it("take a first policy of a deploy role for less serious than a wider one", () => {
    const first = {
      address: "aws_iam_role_policy.deploy",
      actions: ["create"],
      after: { policy: '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' },
    };
    expect(only([first])?.severity).toBe("high");
    expect(only(fixtures["deploy-role-widened"]?.bad[0])?.severity).toBe("critical");
  });

  it("come with the most serious first", () => {
    const all = found(
      Object.values(fixtures).flatMap(({ bad }, at) =>
        (bad[0] ?? []).map((change) => ({ ...change, address: `${change.address}_${at}_` })),
      ),
    ).map(({ severity }) => severities.indexOf(severity));
    expect(all).toEqual([...all].sort());
  });
});
