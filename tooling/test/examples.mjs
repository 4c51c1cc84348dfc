import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../setup/paths.mjs";
import { classesWithoutExample, tsdocExamples } from "./tsdoc-examples.mjs";

/**
 * Writes every example of the projects as a file of its project, so that its compiler sees what a user of the package
 * would see: the `ts` fences of the README, and the `@example`s of the sources.
 *
 * @returns `directories` to compile; what is `missing`: each package's README shows an example, and in a package with a
 *   setting for `@example`s each exported class has one; `remove`, for when they are compiled
 */
export function writeExamples(projects) {
  const found = projects.map((path) => ({ path, ...examplesOf(path) }));
  const written = found.filter(({ examples }) => examples.length > 0);
  const directories = written.map(({ path, examples }) => {
    const directory = join(root, path, "dist", "examples");
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    for (const { name, text } of examples) writeFileSync(join(directory, `${name}.ts`), text);
    return directory;
  });
  return {
    directories,
    missing: found.flatMap(({ missing }) => missing),
    remove: () => {
      for (const directory of directories) rmSync(directory, { recursive: true, force: true });
    },
  };
}

function examplesOf(path) {
  const directory = join(root, path);
  const readme = read(join(directory, "README.md"));
  const fences = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]);
  const setting = read(join(directory, "test", "example-setting.ts"));
  const files = sources(join(directory, "src"));
  const index = read(join(directory, "src", "index.ts"));
  // A class that only its own package uses has its example in the class that makes it.
  const without = (
    setting === "" ? [] : files.flatMap((file) => classesWithoutExample(read(file)))
  ).filter((name) => new RegExp(`\\b${name}\\b`).test(index));
  return {
    missing: [
      ...(fences.length === 0 && path.startsWith("packages/")
        ? [`${path}/README.md shows no example in a \`\`\`ts fence`]
        : []),
      ...without.map((name) => `${path}: class ${name} has no @example`),
    ],
    examples: [
      // A module each: what one example names is no other's business.
      ...fences.map((text, index) => ({ name: `README-${index}`, text: `${text}\nexport {};\n` })),
      ...files.flatMap((file) =>
        tsdocExamples(read(file), setting).map((text, index) => ({
          name: `${basename(file, ".ts")}-${index}`,
          text,
        })),
      ),
    ],
  };
}

function sources(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(directory, name));
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
