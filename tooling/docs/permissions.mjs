import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../setup/paths.mjs";

/** Types of resources that are policies of a role, with where its document stands. */
const policyTypes = { aws_iam_role_policy: "policy" };

/**
 * What the policies among synthesised resources allow.
 *
 * @param resources values by address
 * @returns each policy's address with its actions, sorted; one that only Terraform can read has none and is left out
 */
export function permissionsOf(resources) {
  return Object.entries(resources).flatMap(([address, values]) => {
    const document = parsed(values[policyTypes[address.split(".")[0]]]);
    if (document === undefined) return [];
    const actions = [document.Statement].flat().flatMap(({ Action }) => Action);
    return [{ policy: address, actions: [...new Set(actions)].sort() }];
  });
}

/**
 * What Terraform's provider calls for types of resources, as actions of IAM.
 *
 * @param types of resources; of data sources with `data.` before them
 * @param actions of {@link readProviderActions}
 */
export function permissionsToApply(types, actions) {
  return types
    .filter((type) => (actions[type] ?? []).length > 0)
    .sort()
    .map((type) => ({ type, actions: actions[type] }));
}

/** Actions by type of resource, from the table by which the deploy role is tested. */
export async function readProviderActions() {
  const app = join(root, "apps", "image-classifier");
  const outfile = join(app, "dist", "provider-actions.cjs");
  await build({
    entryPoints: [join(app, "test", "policies", "provider-actions.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    packages: "external",
    logLevel: "silent",
    plugins: [compiledApp(app)],
  });
  try {
    const { providerActions } = createRequire(import.meta.url)(outfile);
    return Object.fromEntries(
      Object.entries(providerActions).map(([type, calls]) => [type, actionsOf(calls)]),
    );
  } finally {
    rmSync(outfile, { force: true });
  }
}

/** Takes the app's own modules as they were compiled: they look for files beside the compiled ones. */
function compiledApp(app) {
  return {
    name: "compiled app",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.\/\.\.\/(src|environments)\b/ }, ({ path }) => ({
        path: join(app, "dist", path.slice("../../".length)),
        external: true,
      }));
    },
  };
}

/** `["*", "logs:PutX DeleteX"]` names one service and several of its actions. */
function actionsOf(calls) {
  const actions = calls.flatMap(([, text]) => {
    const [service, names] = text.split(":");
    return names.split(" ").map((name) => `${service}:${name}`);
  });
  return [...new Set(actions)].sort();
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
