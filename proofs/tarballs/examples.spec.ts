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
import { LocalAws } from "../shared/local-aws";
import { command } from "./command";
import { grounds } from "./grounds";
import { packAll } from "./packed";
import { apply, created } from "./terraform";
import { validate } from "./validate";

const sources = join(__dirname, "..", "..", "examples");
const names = readdirSync(sources).filter((name) => existsSync(join(sources, name, "main.ts")));

/** Where the examples are deployed. */
const place = { environment: "examples", accountId: "123456789012", region: "eu-central-1" };

const directory = mkdtempSync(join(tmpdir(), "pictor-examples-"));
const tarballs: Record<string, string> = {};

let aws: LocalAws;

beforeAll(async () => {
  aws = await LocalAws.start(place, directory);
  const packs = join(directory, "packs");
  mkdirSync(packs);
  for (const { name, tarball } of packAll(packs)) tarballs[`@pictor/${name}`] = `file:${tarball}`;
});

afterAll(async () => {
  await aws?.stop();
  rmSync(directory, { recursive: true, force: true });
});

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

  it.each(names)(
    "%s is installed from tarballs, compiled, synthesised, valid and planned",
    (name) => {
      const app = join(directory, name);
      cpSync(join(sources, name), app, { recursive: true });
      takeTarballs(join(app, "package.json"));
      prepare(name, app);
      command("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], app);
      command("npm", ["run", "synth"], app);
      const stacks = join(app, "cdktf.out", "stacks");
      const [stack, ...others] = readdirSync(stacks);
      expect(others).toEqual([]);
      expect(validate(join(stacks, stack as string), directory)).toBe("");
      const caller = join(app, "terraform");
      const planned = existsSync(caller) ? caller : join(stacks, stack as string);
      expect(created(planned, aws.variables).length).toBeGreaterThan(5);
    },
  );

  it("hcl is a module that plain Terraform plans, with its caller's network and key", () => {
    const addresses = created(join(directory, "hcl", "terraform"), aws.variables);
    expect(addresses).toContain("aws_vpc.ours");
    expect(
      addresses.filter((address) => address.startsWith("module.birds.")).length,
    ).toBeGreaterThan(30);
  });
});

/** Creates what the example takes as existing, and puts the ids that AWS gave into its source. */
function prepare(name: string, app: string): void {
  const hcl = grounds[name];
  if (hcl === undefined) return;
  const ids = apply(hcl, join(app, "ground"), aws.variables);
  const main = join(app, "main.ts");
  const text = Object.entries(ids).reduce(
    (source, [literal, id]) => source.replaceAll(literal, id),
    readFileSync(main, "utf8"),
  );
  writeFileSync(main, text);
}

/** Puts tarballs in the place of versions; npm takes those of other packages' dependencies from `overrides`. */
function takeTarballs(file: string): void {
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  for (const dependency of Object.keys(manifest.dependencies)) {
    const tarball = tarballs[dependency];
    if (tarball !== undefined) manifest.dependencies[dependency] = tarball;
  }
  writeFileSync(file, JSON.stringify({ ...manifest, overrides: tarballs }));
}
