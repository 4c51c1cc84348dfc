import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { run } from "./command.mjs";

/**
 * Compiles every `ts` example of the packages' READMEs as a file of that package, so that it sees what a user of
 * the package would see. A TypeScript package without an example fails.
 */
export async function readmeExamples(projects) {
  let code = 0;
  for (const path of projects.filter((path) => existsSync(join(root, path, "tsconfig.json")))) {
    code = Math.max(code, await compile(join(root, path), path));
  }
  return code;
}

async function compile(directory, path) {
  const readme = join(directory, "README.md");
  const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
  const examples = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]);
  if (examples.length === 0) {
    if (path.startsWith("packages/"))
      console.error(`${path}/README.md shows no example in a \`\`\`ts fence`);
    return path.startsWith("packages/") ? 1 : 0;
  }
  const work = join(directory, "dist", "readme");
  mkdirSync(work, { recursive: true });
  for (const [index, example] of examples.entries())
    writeFileSync(join(work, `example-${index}.ts`), example);
  writeFileSync(
    join(work, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      compilerOptions: { noEmit: true, rootDir: "../.." },
      include: ["*.ts"],
    }),
  );
  const code = await run(join(bin, "tsc"), ["-p", work]);
  rmSync(work, { recursive: true });
  return code;
}
