import type { PolicyDocument } from "../policy-evaluation";

/** A policy of a synthesised stack, with ARNs where Terraform has references. */
export interface SynthesisedPolicy {
  /** For example `aws_iam_role_policy.Predict_Role_Run.policy`, without cdktf's hash. */
  readonly address: string;
  readonly type: string;
  /** The resource that the policy is an attribute of; its texts have no references either. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly kind: "identity" | "trust" | "resource";
  readonly document: PolicyDocument;
}

/** Terraform's JSON of a stack, as far as policies are concerned. */
export interface StackJson {
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
  readonly data?: Readonly<Record<string, unknown>>;
}

const identityTypes = ["aws_iam_policy", "aws_iam_role_policy"];

/**
 * Every policy that a stack's resources have, in whichever attribute.
 *
 * @param resolve replaces a reference such as `aws_kms_key.Key_1A2B3C4D.arn` by what Terraform would put there
 * @throws Error if `resolve` gives nothing for a reference
 */
export function synthesisedPolicies(
  stack: StackJson,
  resolve: (reference: string) => string | undefined,
): readonly SynthesisedPolicy[] {
  return Object.entries(stack.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, raw]) => {
      const attributes = resolved(raw, resolve);
      return Object.entries(attributes)
        .filter(([, value]) => typeof value === "string" && value.includes('"Statement"'))
        .map(([attribute, value]) => ({
          address: `${type}.${name.replace(/_[0-9A-F]{8}$/, "")}.${attribute}`,
          type,
          attributes,
          kind: kindOf(type, attribute),
          document: JSON.parse(String(value)) as PolicyDocument,
        }));
    }),
  );
}

function kindOf(type: string, attribute: string): SynthesisedPolicy["kind"] {
  if (attribute === "assume_role_policy") return "trust";
  return identityTypes.includes(type) ? "identity" : "resource";
}

function resolved(
  raw: Readonly<Record<string, unknown>>,
  resolve: (reference: string) => string | undefined,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [
      key,
      typeof value === "string"
        ? value.replaceAll(/\$\{([^}]+)\}/g, (text, reference: string) => {
            if (!value.includes('"Statement"')) return resolve(reference) ?? text;
            const found = resolve(reference);
            if (found === undefined)
              throw new Error(`no value for Terraform's '${text}' in ${key}`);
            return found;
          })
        : value,
    ]),
  );
}
