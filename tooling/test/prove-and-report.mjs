import { beginReport } from "./proof-report.mjs";
import { proveSuites } from "./proofs.mjs";

/**
 * Runs suites, and writes the rows of each pool into the report when the pool has ended: an interrupted run keeps what
 * passed.
 *
 * @param reported all suites that belong into the report
 * @param places folder of the suites, and file of the report: others in a test
 */
export function proveAndReport(chosen, reported, { folder, file } = {}) {
  const writeReport = beginReport(reported, file);
  const date = new Date().toISOString().slice(0, 10);
  return proveSuites(chosen, (results) => writeReport(results, date), folder);
}
