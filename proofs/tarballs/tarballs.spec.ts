import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publishedPackages } from "../shared/published.cjs";
import { cases } from "./consumer/cases";
import { Installed } from "./installed";
import { validate } from "./validate";

interface Result {
  readonly json?: string;
  readonly error?: string;
  readonly printed: string;
}

type Dependencies = Readonly<Record<string, readonly string[]>>;

let installed: Installed;
let results: readonly Result[];
let review: string;

beforeAll(() => {
  installed = Installed.create();
  // CommonJS, resolved as of old, without esModuleInterop: the least that a user may have.
  installed.tsc(
    ...["--module", "commonjs", "--moduleResolution", "node10", "--ignoreDeprecations", "6.0"],
    ...["--esModuleInterop", "false", "--outDir", "out"],
  );
  ({ results, review } = JSON.parse(installed.run(process.execPath, "out/run.js")));
});

afterAll(() => installed?.remove());

describe("packages that another team installs from tarballs", () => {
  it("type-check for a user of ECMAScript modules, declarations included", () => {
    installed.tsc("--module", "nodenext", "--noEmit");
  });

  it("give an ECMAScript module every name that they give a CommonJS one", () => {
    const names = publishedPackages.map((name) => `@pictor/${name}`);
    const script = `
      import { createRequire } from "node:module";
      const require = createRequire(process.cwd() + "/index.js");
      for (const name of ${JSON.stringify(names)}) {
        const imported = new Set(Object.keys(await import(name)));
        const missing = Object.keys(require(name)).filter((key) => !imported.has(key));
        if (missing.length > 0) console.log(name, missing.join(" "));
      }`;
    expect(installed.run(process.execPath, "--input-type=module", "--eval", script)).toBe("");
  });

  it("make a stack that Terraform finds valid", () => {
    const stack = join(installed.directory, "cdktf.out", "stacks", "theirs");
    expect(validate(stack, installed.directory)).toBe("");
  });

  it("review a plan", () => {
    expect(review).toMatch(/aws_s3_bucket\.birds/);
  });

  it("are all used by the consumer", () => {
    const sources = readdirSync(join(__dirname, "consumer")).map((file) =>
      readFileSync(join(__dirname, "consumer", file), "utf8"),
    );
    const used = [...sources.join("\n").matchAll(/from "@pictor\/([a-z-]+)"/g)].map(
      ([, name]) => name,
    );
    expect(publishedPackages.filter((name) => !used.includes(name))).toEqual([]);
  });

  it("R4: keep every dependency where aliases of the fork are two copies of cdktf in the tree", () => {
    const before = dependencies();
    expect(Object.values(before).flat().length).toBeGreaterThan(10);
    installed.takeFork();
    const provider = join("node_modules", "@cdktf", "provider-aws");
    expect(installed.pathOf("cdktf")).toMatch(/node_modules\/cdktf\//);
    expect(installed.pathOf("cdktn", provider)).toMatch(/node_modules\/cdktn\//);
    installed.run(process.execPath, "out/run.js");
    expect(dependencies()).toEqual(before);
  });
});

/** Commands and files that no tarball brings. */
const absent = /'pictor [a-z]|\bapps\/|\bdocs\//;

describe("what both teams tried", () => {
  it.each(cases.map(({ number, title }, index) => ({ number, title, index })))(
    "$number: $title",
    ({ index }) => {
      const { json, error, printed } = results[index] as Result;
      const { expected } = cases[index] as (typeof cases)[number];
      expect(printed).not.toMatch(/escape sequences/);
      expect(`${printed}${error ?? ""}${json ?? ""}`).not.toMatch(absent);
      if (expected.kind === "refused") {
        expect(error ?? "it was synthesised").toMatch(expected.text);
        expect(error).not.toMatch(/TfToken|e\+\d{3}|TypeError/);
        return;
      }
      expect(error).toBeUndefined();
      const text = JSON.stringify(JSON.parse(json ?? "{}"));
      if (expected.has) expect(text).toMatch(expected.has);
      if (expected.hasNot) expect(text).not.toMatch(expected.hasNot);
    },
  );
});

/** `depends_on` of every resource of the stack that the consumer writes. */
function dependencies(): Dependencies {
  const file = join(installed.directory, "cdktf.out", "stacks", "theirs", "cdk.tf.json");
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as {
    resource: Record<string, Record<string, { depends_on?: string[] }>>;
  };
  const all = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, { depends_on = [] }]) => [`${type}.${name}`, depends_on]),
  );
  return Object.fromEntries(all);
}
