import { faultOf } from "./judge";
import { outcomeOf } from "./outcome";
import { probesOf } from "./probes";
import { type Leaf, leavesOf, type Place, placeOf, valueAt, withValueAt } from "./prop-paths";
import type { Entry } from "./prop-types";
import type { Setting } from "./settings/setting";

/** A setting, the props that it has, and what is synthesised from it. */
interface Usual {
  readonly setting: Setting;
  readonly props: unknown;
  readonly json: unknown;
}

/** @throws if a setting is refused */
function usualOf(setting: Setting): Usual {
  let props: unknown;
  const outcome = outcomeOf(setting, (given) => {
    props = given;
    return given;
  });
  if (outcome.kind === "refused") throw outcome.error;
  return { setting, props, json: outcome.json };
}

/** Faults of an entry, a line each: values that are neither carried through nor refused in words. */
export function walk({ name, type }: Entry, settings: readonly Setting[]): string[] {
  const usuals = settings.map(usualOf);
  return leavesOf(type).flatMap((leaf) => {
    const found = findIn(usuals, leaf);
    if (found === undefined) return [`${name}: ${leaf.path}: no setting has it: add one`];
    return faultsOf(name, leaf, found.usual, found.place);
  });
}

function findIn(usuals: readonly Usual[], leaf: Leaf): { usual: Usual; place: Place } | undefined {
  for (const usual of usuals) {
    const place = placeOf(leaf.steps, usual.props);
    if (place !== undefined) return { usual, place };
  }
  return undefined;
}

function faultsOf(entry: string, leaf: Leaf, usual: Usual, place: Place): string[] {
  const valid = valueAt(usual.props, place);
  const probeAt = (index: number) => {
    let probe: ReturnType<typeof probesOf>[number] | undefined;
    const outcome = outcomeOf(usual.setting, (props, variable) => {
      probe = probesOf(leaf, valid, variable)[index];
      return withValueAt(props, place, probe?.value);
    });
    return { probe, outcome };
  };
  const faults: string[] = [];
  for (let index = 0; ; index += 1) {
    const { probe, outcome } = probeAt(index);
    if (probe === undefined) return faults;
    const fault = faultOf(entry, leaf, probe, valid, usual.json, outcome);
    if (fault !== undefined) faults.push(`${entry}: ${leaf.path}: ${probe.name}: ${fault}`);
  }
}
