import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import type { Setting } from "./settings/setting";

/** What became of a setting. */
export type Outcome =
  | { readonly kind: "synthesised"; readonly json: unknown; readonly remarks: readonly string[] }
  | { readonly kind: "refused"; readonly error: Error };

const outdir = mkdtempSync(join(tmpdir(), "pictor-props-"));

/** Builds and synthesises with what `change` makes of the props; the variable `probe` is there for its tokens. */
export function outcomeOf(
  setting: Setting,
  change: (props: unknown, variable: TerraformVariable) => unknown,
  context: Readonly<Record<string, unknown>> = {},
): Outcome {
  const stack = new TerraformStack(Testing.app({ outdir, context }), "test");
  new AwsProvider(stack, "Aws", { region: "eu-central-1" });
  const variable = new TerraformVariable(stack, "probe", { type: "any" });
  try {
    setting(stack, (props) => change(props, variable) as typeof props);
    const json: unknown = JSON.parse(Testing.synth(stack, true));
    const remarks = stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));
    return { kind: "synthesised", json, remarks };
  } catch (error) {
    return { kind: "refused", error: error as Error };
  }
}
