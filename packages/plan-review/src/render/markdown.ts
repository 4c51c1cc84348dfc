import type { Review } from "../review/review";
import { cut, type Row, type Section, type Span, visible } from "./row";
import { pagesOf, type StackPage } from "./sections";

/** Most characters of a comment on GitHub. */
export const longestComment = 65_535;

/** Room for what says that something was left out. */
const reserve = 400;

/** Returns the line by which a program finds the comment of a stack, to update it in place. */
export function commentMarker(stack: string): string {
  return `<!-- pictor-review: ${encodeURIComponent(visible(stack))} -->`;
}

/**
 * Writes a review as a comment of at most 65,535 characters for GitHub and its like. Each stack begins with its
 * {@link commentMarker}. What does not fit is left out by sections, from the end, and named.
 */
export function renderMarkdown(review: Review): string {
  const pages = pagesOf(review).map((page) => ({ page, head: headText(page) }));
  const share = Math.floor((longestComment - reserve) / Math.max(pages.length, 1));
  // What every stack shows first comes before any stack's details.
  const heads = pages.map(({ page, head }) => firstScreen(head, page.first, share));
  let room = longestComment - reserve - sum(heads.map(({ text }) => text.length + 2));
  const texts = pages.map(({ page }, index) => {
    const head = heads[index] ?? { text: "", left: 0 };
    const details = fitted(page.details, Math.max(room - 120, 0));
    room -= details.text.length + 120;
    const left = head.left + details.left;
    const note =
      left === 0 ? "" : `\n\n_${left} sections do not fit into a comment: read the HTML or JSON._`;
    return `${head.text}${details.text === "" ? "" : `\n\n${details.text}`}${note}`;
  });
  return whole(`${texts.join("\n\n")}\n`);
}

/** With thousands of stacks not even their first lines fit. */
function whole(text: string): string {
  if (text.length <= longestComment) return text;
  const end = text.lastIndexOf("\n", longestComment - reserve);
  return `${text.slice(0, end)}\n\n_The rest does not fit into a comment: read the HTML or JSON._\n`;
}

interface Fitted {
  readonly text: string;
  /** Sections that were left out. */
  readonly left: number;
}

function fitted(sections: readonly Section[], room: number): Fitted {
  const taken: string[] = [];
  let used = 0;
  for (const section of sections) {
    if (used + leastLength(section.rows.slice(0, mostRows)) > room) continue;
    const text = closedSection(section);
    if (used + text.length + 2 > room) continue;
    taken.push(text);
    used += text.length + 2;
  }
  return { text: taken.join("\n\n"), left: sections.length - taken.length };
}

function headText({ name, verdict, counts, summary }: StackPage): string {
  return [
    commentMarker(name),
    `### ${escaped(cut(name, longestSpan))}: ${escaped(cut(verdict, longestSpan))}`,
    "",
    `**${escaped(counts)}** (Terraform counts ${summary})`,
  ].join("\n");
}

/** Rows beyond which a section is cut: nobody reads more in a comment. */
const mostRows = 150;

/** Characters of a value or a sentence beyond which it is cut. */
const longestSpan = 400;

/** The head, and of each section as many rows as there is room for: none of them is left out whole. */
function firstScreen(head: string, sections: readonly Section[], room: number): Fitted {
  const each = Math.floor((room - head.length) / Math.max(sections.length, 1)) - 100;
  return {
    text: [head, ...sections.map((section) => openSection(section, each))].join("\n\n"),
    left: 0,
  };
}

function openSection({ title, rows }: Section, room: number): string {
  const lines: string[] = [];
  let used = 0;
  let shown = 0;
  for (const each of rows.slice(0, mostRows)) {
    const written = rowLines(each, "").join("\n");
    used += written.length + 1;
    if (used > room && shown > 0) break;
    lines.push(written);
    shown += 1;
  }
  const more = rows.length > shown ? [`- and ${rows.length - shown} more`] : [];
  return [`**${escaped(title)}**`, "", ...lines, ...more].join("\n");
}

function closedSection({ title, rows }: Section): string {
  const lines = rows.slice(0, mostRows).flatMap((each) => rowLines(each, ""));
  const more = rows.length > mostRows ? [`- and ${rows.length - mostRows} more`] : [];
  return [
    `<details><summary>${html(visible(title))}</summary>`,
    "",
    ...lines,
    ...more,
    "",
    "</details>",
  ].join("\n");
}

/** Most characters of rows before escaping. Further rows cannot fit and are not written. */
function leastLength(rows: readonly Row[]): number {
  let length = 0;
  for (const { spans, children = [] } of rows) {
    for (const span of spans) length += leastSpanLength(span);
    length += leastLength(children);
  }
  return length;
}

function leastSpanLength(span: Span): number {
  const text = typeof span === "string" ? span : "code" in span ? span.code : span.strong;
  return Math.min(text.length, longestSpan);
}

function rowLines({ spans, children = [] }: Row, indent: string): string[] {
  return [
    `${indent}- ${spans.map(spanText).join("")}`,
    ...children.flatMap((child) => rowLines(child, `${indent}  `)),
  ];
}

function spanText(span: Span): string {
  if (typeof span === "string") return escaped(cut(span, longestSpan));
  return "code" in span ? codeSpan(cut(span.code, longestSpan)) : `**${escaped(span.strong)}**`;
}

/** A code span, fenced by more backticks than the text has in a row. */
function codeSpan(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 || shown === "" ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Escapes what Markdown, HTML and mentions would make of a text. */
function escaped(text: string): string {
  return html(visible(text))
    .replace(/[\\`*_{}[\]#|~!]/g, "\\$&")
    .replaceAll("@", "&#64;");
}

function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
