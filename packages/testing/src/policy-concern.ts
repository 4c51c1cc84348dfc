import type { PolicyDocument, PolicyEntry } from "./policy-evaluation";

/**
 * A policy without the statements that cannot be about a request, whatever its context: most of a policy is not, and an
 * evaluator reads all that it is given. Where it is not sure it keeps the statement: a variable may be any text, and case
 * is no difference.
 */
export function concerning(
  policy: PolicyDocument,
  { action, resource }: { readonly action: string; readonly resource: string },
): PolicyDocument {
  const mayBeAbout = (statement: PolicyEntry) =>
    mayMatch(statement.Action, action) &&
    // A request that is itself for many things meets statements about one.
    (/[*?]/.test(resource) || mayMatch(statement.Resource, resource));
  return { ...policy, Statement: policy.Statement.filter(mayBeAbout) };
}

/** Without the element, or with its opposite, a statement may be about anything. */
function mayMatch(patterns: unknown, text: string): boolean {
  return (
    patterns === undefined || [patterns].flat().some((one) => expressionOf(String(one)).test(text))
  );
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const before = expressions.get(pattern);
  if (before !== undefined) return before;
  const source = pattern
    .split(/(\$\{[^}]*\}|[*?])/)
    .map((part, index) => {
      if (index % 2 === 0) return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      return part === "?" ? "[^]" : "[^]*";
    })
    .join("");
  const expression = new RegExp(`^${source}$`, "i");
  expressions.set(pattern, expression);
  return expression;
}
