import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { turboEnvironment } from "../setup/turbo-environment.mjs";

/** Arrows between projects of two tags, and whether the rules of `turbo.json` allow them. */
const arrows = [
  { from: "app", to: "construct", allowed: true },
  { from: "construct", to: "construct", allowed: true },
  { from: "construct", to: "data", allowed: true },
  { from: "tool", to: "data", allowed: true },
  { from: "proof", to: "app", allowed: true },
  { from: "proof", to: "construct", allowed: true },
  { from: "proof", to: "data", allowed: true },
  { from: "proof", to: "testing", allowed: true },
  { from: "proof", to: "tool", allowed: true },
  { from: "construct", to: "tool", allowed: false },
  { from: "construct", to: "app", allowed: false },
  { from: "data", to: "construct", allowed: false },
  { from: "data", to: "tool", allowed: false },
  { from: "tool", to: "construct", allowed: false },
  { from: "tool", to: "app", allowed: false },
  { from: "app", to: "tool", allowed: false },
  { from: "app", to: "proof", allowed: false },
  { from: "construct", to: "proof", allowed: false },
  { from: "data", to: "proof", allowed: false },
  { from: "testing", to: "proof", allowed: false },
  { from: "tool", to: "proof", allowed: false },
];

/** Offences that turbo refuses by itself. */
const offences = [
  { name: "an import that package.json does not declare", source: 'import "@fixture/to";\n' },
  { name: "a relative import out of the package", source: 'import "../to/index";\n' },
];

/** Shows that the boundaries bite: each rule against a workspace of two packages that breaks it. */
export function boundaryFixtures() {
  return [
    ...arrows.map(({ from, to, allowed }) => ({
      name: `boundaries ${allowed ? "allow" : "refuse"} ${from} → ${to}`,
      check: () => (boundariesPass(from, to, 'import "@fixture/to";\n', true) === allowed ? 0 : 1),
    })),
    ...offences.map(({ name, source }) => ({
      name: `boundaries refuse ${name}`,
      check: () => (boundariesPass("construct", "construct", source, false) ? 1 : 0),
    })),
  ];
}

function boundariesPass(from, to, source, declared) {
  const workspace = mkdtempSync(join(tmpdir(), "pictor-boundaries-"));
  const write = (path, content) => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(
      join(workspace, path),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  };
  try {
    const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    write("package.json", { name: "fixture", private: true, packageManager });
    write("pnpm-workspace.yaml", "packages: [from, to]\n");
    write("pnpm-lock.yaml", lockFile(declared));
    write("turbo.json", readFileSync(join(root, "turbo.json"), "utf8"));
    const dependencies = declared ? { "@fixture/to": "workspace:*" } : {};
    for (const [name, tag] of Object.entries({ from, to })) {
      write(`${name}/turbo.json`, { extends: ["//"], tags: [tag] });
      write(`${name}/package.json`, {
        name: `@fixture/${name}`,
        main: "index.ts",
        ...(name === "from" && { dependencies }),
      });
    }
    write("to/index.ts", "export {};\n");
    write("from/index.ts", source);
    spawnSync("git", ["init", "--quiet", workspace]);
    const { status } = spawnSync(join(bin, "turbo"), ["boundaries"], {
      cwd: workspace,
      env: { ...process.env, ...turboEnvironment() },
    });
    return status === 0;
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

function lockFile(declared) {
  const dependency =
    "dependencies:\n      '@fixture/to': { specifier: workspace:*, version: link:../to }";
  return [
    "lockfileVersion: '9.0'",
    "importers:",
    "  .: {}",
    `  from: ${declared ? `\n    ${dependency}` : "{}"}`,
    "  to: {}",
    "",
  ].join("\n");
}
