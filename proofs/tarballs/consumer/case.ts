import type { TerraformStack } from "cdktf";

/** One thing that a team tried with the installed packages. */
export interface Case {
  /** Numbers of the reports that it belongs to; `new` where no report has it. */
  readonly number: string;
  readonly title: string;
  readonly build: (stack: TerraformStack) => void;
  /** Text of the refusal, or texts that the synthesised JSON has and lacks. */
  readonly expected:
    | { readonly kind: "refused"; readonly text: RegExp }
    | { readonly kind: "synthesised"; readonly has?: RegExp; readonly hasNot?: RegExp };
}

export const refused = (text: RegExp): Case["expected"] => ({ kind: "refused", text });
export const synthesised = (has?: RegExp, hasNot?: RegExp): Case["expected"] => ({
  kind: "synthesised",
  ...(has && { has }),
  ...(hasNot && { hasNot }),
});
