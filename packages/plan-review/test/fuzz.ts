import {
  PlanError,
  type Review,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  reviewPlans,
} from "../src";
import { chanceOf, doomed, hazardous, mutate } from "./mutated";

/** What came of mutated plans. */
export interface FuzzResult {
  readonly reviewed: number;
  readonly refused: number;
  /** What must not be: another error than a PlanError, or a calm review of a plan that destroys. */
  readonly faults: readonly string[];
}

/** Reviews as many mutated plans, each mutated one to four times. */
export function fuzz(count: number, seed = 1): FuzzResult {
  const chance = chanceOf(seed);
  const faults: string[] = [];
  let refused = 0;
  for (let run = 0; run < count; run += 1) {
    const plan = hazardous(chance);
    for (let times = chance(4); times >= 0; times -= 1) mutate(plan, chance);
    try {
      const review = reviewPlans([{ name: "fuzz", plan }], { today: "2026-11-29" });
      for (const render of [renderTerminal, renderMarkdown, renderHtml, renderJson, renderSarif]) {
        render(review);
      }
      if (destroys(plan) && isCalm(review)) faults.push(`run ${run}: calm, ${verdict(review)}`);
    } catch (error) {
      if (error instanceof PlanError) refused += 1;
      else faults.push(`run ${run}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  return { reviewed: count - refused, refused, faults };
}

/** Whether the file says, in any of its parts, that the bucket goes. Worked out apart from the reader. */
function destroys(plan: unknown): boolean {
  const {
    resource_changes: changes,
    prior_state: before,
    planned_values: after,
  } = plan as Record<string, unknown>;
  const isListed =
    Array.isArray(changes) &&
    changes.some((change) => {
      const text = JSON.stringify(change) ?? "";
      return text.includes(`"${doomed}"`) && text.includes('"delete"');
    });
  const isThere = (values: unknown) =>
    (JSON.stringify(values) ?? "").includes(`"address":"${doomed}","mode":"managed"`);
  const nested = (before as { values?: { root_module?: { resources?: unknown } } } | null)?.values
    ?.root_module?.resources;
  return isListed || (Array.isArray(nested) && isThere(nested) && !isThere(after));
}

function isCalm({ worst, stacks }: Review): boolean {
  return worst !== "critical" && stacks.every(({ reservations }) => reservations.length === 0);
}

function verdict({ stacks }: Review): string {
  return stacks.map((stack) => stack.verdict).join();
}
