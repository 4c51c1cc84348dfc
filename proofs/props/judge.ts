import { derived } from "./carried";
import { exceptionOf } from "./exceptions";
import type { Outcome } from "./outcome";
import type { Probe } from "./probes";
import type { Leaf } from "./prop-paths";

/** What no message may have in it: CDKTF's encodings, and JavaScript's own errors. */
const nonsense =
  /TfToken\[|e\+\d{2,}|\bundefined\b|\[object|Cannot (read|destructure|convert)|is not (a function|iterable)|Invalid array length/;

/** A number of a size that only CDKTF's encoding of a token has. */
const tokenArithmetic = /e\+\d{3}\b|\d{100,}/;

/** What is wrong with the outcome of a probe; `undefined` if nothing is. */
export function faultOf(
  entry: string,
  leaf: Leaf,
  probe: Probe,
  valid: unknown,
  usual: unknown,
  outcome: Outcome,
): string | undefined {
  if (outcome.kind === "refused") return refusalFault(leaf, outcome.error);
  const text = JSON.stringify(outcome.json);
  if (/TfToken\[/.test(text)) return "CDKTF's encoding of a token is in the synthesised JSON";
  if (tokenArithmetic.test(text))
    return "a number of more than 100 digits is in the synthesised JSON";
  const remark = outcome.remarks.find((one) => nonsense.test(one));
  if (remark !== undefined) return `a remark says: ${remark}`;
  if (probe.expectation === "allowed") return undefined;
  const differences = derived(usual, outcome.json, { valid, probe: probe.value });
  const exception = exceptionOf(entry, leaf, probe);
  if (JSON.stringify(usual) === text) {
    return exception === undefined || exception === "computed"
      ? "it is neither carried through nor refused"
      : undefined;
  }
  const [first] = differences;
  if (first === undefined || exception === "computed" || exception === "rounded") return undefined;
  return `computed from it: ${first.at} ${shown(first.before)} → ${shown(first.after)}`;
}

function refusalFault(leaf: Leaf, { name, message: whole }: Error): string | undefined {
  const message = whole.replaceAll(/^\s*\[test[^\]]*\]|^Validation failed .*$/gm, "").trim();
  if (name !== "Error") return `a ${name}: ${firstLine(message)}`;
  if (nonsense.test(message)) return `the message is not in words: ${firstLine(message)}`;
  const prop = leaf.path.match(/(\w+|\{ \w+ \})[^\w]*$/)?.[0].replaceAll(/\W/g, "") ?? leaf.path;
  if (!message.includes(prop)) return `the message does not name '${prop}': ${firstLine(message)}`;
  return undefined;
}

function firstLine(message: string): string {
  return message.slice(0, 260);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "absent").slice(0, 120);
}
