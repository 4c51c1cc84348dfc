// `npm run audit`: asks OSV for known vulnerabilities of every package in every lock file. It needs the network and no
// installed package; `npm test` does not run it, so that an outage of OSV fails no test.
// Exit code: 0 nothing found, 1 found, 2 OSV did not answer and nothing is known.
import { lockedPackages } from "./locked.mjs";
import { vulnerabilitiesOf } from "./osv.mjs";
import { problemsOf } from "./verdict.mjs";
import { waivers } from "./waivers.mjs";

const origin = process.env.PICTOR_OSV ?? "https://api.osv.dev";
const packages = lockedPackages();
try {
  const found = await vulnerabilitiesOf(origin, packages);
  const problems = problemsOf(found, waivers, new Date().toISOString().slice(0, 10));
  for (const problem of problems) console.error(`error  ${problem}`);
  console.log(
    `${packages.length} packages, ${problems.length} problems, ${waivers.length} waivers`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`error  not audited: ${error.cause?.message ?? error.message}`);
  process.exitCode = 2;
}
