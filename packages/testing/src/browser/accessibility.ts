import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/**
 * What axe finds on a page of WCAG 2.2 A and AA and of its own best practices: rule, impact and the elements.
 * Minor matters count, too.
 */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  // Not as a script element: the page's own policy would refuse it, and rightly so.
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target }) => target).join(" ")}`,
  );
}
