import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, type AppConfig, LocalBackend, TerraformStack } from "cdktf";
import { HardenedFunction } from "../src";
import { example } from "./built";

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "pictor-hcl-"));
});

afterEach(() => {
  delete process.env.SYNTH_HCL_OUTPUT;
  rmSync(outdir, { recursive: true });
});

/** Synthesises an app with two functions. */
function synthesise(config: AppConfig): void {
  const app = new App({ outdir, ...config });
  const stack = new TerraformStack(app, "s");
  new LocalBackend(stack);
  new AwsProvider(stack, "Aws", { region: example.region });
  for (const id of ["One", "Two"]) {
    new HardenedFunction(stack, id, { ...example, functionName: id });
  }
  app.synth();
}

describe("an app that is synthesised to HCL", () => {
  it("is refused with the reason, once", () => {
    const problem = /^((?!to HCL).)*\[s\/One\] this app is synthesised to HCL((?!to HCL).)*$/s;
    expect(() => synthesise({ hclOutput: true })).toThrow(problem);
  });

  it("is refused where the command line asked for HCL", () => {
    process.env.SYNTH_HCL_OUTPUT = "true";
    expect(() => synthesise({})).toThrow(/synthesised to HCL/);
  });

  it("is taken as JSON", () => {
    expect(() => synthesise({})).not.toThrow();
  });
});
