import type { EnvironmentOptions } from "./draft";

/** Commands that deploy a new environment, in order. */
export function firstSteps(
  name: string,
  { account, region }: Pick<EnvironmentOptions, "account" | "region">,
): readonly string[] {
  return [
    "npm run setup",
    `npm run pictor -- account ${account} --region ${region}`,
    `(cd apps/image-classifier && npx cdktf deploy ${name}-data)`,
    `npm run pictor -- model publish ${name} <artefact>`,
    `npm run pictor -- preflight ${name}`,
    `(cd apps/image-classifier && npx cdktf deploy ${name})`,
    `npm run pictor -- verify ${name}`,
  ];
}
