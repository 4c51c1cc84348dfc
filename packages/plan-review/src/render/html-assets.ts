/** Style of the page. The colours have a contrast of at least 4.5 to 1 in both schemes. */
export const style = `
:root { --ink: #1b1f24; --paper: #ffffff; --quiet: #57606a; --line: #d0d7de; --code: #f0f3f6; --alarm: #b4232c; --focus: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --quiet: #9da7b1; --line: #30363d; --code: #1c2128; --alarm: #ff8e88; --focus: #79c0ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; border-top: 1px solid var(--line); padding-top: 1rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
.tools { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; padding: 0.5rem 0; background: var(--paper); }
input, button { font: inherit; color: inherit; background: var(--code); border: 1px solid var(--quiet); border-radius: 4px; padding: 0.25rem 0.5rem; }
input { flex: 1 1 16rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.verdict { font-size: 1.1rem; font-weight: 600; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
strong { color: var(--alarm); }
ul { margin: 0.25rem 0; padding-left: 1.25rem; }
li { overflow-wrap: anywhere; }
code { background: var(--code); padding: 0 0.2em; border-radius: 3px; font-size: 0.9em; }
details { border: 1px solid var(--line); border-radius: 4px; margin: 0.5rem 0; padding: 0.25rem 0.75rem; }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
.blast { margin: 0.5rem 0; }
.drawing { overflow: auto; max-height: 75vh; border: 1px solid var(--line); border-radius: 4px; }
.drawing svg { display: block; font: 12px ui-monospace, monospace; fill: var(--ink); }
.drawing rect { fill: var(--paper); stroke: var(--quiet); }
.drawing .destroy rect, .drawing .replace rect, .drawing .forgotten rect { fill: var(--code); stroke: var(--alarm); stroke-width: 2.5; }
.drawing .update rect, .drawing .create rect { fill: var(--code); stroke: var(--focus); stroke-width: 1.5; }
.drawing .name { font-weight: 600; }
.drawing .way { fill: none; stroke: var(--quiet); }
.drawing .runtime { stroke: var(--focus); stroke-dasharray: 5 3; }
.drawing marker path { fill: var(--quiet); }
[hidden] { display: none; }
`;

/** Search, and opening and closing all at once. A script of the page itself: it reads nothing but the page. */
export const behaviour = `
"use strict";
const sections = [...document.querySelectorAll("details")];
const rows = [...document.querySelectorAll("main section > ul > li, details > ul > li")].map((row) => ({ row, text: row.textContent.toLowerCase() }));
const search = document.getElementById("search");
const found = document.getElementById("found");
const setAll = (open) => { for (const section of sections) section.open = open; };
document.getElementById("open").addEventListener("click", () => setAll(true));
document.getElementById("close").addEventListener("click", () => setAll(false));
search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  let count = 0;
  for (const { row, text } of rows) {
    const isHit = text.includes(wanted);
    row.hidden = !isHit;
    if (isHit) count += 1;
  }
  for (const section of sections) {
    const hasHit = section.querySelector(":scope > ul > li:not([hidden])") !== null;
    section.hidden = !hasHit;
    section.open = wanted !== "" && hasHit;
  }
  found.textContent = wanted === "" ? "" : count + " found";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  if (event.key === "Escape" && document.activeElement === search) { search.value = ""; search.dispatchEvent(new Event("input")); }
});
`;
