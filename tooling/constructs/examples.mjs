import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { classExamples, exampleModule } from "../test/tsdoc-examples.mjs";

/**
 * The constructs that other teams may install, each with the example of its comment.
 *
 * @returns `{ package, directory, name, fragment, module }` of each: `network`, its folder, `InferenceNetwork`, the example,
 * and the same as a module that can be compiled
 */
export function constructExamples() {
  return readdirSync(join(root, "packages")).flatMap((folder) => {
    const directory = join(root, "packages", folder);
    const setting = join(directory, "test", "example-setting.ts");
    if (!existsSync(setting)) return [];
    const given = readFileSync(setting, "utf8");
    const index = readFileSync(join(directory, "src", "index.ts"), "utf8");
    return sources(join(directory, "src"))
      .flatMap((file) => classExamples(readFileSync(file, "utf8")))
      .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(index))
      .map(({ name, fragment }) => ({
        package: folder,
        directory,
        name,
        fragment,
        module: exampleModule(fragment, given),
      }));
  });
}

function sources(directory) {
  return readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => join(directory, name));
}
