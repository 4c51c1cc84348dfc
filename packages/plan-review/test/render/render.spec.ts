import fc from "fast-check";
import {
  commentMarker,
  longestComment,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  reviewPlans,
} from "../../src";
import { fixtures } from "../hazards/fixtures";
import { leaks, planted } from "../planted";
import { type Written, writtenPlan } from "../written-plan";

const today = "2026-11-29";
const formats = [renderTerminal, renderMarkdown, renderHtml, renderJson, renderSarif];
const review = (changes: readonly Written[], name = "prod") =>
  reviewPlans([{ name, plan: writtenPlan(changes) }], { today });
const everyHazard = Object.values(fixtures)
  .flatMap(({ bad }) => bad.flat())
  .map((change, at) => ({ ...change, address: `${change.address}_${at}` }));

describe("every format", () => {
  it("leaks no secret that was planted in any position of a plan", () => {
    fc.assert(
      fc.property(planted, (plan) => {
        const result = reviewPlans([{ name: "prod", plan: plan.json }], { today });
        for (const render of formats) expect(leaks(render(result), plan)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("names every resource with a hazard", () => {
    const result = review(everyHazard);
    const addresses = result.stacks.flatMap(({ hazards }) => hazards.map(({ address }) => address));
    expect(new Set(addresses).size).toBeGreaterThan(50);
    for (const render of formats) {
      const text = render(result);
      expect(addresses.filter((address) => !text.includes(address))).toEqual([]);
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it("shows no control characters and no turned direction of writing", () => {
    const evil = 'x\ud800\u001b[2J\u202e\u200b\n<script>alert(1)</script>`|@team"';
    const result = review(
      [
        {
          address: `aws_s3_bucket.b["${evil}"]`,
          actions: ["update"],
          before: { a: 1, force_destroy: false, [evil]: evil },
          after: { a: evil, force_destroy: true },
        },
      ],
      evil,
    );
    for (const render of formats) {
      const text = render(result);
      expect(text).toContain("aws_s3_bucket.b");
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
    expect(renderHtml(result)).not.toContain("<script>alert");
    expect(renderHtml(result).match(/<script>/g)).toHaveLength(1);
    // Outside of code spans nothing of the plan is HTML, a mention or a table.
    const prose = renderMarkdown(result).replaceAll(/(`+)[^`][\s\S]*?\1/g, "");
    expect(prose).not.toMatch(/<script|[^\\]\||@team/);
  });
});

describe("the first lines", () => {
  it("say the worst before anything else, among a thousand harmless changes", () => {
    const harmless = Array.from({ length: 1000 }, (_, at) => ({
      address: `aws_sns_topic.t[${at}]`,
      actions: ["update"],
      before: { tags: {} },
      after: { tags: { at: String(at) } },
    }));
    const result = review([
      ...harmless,
      { address: "aws_s3_bucket.models", actions: ["delete"], before: {} },
    ]);
    const lines = renderTerminal(result).split("\n");
    expect(lines[0]).toBe("prod: data is lost: aws_s3_bucket.models");
    expect(lines[1]).toBe("  1 destroy · 1000 tags only");
    expect(renderMarkdown(result).split("\n")[1]).toBe(
      "### prod: data is lost: aws\\_s3\\_bucket.models",
    );
  });
});

describe("renderTerminal", () => {
  it("fits 100 columns, whatever the plan holds, and loses nothing of it", () => {
    const long = fc.string({ unit: fc.constantFrom("a", " ", "é", "\\", "日"), maxLength: 400 });
    fc.assert(
      fc.property(long, long, (name, value) => {
        const result = review([
          {
            address: `aws_sns_topic.t["${name}"]`,
            actions: ["update"],
            before: {},
            after: { name: value },
          },
        ]);
        const text = renderTerminal(result);
        expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
        const squeezed = text.replaceAll(/\s/g, "");
        expect(squeezed).toContain(name.replaceAll(/\s/g, ""));
      }),
    );
  });
});

describe("renderMarkdown", () => {
  const many = (count: number): Written[] =>
    Array.from({ length: count }, (_, at) => ({
      address: `module.m${at % 40}.aws_s3_bucket.b[${at}]`,
      actions: ["delete"],
      before: { bucket: "x".repeat(300) },
    }));

  it("fits into a comment, with the worst of each stack and what is left out named", () => {
    const plan = writtenPlan(many(3000));
    const names = ["one", "two", "three"];
    const text = renderMarkdown(
      reviewPlans(
        names.map((name) => ({ name, plan })),
        { today },
      ),
    );
    expect(text.length).toBeLessThanOrEqual(longestComment);
    expect(text.length).toBeGreaterThan(longestComment * 0.8);
    for (const name of names) {
      expect(text).toContain(commentMarker(name));
      expect(text).toContain(`### ${name}: data is lost: `);
    }
    expect(text).toContain("sections do not fit into a comment");
    expect(text).toMatch(/- and \d+ more/);
    const count = (part: string) => text.split(part).length;
    expect(count("<details>")).toBe(count("</details>"));
  });

  it("fits into a comment with a thousand stacks", () => {
    const plan = writtenPlan(many(3));
    const inputs = Array.from({ length: 1000 }, (_, at) => ({ name: `stack-${at}`, plan }));
    const text = renderMarkdown(reviewPlans(inputs, { today }));
    expect(text.length).toBeLessThanOrEqual(longestComment);
    expect(text).toContain("The rest does not fit");
  });

  it("has a marker that no stack's name can break out of", () => {
    expect(commentMarker("a--> <b>")).toBe("<!-- pictor-review: a--%3E%20%3Cb%3E -->");
  });
});

describe("renderHtml", () => {
  it("loads nothing and may load nothing", () => {
    const text = renderHtml(review(everyHazard));
    expect(text).not.toMatch(/\b(?:src|href)=|@import|url\(/);
    expect(text).toContain("default-src 'none'");
  });
});

describe("renderSarif", () => {
  it("has a rule and a place for every finding", () => {
    const result = review(everyHazard);
    const { runs } = JSON.parse(renderSarif(result));
    const { results, tool } = runs[0];
    const { hazards = [], weaknesses = [] } = result.stacks[0] ?? {};
    expect(results).toHaveLength(hazards.length + weaknesses.length);
    for (const { ruleId, ruleIndex, level, locations } of results) {
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(["error", "warning", "note"]).toContain(level);
      expect(locations[0].logicalLocations[0].name).toMatch(/^aws_/);
    }
  });
});
