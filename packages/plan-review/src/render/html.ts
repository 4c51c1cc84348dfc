import type { BlastRadius } from "../blast/blast-radius";
import type { Review } from "../review/review";
import { blastSvg } from "./blast-svg";
import { behaviour, style } from "./html-assets";
import { type Row, type Section, type Span, visible } from "./row";
import { pagesOf, type StackPage } from "./sections";

/**
 * Writes a review as one HTML file that loads nothing: searchable, collapsible, usable with the keyboard, light and dark
 * as the reader's system is. Without JavaScript everything is there but the search.
 */
export function renderHtml(review: Review): string {
  const pages = pagesOf(review);
  const title = `Plan review: ${pages.map(({ name }) => name).join(", ")}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<div role="search" class="tools">
<label for="search">Search</label>
<input id="search" type="search" placeholder="address, attribute, rule" autocomplete="off">
<button type="button" id="open">Open all</button>
<button type="button" id="close">Close all</button>
<span id="found" role="status"></span>
</div>
</header>
<main>
${pages.map(pageHtml).join("\n")}
</main>
<script>${behaviour}</script>
</body>
</html>
`;
}

function pageHtml({ name, verdict, counts, summary, first, details }: StackPage): string {
  return `<section class="stack">
<h2>${escaped(name)}</h2>
<p class="verdict">${escaped(verdict)}</p>
<p><b>${escaped(counts)}</b> <span class="quiet">(Terraform counts ${escaped(summary)})</span></p>
${first.map(openSection).join("\n")}
${details.map(closedSection).join("\n")}
</section>`;
}

function openSection({ title, rows, blast }: Section): string {
  const drawing = blast === undefined || blast.edges.length === 0 ? "" : figure(blast);
  return `<h3>${escaped(title)}</h3>\n${list(rows)}${drawing}`;
}

function figure(blast: BlastRadius): string {
  const left = blast.left === 0 ? "" : `; ${blast.left} more are not drawn`;
  return `
<figure class="blast">
<div class="drawing" tabindex="0" role="region" aria-label="Drawing, scrolls">${blastSvg(blast, escaped)}</div>
<figcaption class="quiet">What changes and its neighbours, from what depends to what it depends on; dashed where requests and data go${left}.</figcaption>
</figure>`;
}

function closedSection({ title, rows }: Section): string {
  return `<details><summary>${escaped(title)}</summary>\n${list(rows)}</details>`;
}

function list(rows: readonly Row[]): string {
  return `<ul>${rows.map(rowHtml).join("\n")}</ul>`;
}

function rowHtml({ spans, children = [] }: Row): string {
  return `<li>${spans.map(spanHtml).join("")}${children.length === 0 ? "" : list(children)}</li>`;
}

function spanHtml(span: Span): string {
  if (typeof span === "string") return escaped(span);
  return "code" in span
    ? `<code>${escaped(span.code)}</code>`
    : `<strong>${escaped(span.strong)}</strong>`;
}

function escaped(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
