import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { run } from "./command.mjs";
import { classesWithoutExample, tsdocExamples } from "./tsdoc-examples.mjs";

/**
 * Compiles every example of the packages as a file of its package, so that it sees what a user of the package would
 * see: the `ts` fences of the README, and the `@example`s of the sources. A TypeScript package whose README shows no
 * example fails, and so does a package with a setting for `@example`s where an exported class has none.
 */
export async function readmeExamples(projects) {
  let code = 0;
  for (const path of projects.filter((path) => existsSync(join(root, path, "tsconfig.json")))) {
    code = Math.max(code, await compile(join(root, path), path));
  }
  return code;
}

async function compile(directory, path) {
  const readme = read(join(directory, "README.md"));
  const fences = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]);
  if (fences.length === 0 && path.startsWith("packages/")) {
    console.error(`${path}/README.md shows no example in a \`\`\`ts fence`);
    return 1;
  }
  const setting = read(join(directory, "test", "example-setting.ts"));
  const files = sources(join(directory, "src"));
  const without = setting === "" ? [] : files.flatMap((file) => classesWithoutExample(read(file)));
  for (const name of without) console.error(`${path}: class ${name} has no @example`);
  const examples = [
    ...fences.map((text, index) => ({ name: `README-${index}`, text })),
    ...files.flatMap((file) =>
      tsdocExamples(read(file), setting).map((text, index) => ({
        name: `${basename(file, ".ts")}-${index}`,
        text,
      })),
    ),
  ];
  if (examples.length === 0) return 0;
  const work = join(directory, "dist", "examples");
  mkdirSync(work, { recursive: true });
  for (const { name, text } of examples) writeFileSync(join(work, `${name}.ts`), text);
  writeFileSync(
    join(work, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      // What an example makes last it need not use.
      compilerOptions: { noEmit: true, rootDir: "../..", noUnusedLocals: false },
      include: ["*.ts"],
    }),
  );
  const code = await run(join(bin, "tsc"), ["-p", work]);
  rmSync(work, { recursive: true });
  return without.length === 0 ? code : 1;
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
