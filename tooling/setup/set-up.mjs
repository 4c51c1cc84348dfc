// Brings a fresh clone to where everything runs. Plain JavaScript with Node's own modules: nothing is installed yet.
import { build } from "./build.mjs";
import { SetUpError } from "./errors.mjs";
import { nodePackages } from "./node-packages.mjs";
import { localEnvironment, modelEnvironment } from "./python.mjs";
import { checkTools } from "./tools.mjs";

/**
 * Installs and builds what changed since the last time. Does nothing, quickly, when nothing did.
 * On an error it prints what was found, what is wanted and how to get it, and ends the process.
 *
 * @param further what else to install, afterwards
 */
export async function setUp(further = []) {
  try {
    const node = nodePackages();
    const environments = [localEnvironment(), modelEnvironment()].filter(Boolean);
    const tools = node || environments.length > 0 ? checkTools() : undefined;
    // Compiling needs nothing of Python, whose environments take longest.
    const compiled = async () => {
      await node?.(tools);
      await build();
    };
    const results = await Promise.allSettled([
      compiled(),
      ...environments.map((install) => install(tools)),
    ]);
    const failure = results.find((result) => result.status === "rejected");
    if (failure) throw failure.reason;
    for (const install of further) await install();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(`\nset-up failed: ${error.message}`);
    process.exit(1);
  }
}
