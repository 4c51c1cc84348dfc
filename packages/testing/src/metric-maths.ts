/** A time series: one value a period, `undefined` where there is none. */
export type Series = readonly (number | undefined)[];
type Value = number | Series;

const tokens = /\s*([A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/(),])/y;

/**
 * Evaluates an expression of CloudWatch's metric maths: arithmetic, `FILL` and `RUNNING_SUM`, and `SUM` of one series.
 *
 * A point that one of its operands lacks is missing, and so is one divided by zero.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html (read 2026-11)
 * @throws Error where the expression has something else
 */
export function evaluateMaths(
  expression: string,
  series: Readonly<Record<string, Series>>,
): Series {
  const words = tokenise(expression);
  const length = Math.max(0, ...Object.values(series).map((one) => one.length));
  let at = 0;
  const next = (): string => words[at++] ?? "the end";
  const accept = (...wanted: readonly string[]): string | undefined =>
    wanted.includes(words[at] ?? "") ? next() : undefined;
  const expect = (wanted: string): void => {
    const found = next();
    if (found !== wanted) throw new Error(`'${expression}': expected '${wanted}', got '${found}'`);
  };

  const sum = (): Value => chain(product, "+", "-");
  const product = (): Value => chain(factor, "*", "/");
  function chain(part: () => Value, ...operators: readonly string[]): Value {
    let value = part();
    for (let sign = accept(...operators); sign !== undefined; sign = accept(...operators)) {
      value = combine(sign, value, part());
    }
    return value;
  }
  function factor(): Value {
    if (accept("-")) return combine("*", -1, factor());
    if (accept("(")) {
      const value = sum();
      expect(")");
      return value;
    }
    const word = next();
    if (/^\d/.test(word)) return Number(word);
    if (accept("(")) return call(word);
    const found = series[word];
    if (found === undefined) throw new Error(`'${expression}': there is no '${word}'`);
    return found;
  }
  function call(name: string): Value {
    const [first, second] = [sum(), accept(",") && sum()];
    expect(")");
    const points = typeof first === "number" ? Array<number>(length).fill(first) : first;
    switch (name) {
      case "FILL":
        return points.map((point) => point ?? (second as number));
      case "SUM":
        return points.reduce<number>((total, point) => total + (point ?? 0), 0);
      case "RUNNING_SUM": {
        let total = 0;
        return points.map((point) => {
          total += point ?? 0;
          return point === undefined ? undefined : total;
        });
      }
      default:
        throw new Error(`'${expression}': function '${name}' is not known here`);
    }
  }

  const value = sum();
  if (at < words.length) throw new Error(`'${expression}': '${words[at]}' is left over`);
  return typeof value === "number" ? Array<number>(length).fill(value) : value;
}

function tokenise(expression: string): readonly string[] {
  const words: string[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < expression.trimEnd().length) {
    const at = tokens.lastIndex;
    const match = tokens.exec(expression);
    if (match === null) throw new Error(`'${expression}': cannot read '${expression.slice(at)}'`);
    words.push(match[1] as string);
  }
  return words;
}

function combine(sign: string, left: Value, right: Value): Value {
  if (typeof left === "number" && typeof right === "number") {
    return operate(sign, left, right) ?? Number.NaN;
  }
  const length = typeof left === "number" ? (right as Series).length : left.length;
  return Array.from({ length }, (_, index) => {
    const a = typeof left === "number" ? left : left[index];
    const b = typeof right === "number" ? right : right[index];
    return a === undefined || b === undefined ? undefined : operate(sign, a, b);
  });
}

function operate(sign: string, a: number, b: number): number | undefined {
  switch (sign) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    default:
      return b === 0 ? undefined : a / b;
  }
}
