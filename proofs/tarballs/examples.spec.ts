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
import { forkByAlias } from "./installed";
import { packAll, packFork } from "./packed";
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
  const [packs, forkPacks] = ["packs", "fork-packs"].map((name) => join(directory, name));
  mkdirSync(packs as string);
  for (const { name, tarball } of [...packAll(packs as string), ...packFork(forkPacks as string)]) {
    tarballs[`@pictor/${name}`] = `file:${tarball}`;
  }
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
      expect(plannedFrom(name, app).length).toBeGreaterThan(5);
    },
  );

  it("whole-service names log groups and metrics after its own brand", () => {
    const stack = join(directory, "whole-service", "cdktf.out", "stacks", "birds");
    const text = readFileSync(join(stack, "cdk.tf.json"), "utf8");
    expect(text).toContain('"/acme/birds/api-access"');
    expect(text).toContain('"/acme/birds/vpc-flow"');
    expect(text).toContain('"BRAND": "acme"');
    expect(text).not.toMatch(/\/pictor\/|"Pictor|urn:pictor/);
  });

  it("whole-service runs on the fork too, by npm's aliases, and plans the same resources", () => {
    const app = join(directory, "by-alias");
    cpSync(join(sources, "whole-service"), app, { recursive: true });
    const file = join(app, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    Object.assign(manifest.dependencies, forkByAlias);
    writeFileSync(file, JSON.stringify(manifest));
    const onTheFork = plannedFrom("whole-service", app);
    const stack = join(directory, "whole-service", "cdktf.out", "stacks", "birds");
    expect(onTheFork).toEqual(created(stack, aws.variables));
  });

  it("hcl is a module that plain Terraform plans, with its caller's network and key", () => {
    const addresses = created(join(directory, "hcl", "terraform"), aws.variables);
    expect(addresses).toContain("aws_vpc.ours");
    expect(
      addresses.filter((address) => address.startsWith("module.birds.")).length,
    ).toBeGreaterThan(30);
  });
});

/** Installs, compiles, synthesises and validates an app; returns what Terraform plans to create. */
function plannedFrom(name: string, app: string): string[] {
  takeTarballs(join(app, "package.json"));
  prepare(name, app);
  command("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], app);
  command("npm", ["run", "synth"], app);
  const stacks = join(app, "cdktf.out", "stacks");
  const [stack, ...others] = readdirSync(stacks);
  expect(others).toEqual([]);
  const synthesised = join(stacks, stack as string);
  takeProviderThatIsHere(synthesised);
  expect(validate(synthesised, directory)).toBe("");
  const caller = join(app, "terraform");
  return created(existsSync(caller) ? caller : synthesised, aws.variables);
}

/**
 * The fork's bindings are of the AWS provider's version 6, and only 5.100.0 is installed where these tests run. So what they
 * synthesise is judged by the older provider; what the newer one thinks of it is not proved here.
 */
function takeProviderThatIsHere(stack: string): void {
  const file = join(stack, "cdk.tf.json");
  if (!existsSync(file)) return;
  const json = JSON.parse(readFileSync(file, "utf8"));
  const aws = json.terraform?.required_providers?.aws;
  if (aws?.version?.startsWith("6.") !== true) return;
  aws.version = "5.100.0";
  writeFileSync(file, JSON.stringify(json));
}

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
