import type { BlastRadius } from "../blast/blast-radius";

/** A part of a line: plain, of the plan's own words, or to be seen first. */
export type Span = string | { readonly code: string } | { readonly strong: string };

/** A line, with what belongs to it below. */
export interface Row {
  readonly spans: readonly Span[];
  readonly children?: readonly Row[];
}

/** Lines under a title. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** What a format that can draw draws below. */
  readonly blast?: BlastRadius;
}

/** Returns a line of its parts. */
export function row(...spans: readonly Span[]): Row {
  return { spans: spans.filter((span) => span !== "") };
}

/** Returns a part that is an address, an attribute or a value. */
export function code(text: string): Span {
  return { code: text };
}

/** Control characters and those that turn the direction of writing: a plan could rewrite what a reader sees. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Writes characters that nobody sees as escapes, and the end of a line as a space. */
export function visible(text: string): string {
  return escapeUnseen(text.replaceAll("\n", " "));
}

/** Writes characters that nobody sees as JSON escapes them. */
export function escapeUnseen(text: string): string {
  return text.replace(unseen, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

/** Cuts a text to a length, and says that it was cut. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
