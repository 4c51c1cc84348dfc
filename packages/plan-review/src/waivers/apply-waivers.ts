import { matches } from "../policy/covers";
import type { Hazard, WaivedHazard } from "../review/review";
import { isExpired, type Waiver } from "./waiver";

/** Hazards after waivers. */
export interface Waived {
  readonly left: readonly Hazard[];
  readonly waived: readonly WaivedHazard[];
}

/** Takes out the hazards that a waiver accepts on a day (ISO date), and puts each that matches into `used`. */
export function applyWaivers(
  hazards: readonly Hazard[],
  waivers: readonly Waiver[],
  today: string,
  used: Set<Waiver>,
): Waived {
  const left: Hazard[] = [];
  const waived: WaivedHazard[] = [];
  for (const hazard of hazards) {
    const fitting = waivers.filter((waiver) => fits(waiver, hazard));
    for (const waiver of fitting) used.add(waiver);
    const valid = fitting.find((waiver) => !isExpired(waiver, today));
    if (valid === undefined) left.push(hazard);
    else waived.push({ ...hazard, waiver: { reason: valid.reason, expiry: valid.expiry } });
  }
  return { left, waived };
}

function fits({ id, resource }: Waiver, { rule, address }: Hazard): boolean {
  return id === rule && matches(resource, address);
}
