import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { jestFiles, runJest } from "./jest.mjs";
import { installTools, toolsOf } from "./python-tools.mjs";

const proofsFolder = join(root, "proofs");

/** Suites with one worker that run at once: they wait for processes to start and to end. */
const aloneAtOnce = 2;

/**
 * Runs suites of the register: those that may share workers in one Jest, then the others, two beside each other.
 *
 * @param onResults called with the results of each pool as soon as it has ended
 * @param proofs folder of the suites' folders
 * @returns a result for each suite: name, tests passed and failed, seconds
 */
export async function proveSuites(suites, onResults = () => undefined, proofs = proofsFolder) {
  await installTools(toolsOf(suites));
  const pools = poolsOf(suites);
  const results = new Map();
  const runAll = async (chosen, atOnce) => {
    const waiting = [...chosen];
    const labelled = Math.min(atOnce, waiting.length) > 1;
    const lane = async () => {
      for (let pool = waiting.shift(); pool !== undefined; pool = waiting.shift()) {
        results.set(pool, await provePool(pool, labelled, proofs));
        onResults(results.get(pool));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  };
  await runAll(
    pools.filter((pool) => !isAlone(pool[0])),
    1,
  );
  await runAll(
    pools.filter((pool) => isAlone(pool[0])),
    aloneAtOnce,
  );
  return pools.flatMap((pool) => results.get(pool));
}

async function provePool(pool, labelled, proofs) {
  const name = pool.map((suite) => suite.name).join("+");
  console.log(`\n── proof of ${pool.map((suite) => suite.name).join(", ")}`);
  const args = ["--config", JSON.stringify(jestConfig(pool, proofs))];
  const counts = await runJest(name, args, labelled ? { label: name } : {});
  return resultsOf(name, pool, counts, proofs);
}

function isAlone({ story, workers }) {
  return story !== undefined || workers === 1;
}

/** Suites that may share workers, together; a suite with a story or with one worker alone. */
export function poolsOf(suites) {
  const pools = new Map();
  for (const suite of suites) {
    const key = isAlone(suite) ? suite.name : `${suite.workers} × ${suite.limitSeconds} s`;
    pools.set(key, [...(pools.get(key) ?? []), suite]);
  }
  return [...pools.values()];
}

/** Jest's configuration for suites of one pool. */
export function jestConfig(pool, proofs = proofsFolder) {
  const [{ folder, workers, limitSeconds, story }] = pool;
  const fixture = (name) => {
    const path = join(proofs, folder, name);
    return pool.length === 1 && existsSync(path) ? path : undefined;
  };
  return {
    rootDir: proofs,
    preset: "@pictor/jest-preset",
    testMatch: pool.map((suite) => `<rootDir>/${suite.folder}/**/*.spec.ts`),
    maxWorkers: workers,
    testTimeout: limitSeconds * 1000,
    globals: { order: { folders: longestFirst(pool), story } },
    testSequencer: join(proofsFolder, "shared", "in-order.mjs"),
    globalSetup: fixture("start.ts"),
    globalTeardown: fixture("stop.ts"),
  };
}

function longestFirst(pool) {
  return pool.toSorted((a, b) => b.minutes - a.minutes).map(({ folder }) => folder);
}

function resultsOf(name, pool, counts, proofs) {
  const files = jestFiles(name);
  const results = pool.map((suite) => {
    const own = files.filter(({ path }) => path.startsWith(join(proofs, suite.folder, "/")));
    const sum = (key) => own.reduce((total, file) => total + file[key], 0);
    if (own.length === 0) console.error(`${suite.name}: no test ran`);
    const begun = Math.min(...own.map(({ startTime }) => startTime));
    const ended = Math.max(...own.map(({ endTime }) => endTime));
    return {
      name: suite.name,
      passed: sum("passed"),
      failed: own.length === 0 ? 1 : sum("failed"),
      seconds: own.length === 0 ? 0 : Math.round((ended - begun) / 100) / 10,
    };
  });
  // What the files do not show, a crash or a skipped test, is the whole pool's failure.
  const shown = results.reduce((total, { failed }) => total + failed, 0);
  if (counts.failed > shown) results[0].failed += counts.failed - shown;
  return results;
}
