import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  findProviderSource,
  providerVariables,
  scrubbedEnvironment,
  thisMachine,
} from "@pictor/terraform";

const app = join(__dirname, "..", "..", "apps", "image-classifier");
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-hcl-"));
  mkdirSync(join(directory, "home"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs CDKTF's command line in the app's directory; it writes to this test's directory alone. */
const cdktf = (...args: readonly string[]) =>
  spawnSync(join(app, "node_modules", ".bin", "cdktf"), [...args], {
    cwd: app,
    env: {
      ...scrubbedEnvironment(process.env),
      ...providerVariables(findProviderSource(thisMachine()), directory),
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      ...{ HOME: join(directory, "home"), CDKTF_HOME: join(directory, "home") },
      ...{ CI: "1", NO_COLOR: "1", FORCE_COLOR: "0", CHECKPOINT_DISABLE: "1" },
    },
    encoding: "utf8",
  });

describe("cdktf synth --hcl", () => {
  it("ends with a refusal that says why and what to do instead, and writes no stack", () => {
    const outdir = join(directory, "cdktf.out");
    const { status, stdout, stderr } = cdktf("synth", "--hcl", "--output", outdir);
    expect(`${stdout}${stderr}`).toMatch(
      /this app is synthesised to HCL, and CDKTF does not escape JSON .*Leave out --hcl .*: Terraform reads JSON as well/,
    );
    expect(status).toBe(1);
    expect(readdirSync(outdir, { recursive: true })).toEqual(["stacks"]);
  });
});
