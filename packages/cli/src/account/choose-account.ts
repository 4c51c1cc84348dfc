import type { AwsPlace, Place } from "@pictor/contracts";
import { awsPlaceSchema } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";

/** An account in a region, and the environments there. */
export interface ChosenAccount extends AwsPlace {
  readonly environments: readonly string[];
}

/**
 * Finds the region of an account by its environments. An account or region without an environment is refused: it is a slip
 * of the fingers, and a state bucket in the wrong region stays there.
 *
 * @throws UserError that lists everything that is wrong
 */
export function chooseAccount(
  id: string,
  region: string | undefined,
  places: readonly Place[],
): ChosenAccount {
  const { accountId, region: regionCode } = awsPlaceSchema.shape;
  const problems = [
    ...problemsOf("<id>", accountId.safeParse(id), id),
    ...(region === undefined ? [] : problemsOf("--region", regionCode.safeParse(region), region)),
  ];
  if (problems.length > 0) {
    throw new UserError(problems.join("\n"), { hint: "see 'pictor account --help'" });
  }
  const there = places.filter(({ accountId }) => accountId === id);
  const regions = [...new Set(there.map((place) => place.region))];
  const [only] = regions;
  const chosen = region ?? only;
  if (chosen === undefined) {
    throw new UserError(`no environment is in account '${id}'`, {
      hint: `write one by 'pictor environment new <name> --account ${id}', or use one of ${describe(places)}`,
    });
  }
  if (region === undefined && regions.length > 1) {
    throw new UserError(`account '${id}' has environments in ${regions.join(" and ")}`, {
      hint: `choose by --region, for example 'pictor account ${id} --region ${only}'`,
    });
  }
  const environments = there
    .filter((place) => place.region === chosen)
    .map(({ environment }) => environment);
  if (environments.length === 0) {
    throw new UserError(`account '${id}' has no environment in ${chosen}`, {
      hint: `its environments are in ${regions.join(", ") || "no region"}`,
    });
  }
  return { accountId: id, region: chosen, environments };
}

function describe(places: readonly Place[]): string {
  return places.map(({ accountId, environment }) => `${accountId} (${environment})`).join(", ");
}

function problemsOf(
  option: string,
  { error }: { readonly error?: { readonly issues: readonly { readonly message: string }[] } },
  value: string,
): readonly string[] {
  return (error?.issues ?? []).map(({ message }) => `${option} '${value}' ${message}`);
}
