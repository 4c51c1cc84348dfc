import type { Traffic } from "@pictor/cost";
import type { BlastRadius } from "../blast/blast-radius";
import type { Source } from "../blast/edges";
import { findBlastRadius, noBlast } from "../blast/find-blast-radius";
import { unknownText } from "../diff/attributes";
import { valueText } from "../diff/text";
import { findHazards } from "../hazards/find-hazards";
import type { Facts } from "../hazards/rule";
import type { OutputChange, Plan } from "../plan/change";
import { readConstructPaths } from "../plan/construct-paths";
import { hasTrue } from "../plan/json";
import { PlanError } from "../plan/plan-error";
import { readPlan } from "../plan/read-plan";
import { maskOf } from "../redact/mask";
import { type RedactedPlan, redactPlan } from "../redact/redact-plan";
import { findWeaknesses } from "../security/find-weaknesses";
import { isAtLeast, severities, worstOf } from "../severity";
import { applyWaivers } from "../waivers/apply-waivers";
import { isExpired, type Waiver } from "../waivers/waiver";
import { costDelta } from "./cost";
import { countsOf, summaryOf } from "./counts";
import { driftOf } from "./drift";
import { groupsOf } from "./groups";
import { lossesOf } from "./losses";
import {
  type CostDelta,
  type Hazard,
  type OutputRow,
  type Review,
  reviewSchemaVersion,
  type StackReview,
} from "./review";
import { verdictOf } from "./verdict";

/** One plan to review. */
export interface ReviewInput {
  /** Name of the stack, as readers know it. */
  readonly name: string;
  /** The parsed output of `terraform show -json`. */
  readonly plan: unknown;
  /** The parsed `cdk.tf.json` of the stack. @default - changes are grouped by module */
  readonly synthesised?: unknown;
}

/** Choices of {@link reviewPlans}. */
export interface ReviewOptions {
  /** The day by which ends of support and prices are judged (ISO date). */
  readonly today: string;
  /** Traffic to price the plans with. @default - without cost */
  readonly traffic?: Traffic;
  /** Region of resources whose provider does not say one. @default - they are unpriced */
  readonly region?: string;
  /** Requests a second that the service has to bear. @default - rules on capacity find nothing */
  readonly expectedPeakRps?: number;
  /** Further texts to hide. A group named `secret` is the part to hide; without one, all of the match. */
  readonly secretPatterns?: readonly RegExp[];
  /** Accepted exceptions from rules. @default none */
  readonly waivers?: readonly Waiver[];
}

/**
 * Reviews plans: what they change, risk and cost.
 *
 * @throws PlanError if a file is not a plan that can be reviewed
 *
 * @example
 * import { readFileSync } from "node:fs";
 * import { renderMarkdown, reviewPlans } from "@pictor/plan-review";
 *
 * const plan: unknown = JSON.parse(readFileSync("plan.json", "utf8"));
 * const review = reviewPlans([{ name: "prod", plan }], { today: "2026-11-29" });
 * console.log(renderMarkdown(review));
 */
export function reviewPlans(inputs: readonly ReviewInput[], options: ReviewOptions): Review {
  const { waivers = [], today } = options;
  const used = new Set<Waiver>();
  const read = inputs.map((input) => named(input, () => readSource(input, options)));
  const radii = findBlastRadius(read);
  const stacks = read.map((source, at) => reviewStack(source, radii[at] ?? noBlast, options, used));
  const worst = severities.find((severity) => stacks.some((stack) => stack.worst === severity));
  return {
    schema: reviewSchemaVersion,
    worst: worst ?? "none",
    stacks,
    expiredWaivers: waivers.filter((waiver) => isExpired(waiver, today)),
    unusedWaivers: waivers.filter((waiver) => !isExpired(waiver, today) && !used.has(waiver)),
  };
}

/** Adds to an error which of the plans it is about. */
function named<Result>(input: ReviewInput, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PlanError) throw new PlanError(error.message, input.name);
    throw error;
  }
}

/** A plan that was read, with and without its secrets. */
interface ReadSource extends Source {
  readonly raw: Plan;
  readonly plan: RedactedPlan;
}

function readSource(input: ReviewInput, { secretPatterns = [] }: ReviewOptions): ReadSource {
  const raw = readPlan(input.plan, readConstructPaths(input.synthesised));
  const plan = redactPlan(raw, secretPatterns);
  return {
    name: maskOf(secretPatterns)(input.name),
    changes: plan.changes.filter(({ mode }) => mode === "managed"),
    references: plan.references,
    raw,
    plan,
  };
}

function reviewStack(
  { name, changes: managed, raw, plan }: ReadSource,
  blast: BlastRadius,
  options: ReviewOptions,
  used: Set<Waiver>,
): StackReview {
  const { today, expectedPeakRps, waivers = [] } = options;
  const facts: Facts = {
    changes: managed,
    today,
    references: plan.references,
    ...(expectedPeakRps !== undefined && { expectedPeakRps }),
  };
  const { fresh, standing } = findWeaknesses(facts);
  const judge = (found: readonly Hazard[]) => applyWaivers(found, waivers, today, used);
  const hazards = judge(findHazards(facts));
  const weaknesses = judge(fresh);
  const old = judge(standing);
  const losses = lossesOf(managed);
  const priced = price(() =>
    options.traffic === undefined
      ? undefined
      : costDelta(raw, { ...options, traffic: options.traffic }, plan.mask),
  );
  const reservations = [...plan.reservations, ...priced.reservations];
  const stack: Omit<StackReview, "verdict"> = {
    name,
    terraformVersion: plan.mask(plan.terraformVersion),
    worst: worstOf([...hazards.left, ...weaknesses.left].map(({ severity }) => severity)) ?? "none",
    counts: countsOf(managed),
    summary: summaryOf(managed),
    losses,
    hazards: hazards.left,
    weaknesses: weaknesses.left,
    standing: old.left,
    waived: [...hazards.waived, ...weaknesses.waived, ...old.waived],
    ...(priced.cost !== undefined && { cost: priced.cost }),
    blast,
    groups: groupsOf(plan.changes),
    drift: driftOf(plan.drift),
    outputs: outputsOf(plan),
    checks: plan.checks,
    reservations,
  };
  return { ...stack, verdict: verdictOf(stack) };
}

/** What a plan costs is worth knowing, and no reason to know nothing else of it. */
function price(work: () => CostDelta | undefined): {
  readonly cost?: CostDelta;
  readonly reservations: readonly string[];
} {
  try {
    const cost = work();
    return cost === undefined ? { reservations: [] } : { cost, reservations: [] };
  } catch (error) {
    const why = error instanceof Error ? error.constructor.name : typeof error;
    return { reservations: [`the cost could not be worked out from this file (${why})`] };
  }
}

function outputsOf({ outputs }: RedactedPlan): OutputRow[] {
  return outputs.flatMap(({ name, kind, before, after, unknown }: OutputChange) => {
    if (kind === "noOp") return [];
    const next = hasTrue(unknown) ? unknownText : after === null ? undefined : valueText(after);
    return [
      {
        name,
        kind,
        ...(before !== null && { before: valueText(before) }),
        ...(next !== undefined && { after: next }),
      },
    ];
  });
}

/** Whether a review has a hazard that is at least so serious. */
export function hasHazardFrom(review: Review, severity: (typeof severities)[number]): boolean {
  return review.worst !== "none" && isAtLeast(review.worst, severity);
}
