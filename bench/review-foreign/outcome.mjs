import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const {
  PlanError,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  reviewPlans,
} = require("@pictor/plan-review");

const renderers = [renderTerminal, renderMarkdown, renderHtml, renderJson, renderSarif];

/** Reviews the text of a plan in every format, and compares its counts with the plan's own actions. */
export function outcomeOf(text) {
  let plan;
  try {
    plan = JSON.parse(text);
  } catch (error) {
    return { result: "refused", detail: `it is not JSON: ${error.message}` };
  }
  const format = plan.format_version;
  try {
    const review = reviewPlans([{ name: "foreign", plan }], { today: "2026-11-29" });
    for (const render of renderers) render(review);
    const { add, change, destroy } = review.stacks[0].summary;
    const found = `${add} to add, ${change} to change, ${destroy} to destroy`;
    const expected = countsOf(plan);
    return found === expected
      ? { format, result: "reviewed", detail: `${found}, worst ${review.worst ?? "nothing"}` }
      : { format, result: "wrong counts", detail: `${found}; the plan's actions: ${expected}` };
  } catch (error) {
    if (!(error instanceof PlanError)) {
      return { format, result: "failed", detail: error.stack ?? String(error) };
    }
    const isOther = !/^1\.\d+$/.test(String(format));
    return {
      format,
      result: isOther ? "refused, other format" : "refused",
      detail: error.message,
    };
  }
}

/** Terraform's own sums: a replacement is one to add and one to destroy. */
function countsOf({ resource_changes: changes }) {
  const managed = (changes ?? []).filter(({ mode }) => mode !== "data");
  const count = (isCounted) => managed.filter(({ change }) => isCounted(change.actions)).length;
  const add = count((actions) => actions.includes("create"));
  const change = count((actions) => actions.includes("update"));
  const destroy = count((actions) => actions.includes("delete"));
  return `${add} to add, ${change} to change, ${destroy} to destroy`;
}
