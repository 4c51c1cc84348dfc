import type { Hazard, Loss, Review, StackReview } from "../review/review";
import { kindWords } from "../review/verdict";
import { blastRows } from "./blast-rows";
import { changeRows, outputRow } from "./change-rows";
import { costRows } from "./cost-rows";
import { code, type Row, row, type Section } from "./row";
import { idsOf, waivedRow, waiverRow, weaknessRows } from "./security-rows";

/** One stack, ready to be written in any format: what is read first, and what is looked up. */
export interface StackPage {
  readonly name: string;
  readonly verdict: string;
  /** Counts by kind, of the kinds that there are. */
  readonly counts: string;
  /** The same in the words of Terraform's own last line. */
  readonly summary: string;
  /** What fits on the first screen. */
  readonly first: readonly Section[];
  /** What is collapsed where a format can collapse. */
  readonly details: readonly Section[];
}

/** Returns the pages of a review, which every format writes. */
export function pagesOf({ stacks, expiredWaivers, unusedWaivers }: Review): StackPage[] {
  return stacks.map((stack, at) => ({
    name: stack.name,
    verdict: stack.verdict,
    counts: countsText(stack),
    summary: summaryText(stack),
    first: [
      { title: "Destroyed or replaced", rows: stack.losses.map(lossRow) },
      { title: "Hazards", rows: stack.hazards.map(hazardRow) },
      { title: "Security rules", rows: weaknessRows(stack.weaknesses) },
      {
        title: "Waivers that have expired",
        rows: at === 0 ? expiredWaivers.map(waiverRow) : [],
      },
      { title: "What depends on what changes", rows: blastRows(stack.blast), blast: stack.blast },
      { title: "Cost", rows: stack.cost === undefined ? [] : costRows(stack.cost) },
      { title: "This review is not all", rows: stack.reservations.map((text) => row(text)) },
    ].filter(isFilled),
    details: [
      {
        title: "Checks that did not pass",
        rows: stack.checks.map(({ address, status, messages }) =>
          row(`${status} `, code(address), messages.length === 0 ? "" : `: ${messages.join("; ")}`),
        ),
      },
      ...stack.groups.map(({ name, changes }) => ({
        title: `${name} (${changes.length})`,
        rows: changes.map(changeRows),
      })),
      { title: "Outputs", rows: stack.outputs.map(outputRow) },
      {
        title: `Security rules, as before (${stack.standing.length})`,
        rows: weaknessRows(stack.standing),
      },
      { title: `Waived (${stack.waived.length})`, rows: stack.waived.map(waivedRow) },
      {
        title: "Waivers that match nothing",
        rows: at === 0 ? unusedWaivers.map(waiverRow) : [],
      },
      {
        title: "Changed outside of Terraform",
        rows: stack.drift.map(({ type, attribute, count, examples }) =>
          row(
            code(`${type}.${attribute}`),
            ` in ${count}: `,
            code(examples.join(", ")),
            count > examples.length ? ` and ${count - examples.length} more` : "",
          ),
        ),
      },
    ].filter(isFilled),
  }));
}

function isFilled({ rows }: Section): boolean {
  return rows.length > 0;
}

function countsText({ counts }: StackReview): string {
  const found = kindWords
    .filter(([kind]) => counts[kind] > 0)
    .map(([kind, word]) => `${counts[kind]} ${word}`);
  const unchanged = counts.noOp > 0 ? [`${counts.noOp} unchanged`] : [];
  return [...found, ...unchanged].join(" · ") || "no resources";
}

function summaryText({ summary }: StackReview): string {
  const { import: imported, add, change, destroy, forget } = summary;
  return [
    ...(imported > 0 ? [`${imported} to import`] : []),
    `${add} to add`,
    `${change} to change`,
    `${destroy} to destroy`,
    ...(forget > 0 ? [`${forget} to forget`] : []),
  ].join(", ");
}

function lossRow({ kind, address, forcedBy, because, consequence, loses }: Loss): Row {
  const mark = { data: "DATA LOST", service: "INTERRUPTED", unknown: "CHECK", nothing: "" }[loses];
  return row(
    mark === "" ? "" : { strong: mark },
    `${mark === "" ? "" : " "}${kind === "forgotten" ? "forget" : kind} `,
    code(address),
    `: ${consequence}; `,
    ...(forcedBy.length > 0 ? ["forced by ", code(forcedBy.join(", "))] : [because]),
  );
}

function hazardRow({ severity, rule, address, reason, mend, upstream }: Hazard): Row {
  return {
    ...row(
      { strong: severity.toUpperCase() },
      " ",
      code(address),
      `: ${reason} (`,
      code(idsOf(rule, upstream)),
      ")",
    ),
    children: [row(`do: ${mend}`)],
  };
}
