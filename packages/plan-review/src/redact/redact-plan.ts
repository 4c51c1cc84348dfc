import type { Change, OutputChange, Path, Plan } from "../plan/change";
import { isRecord } from "../plan/json";
import { type Mask, maskOf, maskOfKnown } from "./mask";
import { markChanged, redactValue, secretsIn, treesBelow } from "./redact-value";

/** A plan that holds no secrets, as far as trees, names and patterns say what is one. */
export interface RedactedPlan extends Omit<Plan, "json" | "sensitiveVariables"> {
  /** Hides this plan's secrets in a text that was made of something else, for example of the plan's file. */
  readonly mask: Mask;
}

/**
 * Hides every secret of a plan.
 *
 * A value is secret if Terraform's sensitivity trees say so (true at a node hides all that is below it), before or
 * after; if the name of its attribute, key or variable says so; or if it looks like one. What is secret by its place is
 * hidden wherever else it stands, if it has at least eight characters.
 *
 * @param patterns further texts to hide; a group named `secret` is the part to hide, without one all of it
 */
export function redactPlan(plan: Plan, patterns: readonly RegExp[] = []): RedactedPlan {
  const byLook = maskOf(patterns);
  const mask = maskOfKnown(knownSecrets(plan), byLook);
  const { json: _, sensitiveVariables: __, ...rest } = plan;
  const redactChange = (change: Change): Change => {
    const { previousAddress, constructPath, importId } = change;
    return {
      ...change,
      ...redactValues(change, mask),
      address: byLook(change.address),
      module: byLook(change.module),
      ...(previousAddress !== undefined && { previousAddress: byLook(previousAddress) }),
      ...(constructPath !== undefined && { constructPath: byLook(constructPath) }),
      ...(importId !== undefined && { importId: mask(importId) }),
      replacePaths: change.replacePaths.map((path) =>
        publicSteps(path, [change.sensitiveBefore, change.sensitiveAfter]).map((step) =>
          typeof step === "string" ? mask(step) : step,
        ),
      ),
    };
  };
  return {
    ...rest,
    changes: plan.changes.map(redactChange),
    drift: plan.drift.map(redactChange),
    outputs: plan.outputs.map((output) => redactOutput(output, mask)),
    checks: plan.checks.map((check) => ({
      ...check,
      address: byLook(check.address),
      messages: check.messages.map(mask),
    })),
    mask,
  };
}

/** The steps of a path down to where all below is secret, keys included. */
function publicSteps(path: Path, trees: readonly unknown[]): Path {
  const steps: (string | number)[] = [];
  let below = trees;
  for (const step of path) {
    if (below.includes(true)) break;
    steps.push(step);
    below = treesBelow(below, step);
  }
  return steps;
}

type Values = Pick<Change, "before" | "after" | "unknown" | "sensitiveBefore" | "sensitiveAfter">;

function redactValues(values: Values, mask: Mask) {
  const trees = [values.sensitiveBefore, values.sensitiveAfter];
  const before = redactValue(values.before, trees, mask);
  const after = redactValue(values.after, trees, mask);
  return {
    before,
    after: markChanged(values, before, after),
    unknown: maskKeys(values.unknown, mask),
    // The trees have done their work, and their keys may hold secrets.
    sensitiveBefore: false,
    sensitiveAfter: false,
  };
}

function maskKeys(tree: unknown, mask: Mask): unknown {
  if (Array.isArray(tree)) return tree.map((item) => maskKeys(item, mask));
  if (!isRecord(tree)) return tree === true;
  return Object.fromEntries(
    Object.entries(tree).map(([name, item]) => [mask(name), maskKeys(item, mask)]),
  );
}

function redactOutput(output: OutputChange, mask: Mask): OutputChange {
  // An output's own name says what it holds, as an attribute's does.
  const named = (value: unknown) => ({ [output.name]: value });
  const { before, after } = redactValues(
    {
      before: named(output.before),
      after: named(output.after),
      unknown: output.unknown,
      sensitiveBefore: named(output.sensitiveBefore),
      sensitiveAfter: named(output.sensitiveAfter),
    },
    mask,
  );
  return {
    ...output,
    name: mask(output.name),
    before: only(before),
    after: only(after),
    unknown: maskKeys(output.unknown, mask),
    sensitiveBefore: false,
    sensitiveAfter: false,
  };
}

function only(value: unknown): unknown {
  return Object.values(value as Record<string, unknown>)[0];
}

function knownSecrets(plan: Plan): ReadonlySet<string> {
  const found = new Set<string>();
  for (const variable of plan.sensitiveVariables) secretsIn(variable, [true], found);
  for (const { before, after, sensitiveBefore, sensitiveAfter } of [
    ...plan.changes,
    ...plan.drift,
  ]) {
    const trees = [sensitiveBefore, sensitiveAfter];
    secretsIn(before, trees, found);
    secretsIn(after, trees, found);
  }
  for (const { name, before, after, sensitiveBefore, sensitiveAfter } of plan.outputs) {
    const trees = [{ [name]: sensitiveBefore }, { [name]: sensitiveAfter }];
    secretsIn({ [name]: before }, trees, found);
    secretsIn({ [name]: after }, trees, found);
  }
  return found;
}
