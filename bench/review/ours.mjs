// Reviews a plan's file as a process of its own, as the peers do: `node ours.mjs plan.json`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { renderMarkdown, reviewPlans } = createRequire(import.meta.url)("@pictor/plan-review");

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const today = new Date().toISOString().slice(0, 10);
console.log(renderMarkdown(reviewPlans([{ name: "bench", plan }], { today })));
