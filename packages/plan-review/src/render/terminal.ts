import type { Review } from "../review/review";
import { type Row, type Section, type Span, visible } from "./row";
import { pagesOf, type StackPage } from "./sections";

/** Columns that a terminal is taken to have. */
const columns = 100;

/** Writes a review for a terminal of 100 columns: the worst first, the attributes last. */
export function renderTerminal(review: Review): string {
  return `${pagesOf(review).map(pageText).join("\n\n")}\n`;
}

function pageText(page: StackPage): string {
  const head = [
    ...wrapped(`${visible(page.name)}: ${visible(page.verdict)}`, "", ""),
    ...wrapped(page.counts, "  ", "  "),
    ...wrapped(`Terraform counts ${page.summary}`, "  ", "  "),
  ];
  return [head, ...[...page.first, ...page.details].map(sectionLines)]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function sectionLines({ title, rows }: Section): string[] {
  return [...wrapped(visible(title), "", ""), ...rows.flatMap((each) => rowLines(each, "  "))];
}

function rowLines({ spans, children = [] }: Row, indent: string): string[] {
  return [
    ...wrapped(spans.map(spanText).join(""), indent, `${indent}  `),
    ...children.flatMap((child) => rowLines(child, `${indent}  `)),
  ];
}

function spanText(span: Span): string {
  if (typeof span === "string") return visible(span);
  return visible("code" in span ? span.code : span.strong);
}

/** Breaks a text at spaces, and within a word that is longer than a line. */
function wrapped(text: string, firstIndent: string, indent: string): string[] {
  const lines: string[] = [];
  let line = firstIndent;
  let isEmpty = true;
  const end = () => {
    lines.push(line);
    line = indent;
    isEmpty = true;
  };
  for (const word of text.split(" ").filter(Boolean)) {
    let rest = word;
    if (!isEmpty && line.length + 1 + rest.length > columns) end();
    while (line.length + rest.length > columns) {
      const room = Math.max(columns - line.length, 1);
      line += rest.slice(0, room);
      rest = rest.slice(room);
      end();
    }
    if (rest === "") continue;
    line += isEmpty ? rest : ` ${rest}`;
    isEmpty = false;
  }
  if (!isEmpty || lines.length === 0) lines.push(line);
  return lines;
}
