import type { Change } from "../plan/change";
import type { Finding, HazardRule } from "./rule";
import { after, before, number, text, type Values } from "./values";

const name = "reserved_concurrent_executions";

/** Seconds that a request is taken to hold an environment, where nothing says better. */
const assumedSeconds = 0.3;

/** A function that may run less often at once than its callers need. */
export const concurrencyBelowNeed: HazardRule = {
  id: "concurrency-below-need",
  title: "Lambda concurrency below the need",
  severity: "medium",
  mend: "reserve the rate times the duration of a request, and what may usefully wait on top",
  find: ({ changes, expectedPeakRps }) =>
    changes
      .filter(({ type, kind }) => type === "aws_lambda_function" && kind !== "noOp")
      .flatMap((change) => {
        const is = reserved(after(change));
        const was = reserved(before(change));
        if (is === undefined) return [];
        if (is === 0) {
          const reason = "0 reserved executions: nobody can invoke the function";
          return was === 0 ? [] : [{ change, severity: "critical" as const, reason }];
        }
        if (was !== undefined && was > is) {
          return [
            {
              change,
              reason: `${name} goes from ${was} to ${is}: more callers are refused with 429`,
            },
          ];
        }
        return belowPeak(change, is, expectedPeakRps);
      }),
};

/** Executions that are reserved; undefined if the function shares those of the account. */
function reserved(values: Values): number | undefined {
  const value = number(values, name);
  return value === -1 ? undefined : value;
}

function belowPeak(change: Change, is: number, peak: number | undefined): readonly Finding[] {
  if (peak === undefined || !isOnThePath(text(after(change), "function_name"))) return [];
  const need = Math.ceil(peak * assumedSeconds);
  if (is >= need) return [];
  return [
    {
      change,
      severity: "high",
      reason: `${name} is ${is}, and ${peak} requests a second need about ${need} (at an assumed ${assumedSeconds} s each)`,
    },
  ];
}

/** Whether requests of callers go through a function: the peak says nothing of the others. */
function isOnThePath(functionName: string): boolean {
  return /predict|api|invoke|serve|infer/i.test(functionName);
}
