// `npm run prove`: the suites that are too long for `npm test`. `npm run prove -- <suite>…`: these suites.
import { suitesNamed } from "../../proofs/chosen-suites.mjs";
import { suites } from "../../proofs/suites.mjs";
import { setUp } from "../setup/set-up.mjs";
import { leftBehind, lookAround } from "./left-behind.mjs";
import { reportFile } from "./proof-report.mjs";
import { proveAndReport } from "./prove-and-report.mjs";
import { begin } from "./session.mjs";

/** Where a suite runs, in the words of the help. */
const places = { test: "in npm test", prove: "here alone " };
const names = process.argv.slice(2);
if (names.includes("--help") || names.includes("-h")) {
  console.log(help());
} else {
  await prove(choose());
}

async function prove(chosen) {
  if (chosen.length === 0) {
    console.log(`no suite is too long for 'npm test'; name the ones to run\n\n${help()}`);
    return;
  }
  await setUp();
  const session = begin();
  const before = lookAround([reportFile]);
  const reported = suites.filter(({ runs }) => runs === "prove");
  await session.suites("proofs", () => proveAndReport(chosen, reported));
  await session.suite("left behind", () => leftBehind(before));
  process.exitCode = session.summary();
}

function choose() {
  if (names.length === 0) return suites.filter(({ runs }) => runs === "prove");
  try {
    return suitesNamed(names);
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

function help() {
  const width = Math.max(...suites.map(({ name }) => name.length));
  return [
    "usage: npm run prove [-- <suite>…]",
    "",
    "Runs proofs: suites over real Terraform, real model servers and the local AWS.",
    "Without a name it runs those that are too long for 'npm test'.",
    "",
    "example: npm run prove -- endpoints story",
    "",
    ...suites.map(
      ({ name, minutes, runs, proves }) =>
        `  ${name.padEnd(width)}  ${String(minutes).padStart(2)} min  ${places[runs]}  proves ${proves.join(", ")}`,
    ),
  ].join("\n");
}
