import { join } from "node:path";
import { type Facts, type HazardRule, hazardRules, securityRules } from "../src";
import { fixtures, factsOf as hazardFactsOf } from "./hazards/fixtures";
import { load, type Modules, type Mutant, mutantsOf, scriptOf } from "./mutants";
import { factsOf as securityFactsOf, securityFixtures } from "./security/fixtures";

const source = (...path: readonly string[]) => join(__dirname, "..", "src", ...path);

interface Case {
  readonly facts: Facts;
  readonly isBad: boolean;
  readonly found: string;
}

/** A rule with its file and what it finds in each of its fixtures. */
interface Subject {
  readonly rule: HazardRule;
  readonly file: string;
  readonly cases: () => readonly Case[];
}

const run = (rule: HazardRule, facts: Facts) =>
  JSON.stringify(
    rule.find(facts).map(({ change, reason, severity }) => [change.address, reason, severity]),
  );

function casesOf<Plan>(
  rule: HazardRule,
  plans: { readonly bad: readonly Plan[]; readonly near: readonly Plan[] } | undefined,
  factsOf: (plan: Plan) => Facts,
): readonly Case[] {
  const { bad = [], near = [] } = plans ?? {};
  return [
    ...bad.map((plan) => ({ plan, isBad: true })),
    ...near.map((plan) => ({ plan, isBad: false })),
  ].map(({ plan, isBad }) => {
    const facts = factsOf(plan);
    return { facts, isBad, found: run(rule, facts) };
  });
}

const camel = (id: string) => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Whether fixtures distinguish a mutant from the rule: it fails, or finds something else. */
function isKilled(
  { rule: { id }, file }: Subject,
  mutated: string,
  cases: readonly Case[],
  instead?: Modules,
) {
  try {
    const rule = load(file, mutated, instead)[camel(id)] as HazardRule;
    return cases.some(({ facts, isBad, found }) => {
      const now = run(rule, facts);
      return isBad ? now !== found : now !== "[]";
    });
  } catch {
    return true;
  }
}

const survivors = (file: string, isKilledBy: (mutant: Mutant) => boolean) =>
  mutantsOf(file)
    .filter((mutant) => !isKilledBy(mutant))
    .map(({ what }) => what);

const security = securityRules.map(
  (rule): Subject => ({
    rule,
    file: source("security", "rules", `${rule.id}.ts`),
    cases: () => casesOf(rule, securityFixtures[rule.id], securityFactsOf),
  }),
);
const hazards = hazardRules.map(
  (rule): Subject => ({
    rule,
    file: source("hazards", `${rule.id}.ts`),
    cases: () => casesOf(rule, fixtures[rule.id], hazardFactsOf),
  }),
);

describe("a mutation of any rule makes its fixtures fail", () => {
  it.each([...hazards, ...security].map((subject) => [subject.rule.id, subject] as const))(
    "%s",
    (_, subject) => {
      const cases = subject.cases();
      expect(isKilled(subject, scriptOf(subject.file), cases)).toBe(false);
      expect(survivors(subject.file, (mutant) => isKilled(subject, mutant.script, cases))).toEqual(
        [],
      );
    },
  );
});

/** What hazard rules share, each after those that it imports. */
const shared = ["values", "instance-disks", "policies"].map((name) =>
  source("hazards", `${name}.ts`),
);

describe("a mutation of what hazard rules share makes a rule's fixtures fail", () => {
  const subjects = hazards.map((subject) => ({
    subject,
    unchanged: scriptOf(subject.file),
    cases: subject.cases(),
  }));

  /** Loads what is shared, with one file of it mutated. */
  function modulesWith(mutated: string, replacement: string): Modules {
    const modules = new Map<string, unknown>();
    for (const file of shared) {
      const script = file === mutated ? replacement : scriptOf(file);
      modules.set(file, load(file, script, modules));
    }
    return modules;
  }

  it.each(shared.map((file) => [file.split("/").at(-1), file]))("%s", (_, file) => {
    const isKilledBy = ({ script: mutated }: Pick<Mutant, "script">) => {
      const modules = modulesWith(file, mutated);
      return subjects.some(({ subject, unchanged, cases }) =>
        isKilled(subject, unchanged, cases, modules),
      );
    };
    expect(isKilledBy({ script: scriptOf(file) })).toBe(false);
    expect(survivors(file, isKilledBy)).toEqual([]);
  });
});
