import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";

/** A module's script with one place changed. */
export interface Mutant {
  /** For example `a === b → a !== b`. */
  readonly what: string;
  readonly script: string;
}

const opposites: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
]);

/** Properties of a rule that describe it: their texts decide nothing. */
const descriptions = new Set(["id", "title", "mend", "upstream", "severity", "reason"]);

/**
 * Changes one place of a source file at a time: comparisons, logical operators, negations, literals, filters,
 * quantifiers and the items of lists.
 */
export function mutantsOf(file: string): Mutant[] {
  const text = scriptOf(file);
  const tree = ts.createSourceFile("it.js", text, ts.ScriptTarget.ES2022, true);
  const found: Mutant[] = [];
  const add = (node: ts.Node, replacement: string) => {
    found.push({
      what: `${node.getText()} → ${replacement}`.replaceAll(/\s+/g, " ").slice(0, 400),
      script: text.slice(0, node.getStart()) + replacement + text.slice(node.getEnd()),
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isPropertyAssignment(node) && descriptions.has(node.name.getText())) return;
    mutate(node, add);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

type Add = (node: ts.Node, replacement: string) => void;

function mutate(node: ts.Node, add: Add): void {
  if (ts.isBinaryExpression(node)) {
    const opposite = opposites.get(node.operatorToken.kind);
    if (opposite !== undefined) add(node.operatorToken, opposite);
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    add(node, node.operand.getText());
  } else if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, "false");
  else if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, "true");
  else if (ts.isNumericLiteral(node)) add(node, String(Number(node.text) + 1));
  else if (ts.isStringLiteral(node)) add(node, '"mutated"');
  else if (ts.isRegularExpressionLiteral(node)) add(node, "/(?!)/");
  else if (ts.isConditionalExpression(node)) {
    add(
      node,
      `(${node.condition.getText()}) ? (${node.whenFalse.getText()}) : (${node.whenTrue.getText()})`,
    );
  } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression;
    if (name.text === "filter") add(node, expression.getText());
    if (name.text === "some") add(name, "every");
    if (name.text === "every") add(name, "some");
  } else if (ts.isArrayLiteralExpression(node) && node.elements.length > 1) {
    node.elements.forEach((each, at) => {
      const rest = node.elements.filter((_, other) => other !== at);
      add(node, `[${rest.map((element) => element.getText()).join(", ")}]`);
      void each;
    });
  }
}

/** Modules that take the place of those on disk, by their files. */
export type Modules = ReadonlyMap<string, unknown>;

/** Loads a mutant as the module that it changes would be loaded. */
export function load(
  file: string,
  script: string,
  instead: Modules = new Map(),
): Record<string, unknown> {
  const module = { exports: {} as Record<string, unknown> };
  const from = (name: string): unknown => {
    const path = name.startsWith(".") ? resolve(dirname(file), name) : name;
    return instead.get(`${path}.ts`) ?? require(path);
  };
  new Function("exports", "require", "module", commonJs(script))(module.exports, from, module);
  return module.exports;
}

const scripts = new Map<string, string>();

/** A module without its types. */
export function scriptOf(file: string): string {
  const known = scripts.get(file);
  if (known !== undefined) return known;
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  scripts.set(file, outputText);
  return outputText;
}

/** Rewrites imports and exports by hand: the compiler takes a hundred times as long for each mutant. */
function commonJs(script: string): string {
  const names = [...script.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  return [
    script
      .replaceAll(/^import \{([^}]*)\} from ("[^"]+");$/gm, (_, imported: string, from: string) => {
        return `const {${imported.replaceAll(" as ", ": ")}} = require(${from});`;
      })
      .replaceAll(/^export (?=const|function)/gm, ""),
    ...names.map((name) => `exports.${name} = ${name};`),
  ].join("\n");
}
