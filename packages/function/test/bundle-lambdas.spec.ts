import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { lambdaAsset } from "../src";

const tool = join(__dirname, "..", "bundle-lambdas.mjs");
const contracts = join(__dirname, "..", "node_modules", "@pictor", "contracts");
const grow =
  'import { limits } from "@pictor/contracts";\nexport const handler = () => limits.imageBytes;';
let directory: string;

/** A package with functions, which may import the contracts. */
function writePackage(functions: Readonly<Record<string, string>>): void {
  const modules = join(directory, "node_modules", "@pictor");
  mkdirSync(modules, { recursive: true });
  symlinkSync(realpathSync(contracts), join(modules, "contracts"));
  writeFileSync(join(directory, "package.json"), "{}");
  for (const [name, source] of Object.entries(functions)) {
    mkdirSync(join(directory, "lambda", name), { recursive: true });
    writeFileSync(join(directory, "lambda", name, "index.ts"), source);
  }
}

function bundle(...args: readonly string[]) {
  return spawnSync(process.execPath, [tool, ...args], { cwd: directory, encoding: "utf8" });
}

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), "pictor-lambdas-")));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe("bundle-lambdas, in a package", () => {
  it("bundles every function in lambda/ to run by itself", () => {
    writePackage({ grow, shrink: "export const handler = (n: number): number => n - 1;" });
    expect(bundle()).toMatchObject({ status: 0, stderr: "" });
    for (const [name, answer] of [
      ["grow", "4000000"],
      ["shrink", "-1"],
    ] as const) {
      const { path } = lambdaAsset(directory, name);
      const file = join(directory, `${name}.cjs`);
      writeFileSync(file, unzipSync(readFileSync(path))["index.js"] ?? "");
      const call = `console.log(require(${JSON.stringify(file)}).handler(0))`;
      const output = execFileSync(process.execPath, ["-e", call], { encoding: "utf8" });
      expect(output.trim()).toBe(answer);
    }
  });

  it("makes the same bytes from the same sources, which the hash names", () => {
    writePackage({ grow });
    bundle();
    const { path, hash } = lambdaAsset(directory, "grow");
    const first = readFileSync(path);
    expect(hash).toBe(createHash("sha256").update(first).digest("base64"));
    bundle("--out", "again");
    expect(readFileSync(join(directory, "again", "grow.zip")).equals(first)).toBe(true);
  });

  it("refuses a bundle that holds a package it was told to do without", () => {
    writePackage({ grow });
    const zod = join(directory, "node_modules", "zod");
    mkdirSync(zod);
    writeFileSync(join(zod, "package.json"), '{"name":"zod","main":"index.js"}');
    writeFileSync(join(zod, "index.js"), "exports.parse = (value) => value;");
    expect(bundle("--without", "zod").status).toBe(0);
    writeFileSync(
      join(directory, "lambda", "grow", "index.ts"),
      'import { parse } from "zod";\nexport const handler = parse;',
    );
    const { status, stderr } = bundle("--without", "zod");
    expect(status).toBe(1);
    expect(stderr).toContain("the bundle of 'grow' holds zod: import only what does without it");
  });

  it("adds the licences and notices of the packages in the bundle, and of no others", () => {
    writePackage({
      grow: 'import { one } from "one";\nimport { two } from "two";\nexport const handler = () => one + two;',
    });
    for (const [name, text] of Object.entries({ one: "Ours.", two: "Ours.", three: "Theirs." })) {
      const other = join(directory, "node_modules", name);
      mkdirSync(other);
      const described = { name, version: "1.2.3", license: "MIT", main: "index.js" };
      writeFileSync(join(other, "package.json"), JSON.stringify(described));
      writeFileSync(join(other, "index.js"), `exports.${name} = ${JSON.stringify(name)};`);
      writeFileSync(join(other, "LICENSE.md"), text);
      writeFileSync(join(other, "NOTICE"), "Named.");
    }
    expect(bundle()).toMatchObject({ status: 0, stderr: "" });
    const notices = unzipSync(readFileSync(lambdaAsset(directory, "grow").path))["NOTICES.txt"];
    expect(Buffer.from(notices ?? []).toString()).toBe(
      "one 1.2.3 (MIT)\ntwo 1.2.3 (MIT)\n\nOurs.\n\nNamed.\n",
    );
  });
});

describe("a function's zip", () => {
  it("that was not built is missed with its path", () => {
    expect(() => lambdaAsset(directory, "grow")).toThrow(
      `no zip of function 'grow' at ${join(directory, "dist", "lambda", "grow.zip")}, build the package first`,
    );
  });
});
