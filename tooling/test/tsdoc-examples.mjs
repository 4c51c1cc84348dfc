/**
 * The `@example`s of a source file as modules that can be compiled.
 *
 * An example is a fragment. The classes that it makes come from what its package exports, and what it takes for granted,
 * such as `stack`, from the package's `test/example-setting.ts`. It may import anything else itself.
 *
 * @param source a TypeScript file's text
 * @param setting text of the package's setting; empty where there is none
 * @returns modules to be put two directories below the package
 */
export function tsdocExamples(source, setting) {
  return fragments(source).map((fragment) => exampleModule(fragment, setting));
}

/** A fragment as a module: with imports of the classes that it makes and of what it takes for granted. */
export function exampleModule(fragment, setting) {
  const granted = [...setting.matchAll(/^export (?:declare )?const (\w+)/gm)].map(
    (match) => match[1],
  );
  const code = fragment.replaceAll(/"[^"\n]*"|'[^'\n]*'|\/\/.*$/gm, '""');
  const known = new Set([
    ...matches(code, /\b(?:const|let|class|function)\s+(\w+)/g),
    ...matches(code, /^import\b[^;]*?\b(\w+)\b[^;]*? from/gm),
  ]);
  const missing = (names) => [...new Set(names)].filter((name) => !known.has(name));
  return [
    importing(missing(matches(code, /\bnew\s+([A-Z]\w*)/g)), "../../src/index"),
    importing(
      missing(granted.filter((name) => new RegExp(`(?<![.\\w])${name}\\b(?!:)`).test(code))),
      "../../test/example-setting",
    ),
    fragment,
    "export {};",
    "",
  ].join("\n");
}

/** Names of the exported classes that derive from something and whose comment shows no example. */
export function classesWithoutExample(source) {
  return [...source.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export class (\w+) extends /g)]
    .filter(([, comment = ""]) => !comment.includes("@example"))
    .map(([, , name]) => name);
}

/** The exported classes that derive from something, each with the first example of its comment. */
export function classExamples(source) {
  const pattern = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)export class (\w+) extends /g;
  return [...source.matchAll(pattern)].flatMap(([, comment, name]) =>
    fragments(comment)
      .slice(0, 1)
      .map((fragment) => ({ name, fragment })),
  );
}

function fragments(source) {
  return matches(source, /\/\*\*((?:(?!\*\/)[\s\S])*)\*\//g)
    .map((comment) => comment.replaceAll(/^\s*\* ?/gm, ""))
    .flatMap((comment) => matches(comment, /^@example\n((?:(?!^@\w)[\s\S])*)/gm));
}

function importing(names, from) {
  return names.length === 0 ? "" : `import { ${names.join(", ")} } from "${from}";`;
}

function matches(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}
