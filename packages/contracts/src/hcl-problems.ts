import { type ConstructReference, constructMarks } from "./construct-reference";

/** By app, the construct that states the problem: once is enough. */
const stating = new WeakMap<ConstructReference, ConstructReference>();

/**
 * The problem of an app that is synthesised to HCL (`cdktf synth --hcl`), stated by the first construct that asks; empty
 * where it is synthesised to JSON. CDKTF writes a string with a reference in it into HCL without escaping its quotes:
 * policies, bodies and patterns, which are JSON, come out as text that Terraform cannot read.
 *
 * @see https://github.com/hashicorp/terraform-cdk/issues/3911
 */
export function hclProblems(construct: ConstructReference): string[] {
  const app = construct.node.scopes.find((scope) => constructMarks.app in scope);
  if (app === undefined || !("hclOutput" in app) || app.hclOutput !== true) return [];
  const first = stating.get(app) ?? construct;
  stating.set(app, first);
  return first === construct
    ? [
        "this app is synthesised to HCL, and CDKTF does not escape JSON with references in HCL (for example policies), so Terraform could not read it (terraform-cdk#3911). Leave out --hcl (SYNTH_HCL_OUTPUT, hclOutput): Terraform reads JSON as well",
      ]
    : [];
}
