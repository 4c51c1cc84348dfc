import { pathText } from "../diff/text";
import type { Change } from "../plan/change";
import { consequenceOf } from "./consequences";
import { reasonText } from "./reasons";
import type { Loss } from "./review";

const order: readonly Loss["loses"][] = ["data", "service", "unknown", "nothing"];

/** Returns what is destroyed, replaced or forgotten, the worst first. */
export function lossesOf(changes: readonly Change[]): Loss[] {
  return changes
    .flatMap((change) => {
      const { kind, mode } = change;
      if (mode === "data") return [];
      return kind === "destroy" || kind === "replace" || kind === "forgotten"
        ? [lossOf(change, kind)]
        : [];
    })
    .sort(
      (a, b) =>
        order.indexOf(a.loses) - order.indexOf(b.loses) ||
        Number(a.kind === "replace") - Number(b.kind === "replace"),
    );
}

function lossOf(change: Change, kind: Loss["kind"]): Loss {
  const { address, constructPath, type, deposed, reason } = change;
  return {
    address: deposed === undefined ? address : `${address} (deposed ${deposed})`,
    ...(constructPath !== undefined && { constructPath }),
    type,
    kind,
    forcedBy: [...new Set(change.replacePaths.map(pathText))],
    because: deposed === undefined ? reasonText(reason) : "an earlier replacement left it behind",
    ...meaning(change),
  };
}

function meaning({
  kind,
  type,
  createsFirst,
  forgetsOld,
  deposed,
}: Change): Pick<Loss, "loses" | "consequence"> {
  if (kind === "forgotten" || forgetsOld) {
    return {
      loses: "nothing",
      consequence: "the object stays, and Terraform no longer manages it",
    };
  }
  const found = consequenceOf(type);
  if (found === undefined) {
    return { loses: "unknown", consequence: "what is lost with this type is not known here" };
  }
  if (
    found.loses === "service" &&
    (deposed !== undefined || (createsFirst && found.createFirstHelps))
  ) {
    return { loses: "nothing", consequence: "the new one is there before the old one goes" };
  }
  return { loses: found.loses, consequence: found.what };
}
