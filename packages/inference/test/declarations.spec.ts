import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const packages = join(__dirname, "..", "..");
const entry = (name: string): string => join(packages, name, "dist", "index.d.ts");

/** A compiler that checks libraries too, without `esModuleInterop`: zod's own declarations do not pass it. */
const strictest: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  skipLibCheck: false,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  esModuleInterop: false,
  allowSyntheticDefaultImports: false,
  ignoreDeprecations: "6.0",
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  types: [],
};

const errorsOf = (file: string): string[] =>
  ts
    .getPreEmitDiagnostics(ts.createProgram([file], strictest))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));

/** Packages that the declarations behind an entry import, however far. */
function importsOf(file: string, seen: Set<string> = new Set()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  return [...readFileSync(file, "utf8").matchAll(/(?:from|import\() ?["']([^"']+)["']/g)].flatMap(
    ([, name = ""]) => {
      const own = /^@pictor\/([a-z-]+)$/.exec(name)?.[1];
      if (own !== undefined) return importsOf(entry(own), seen);
      return name.startsWith(".") ? importsOf(join(dirname(file), `${name}.d.ts`), seen) : [name];
    },
  );
}

describe("the declarations that a consumer compiles", () => {
  it("pass a compiler that checks libraries and has no esModuleInterop", () => {
    expect(errorsOf(entry("contracts"))).toEqual([]);
  });

  it.each(["contracts", "network", "storage", "inference"])("of %s import no zod", (name) => {
    expect(importsOf(entry(name))).not.toContain("zod");
  });

  it("import zod where they are for parsers, at a sub-path", () => {
    expect(importsOf(join(packages, "contracts", "dist", "schemas", "index.d.ts"))).toContain(
      "zod",
    );
  });
});
