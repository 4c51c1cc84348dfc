// `npm test`: everything. `npm test -- <package>…`: lint, types, unit tests of these packages, and the proofs of them.
import { suitesProving } from "../../proofs/chosen-suites.mjs";
import { suites as proofs } from "../../proofs/suites.mjs";
import { setUp } from "../setup/set-up.mjs";
import { jestSuite, pytestSuite, toolingSuite } from "./behaviour.mjs";
import { leftBehind, lookAround } from "./left-behind.mjs";
import { lint } from "./lint.mjs";
import { choosePackages, help } from "./packages.mjs";
import { proveSuites } from "./proofs.mjs";
import { installTools, toolsOf } from "./python-tools.mjs";
import { begin } from "./session.mjs";
import { types } from "./types.mjs";

const asked = process.argv.slice(2);
if (asked.includes("--help") || asked.includes("-h")) {
  console.log(help);
  process.exit();
}
// Before the set-up, which may take minutes: a name that nobody has should fail at once.
const chosen = choosePackages(asked);
await setUp();
const proving = chosen.all
  ? proofs.filter(({ runs }) => runs === "test")
  : suitesProving(chosen.projects);
const projects = proving.length > 0 ? [...chosen.projects, "proofs"] : chosen.projects;
const session = begin();

const before = lookAround();
await session.suite("lint", lint);
await session.suite("types", () => types({ ...chosen, projects }));
await session.suite("unit", () => jestSuite(chosen));
// Tests of model servers mostly wait: the proofs' tools are installed meanwhile. A failure is reported by the proofs.
installTools(toolsOf(proving)).catch(() => undefined);
await session.suite("python", () => pytestSuite(chosen));
if (chosen.all) await session.suite("tooling", toolingSuite);
await session.suites("proofs", () => proveSuites(proving));
if (chosen.all) await session.suite("left behind", () => leftBehind(before));
process.exitCode = session.summary();
