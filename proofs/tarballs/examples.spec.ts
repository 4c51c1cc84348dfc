import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command } from "./command";
import { packAll } from "./packed";
import { validate } from "./validate";

const sources = join(__dirname, "..", "..", "examples");
const names = readdirSync(sources).filter((name) => existsSync(join(sources, name, "main.ts")));

const directory = mkdtempSync(join(tmpdir(), "pictor-examples-"));
const tarballs: Record<string, string> = {};

beforeAll(() => {
  const packs = join(directory, "packs");
  mkdirSync(packs);
  for (const { name, tarball } of packAll(packs)) tarballs[`@pictor/${name}`] = `file:${tarball}`;
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("the examples", () => {
  it("are those that their README lists", () => {
    const readme = readFileSync(join(sources, "README.md"), "utf8");
    const listed = [...readme.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...names].sort());
  });

  it("show the whole service in 40 lines", () => {
    const lines = readFileSync(join(sources, "whole-service", "main.ts"), "utf8").split("\n");
    expect(lines.filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(40);
  });

  it.each(names)("%s is installed from tarballs, compiled, synthesised and valid", (name) => {
    const app = join(directory, name);
    cpSync(join(sources, name), app, { recursive: true });
    takeTarballs(join(app, "package.json"));
    command("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], app);
    command("npm", ["run", "synth"], app);
    const stacks = join(app, "cdktf.out", "stacks");
    const [stack, ...others] = readdirSync(stacks);
    expect(others).toEqual([]);
    expect(validate(join(stacks, stack as string), directory)).toBe("");
  });
});

/** Puts tarballs in the place of versions; npm takes those of other packages' dependencies from `overrides`. */
function takeTarballs(file: string): void {
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  for (const dependency of Object.keys(manifest.dependencies)) {
    const tarball = tarballs[dependency];
    if (tarball !== undefined) manifest.dependencies[dependency] = tarball;
  }
  writeFileSync(file, JSON.stringify({ ...manifest, overrides: tarballs }));
}
