import { consequenceOf } from "../review/consequences";
import type { HazardRule } from "./rule";

/** A resource whose data no configuration can bring back. */
export const statefulLost: HazardRule = {
  id: "stateful-lost",
  title: "Stateful resource destroyed or replaced",
  severity: "critical",
  mend: "back up or move the data first; if only the address changed, use a moved block; to keep the object, a removed block",
  find: ({ changes }) =>
    changes.flatMap((change) => {
      const isLost = change.kind === "destroy" || (change.kind === "replace" && !change.forgetsOld);
      const consequence = consequenceOf(change.type);
      if (!isLost || consequence?.loses !== "data") return [];
      const how = change.kind === "destroy" ? "is destroyed" : "is replaced";
      return [{ change, reason: `${change.type} ${how}, ${consequence.what}` }];
    }),
};
