import { capacityPolicySchema, controlledSpecSchema } from "@pictor/capacity/schemas";
import { isToken } from "@pictor/contracts";
import { schemaProblems } from "@pictor/contracts/schemas";
import { canonicalJson } from "./canonical-json";
import type { ControlledEndpoint, FollowingEndpoint } from "./controlled-endpoint";
import { configurationsOf, type SpecInputs, specOf } from "./spec";

/** What a spec is made of, with the resources whose names it has. */
interface SpecProps extends SpecInputs {
  readonly realTime: Pick<ControlledEndpoint, "configurations" | "spec" | "target">;
  readonly serverless: FollowingEndpoint;
}

/**
 * Bytes that an advanced parameter holds.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html (read 2026-11)
 */
const mostBytes = 8_192;

/** Problems of the props that make the spec, except endpoint names and tags; empty if there are none. */
export function specProblems(props: SpecProps): string[] {
  const { policy, realTime, serverless } = props;
  const releases = realTime.spec.previous === undefined ? 1 : 2;
  return [
    ...schemaProblems("realTime.spec", realTime.spec, controlledSpecSchema),
    ...countProblems("realTime.configurations", realTime.configurations, releases),
    ...countProblems("serverless.generations", serverless.generations, releases),
    ...schemaProblems("policy", policy, capacityPolicySchema),
    ...sizeProblems(props),
  ];
}

function countProblems(prop: string, items: readonly unknown[], releases: number): string[] {
  return items.length === releases
    ? []
    : [
        `${prop} must have ${releases} item(s), one for each release of realTime.spec, got ${items.length}: build both endpoints of the same release manifest`,
      ];
}

function sizeProblems(props: SpecProps): string[] {
  const bytes = leastBytes(props);
  return bytes <= mostBytes
    ? []
    : [
        `realTime.spec, policy and tags make a spec of ${bytes} bytes, its parameter holds ${mostBytes}: give fewer schedules, windows or tags`,
      ];
}

/** Bytes of the spec's text; what Terraform alone knows counts nothing, configurations' names aside. */
function leastBytes(props: SpecProps): number {
  const { realTime, serverless } = props;
  const spec = specOf(props);
  const names = [
    ...realTime.configurations,
    ...serverless.generations.map(({ configuration }) => configuration),
  ].map(({ nameInput = "" }) => nameInput);
  const referenced = configurationsOf(spec).map((name, index) =>
    isToken(name) ? (names[index] ?? "") : "",
  );
  return Buffer.byteLength(withoutTokens([canonicalJson(spec), ...referenced].join("")));
}

function withoutTokens(text: string): string {
  return text.replaceAll(/[$#&]\{TfToken\[[^\]]*\]\}/g, "");
}
