/** One step of a pattern: a character, any character, or any text, perhaps without one character. */
type Step = { readonly text: string } | "one" | Any;

interface Any {
  readonly without: string | undefined;
}

/**
 * Whether some text matches both patterns. In each, `*` is any text and `?` one character; in the first, which is an
 * ARN's format as AWS documents it, a variable such as `${KeyId}` is any text; a bucket's name has no slash, and partition, region and account no colon.
 */
export function overlaps(format: string, pattern: string): boolean {
  const [a, b] = [stepsOf(format), stepsOf(pattern)];
  const met = new Map<number, boolean>();
  const meet = (i: number, j: number): boolean => {
    const at = i * (b.length + 1) + j;
    const before = met.get(at);
    if (before !== undefined) return before;
    const result = compute(i, j);
    met.set(at, result);
    return result;
  };
  const compute = (i: number, j: number): boolean => {
    const [x, y] = [a[i], b[j]];
    if (x === undefined && y === undefined) return true;
    if (isAny(x) && meet(i + 1, j)) return true;
    if (isAny(y) && meet(i, j + 1)) return true;
    if (x === undefined || y === undefined) return false;
    if (isAny(x) && isAny(y)) return meet(i, j + 1) || meet(i + 1, j);
    if (isAny(x)) return takes(x, y) && meet(i, j + 1);
    if (isAny(y)) return takes(y, x) && meet(i + 1, j);
    return same(x, y) && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}

const without: Readonly<Record<string, string>> = {
  BucketName: "/",
  Partition: ":",
  Region: ":",
  Account: ":",
};

const known = new Map<string, readonly Step[]>();

function stepsOf(pattern: string): readonly Step[] {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const steps = readSteps(pattern);
  known.set(pattern, steps);
  return steps;
}

function readSteps(pattern: string): readonly Step[] {
  return [...pattern.matchAll(/\$\{(\w+)\}|[\s\S]/g)].map(([text, variable]) => {
    if (variable !== undefined) return { without: without[variable] };
    if (text === "*") return { without: undefined };
    return text === "?" ? "one" : { text };
  });
}

function isAny(step: Step | undefined): step is Any {
  return typeof step === "object" && "without" in step;
}

function takes(any: Any, step: Step): boolean {
  return typeof step !== "object" || !("text" in step) || step.text !== any.without;
}

function same(x: Step, y: Step): boolean {
  if (typeof x !== "object" || typeof y !== "object") return true;
  return "text" in x && "text" in y && x.text === y.text;
}
