import type { HazardRule } from "../../hazards/rule";
import { after, number } from "../../hazards/values";
import { present } from "../resources";

/** A key that was deleted by mistake can be brought back for a month, which is the longest that AWS waits. */
export const keyWindow: HazardRule = {
  id: "key-window",
  title: "Key is deleted sooner than it has to be",
  severity: "medium",
  mend: "leave deletion_window_in_days at 30",
  upstream: ["KMS.3"],
  find: (facts) =>
    present(facts, "aws_kms_key").flatMap((change) => {
      const days = number(after(change), "deletion_window_in_days");
      return days === undefined || days >= 30
        ? []
        : [{ change, reason: `a deleted key is gone after ${days} days, and AWS would wait 30` }];
    }),
};
