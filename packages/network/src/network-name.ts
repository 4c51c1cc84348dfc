import {
  type AwsPlace,
  isToken,
  literalProblems,
  placeProblems,
  providerProblems,
} from "@pictor/contracts";
import type { IConstruct } from "constructs";

/** What every construct of a network is told of where it belongs. */
export interface NetworkPlace extends AwsPlace {
  /** Begins every name. */
  readonly name: string;
}

const refusing = new WeakSet<IConstruct>();

/** Refuses a wrong name, account or region at synth. Once: where a construct around this one does, it has said it. */
export function refuseWrongPlace(construct: IConstruct, place: NetworkPlace): void {
  if (construct.node.scopes.some((scope) => refusing.has(scope))) return;
  refusing.add(construct);
  construct.node.addValidation({
    validate: () => [
      ...nameProblems(place),
      ...placeProblems(place),
      ...providerProblems(construct, place),
    ],
  });
}

function nameProblems({ name }: NetworkPlace): string[] {
  if (isToken(name)) return literalProblems({ name }, "other resources' names begin with it");
  return /^[a-z][a-z0-9-]{1,31}$/.test(name)
    ? []
    : [`name '${name}' must be 2 to 32 lower-case letters, digits and hyphens, a letter first`];
}
