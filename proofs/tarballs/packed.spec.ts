import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { constructPackages, publishedPackages } from "../shared/published.cjs";
import { command } from "./command";
import { type Packed, packAll, packFork } from "./packed";
import { packedKilobytes } from "./sizes";

const directory = mkdtempSync(join(tmpdir(), "pictor-packed-"));
const packages = new Map<string, Packed>();
const forks = new Map<string, Packed>();

beforeAll(() => {
  const [own, fork] = ["packs", "fork-packs"].map((name) => join(directory, name));
  mkdirSync(own as string);
  for (const packed of packAll(own as string)) packages.set(packed.name, packed);
  for (const packed of packFork(fork as string)) forks.set(packed.name, packed);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const tool = (name: string): string => join(dirname(__dirname), "node_modules", ".bin", name);
const packedOf = (name: string): Packed => packages.get(name) as Packed;

describe.each(publishedPackages)("the tarball of %s", (name) => {
  it("passes publint", () => {
    const { tarball } = packedOf(name);
    expect(command(tool("publint"), ["run", tarball, "--strict"], directory)).toMatch(/All good/);
  });

  it("has types that every way of resolving modules finds", () => {
    const options = ["--profile", "strict", "--no-definitely-typed", "--format", "ascii"];
    const { tarball } = packedOf(name);
    expect(command(tool("attw"), [tarball, ...options], directory)).toMatch(/No problems found/);
  });

  it("has code, sources and what people read, and nothing of the build", () => {
    const { files } = packedOf(name);
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
    const documents = /^(LICENSE|README\.md|CHANGELOG\.md|package\.json|[a-z.]+\.json)$/;
    expect(
      files.filter((path) => !/^(dist|scenarios|src)\/[^.]/.test(path) && !documents.test(path)),
    ).toEqual([]);
  });

  it("has a manifest that npm understands", () => {
    const { manifest } = packedOf(name);
    expect(manifest).toMatchObject({
      license: "Apache-2.0",
      sideEffects: false,
      engines: { node: ">=20.11" },
      publishConfig: { access: "public", provenance: true },
    });
    expect(JSON.stringify(manifest.dependencies ?? {})).not.toMatch(/workspace:|catalog:/);
    const peers = Object.keys((manifest.peerDependencies ?? {}) as object).sort();
    expect(peers).toEqual(
      constructPackages.includes(name) ? ["@cdktf/provider-aws", "cdktf", "constructs"] : [],
    );
  });

  it("depends on published packages of Pictor alone", () => {
    const own = Object.keys((packedOf(name).manifest.dependencies ?? {}) as object)
      .filter((dependency) => dependency.startsWith("@pictor/"))
      .map((dependency) => dependency.slice("@pictor/".length));
    expect(own.filter((dependency) => !publishedPackages.includes(dependency))).toEqual([]);
  });

  it("is as large as listed at most, and not much smaller", () => {
    const listed = packedKilobytes[name] ?? 0;
    const kilobytes = packedOf(name).bytes / 1000;
    expect(kilobytes).toBeLessThanOrEqual(listed);
    expect(kilobytes).toBeGreaterThan(listed * 0.8);
  });
});

describe.each(constructPackages)("the tarball of %s for CDK Terrain", (name) => {
  const forked = (): Packed => forks.get(`cdktn-${name}`) as Packed;

  it("passes publint and has types that every way of resolving modules finds", () => {
    const { tarball } = forked();
    expect(command(tool("publint"), ["run", tarball, "--strict"], directory)).toMatch(/All good/);
    const options = ["--profile", "strict", "--no-definitely-typed", "--format", "ascii"];
    expect(command(tool("attw"), [tarball, ...options], directory)).toMatch(/No problems found/);
  });

  it("has the same files as the other, and no module of CDKTF", () => {
    expect([...forked().files].sort()).toEqual([...packedOf(name).files].sort());
    const unpacked = mkdtempSync(join(directory, "unpacked-"));
    command("tar", ["-xzf", forked().tarball], unpacked);
    const imports = readdirSync(unpacked, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(js|ts)$/.test(path))
      .flatMap((path) => readFileSync(join(unpacked, path), "utf8").split("\n"))
      .filter((line) => /(?:from |require\(|import\()["'](?:@?cdktf)/.test(line));
    expect(imports).toEqual([]);
  });

  it("depends on the fork, and on packages for the fork", () => {
    const { peerDependencies, dependencies = {} } = forked().manifest as Record<string, object>;
    expect(Object.keys(peerDependencies ?? {}).sort()).toEqual([
      "@cdktn/provider-aws",
      "cdktn",
      "constructs",
    ]);
    const ofCdktf = Object.keys(dependencies).filter((dependency) =>
      constructPackages.some((other) => dependency === `@pictor/${other}`),
    );
    expect(ofCdktf).toEqual([]);
  });
});

it("the tarball of monitoring brings the runbook that its alarms name", () => {
  const { tarball } = packedOf("monitoring");
  const packed = command("tar", ["-xOzf", tarball, "package/dist/runbook.md"], directory);
  const runbook = join(dirname(dirname(__dirname)), "docs", "runbook.md");
  expect(packed).toBe(readFileSync(runbook, "utf8"));
});

it("the list of sizes has exactly the published packages", () => {
  expect(Object.keys(packedKilobytes).sort()).toEqual([...publishedPackages].sort());
});
