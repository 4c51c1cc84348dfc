import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { layout } from "../src/run/layout";

/** A command line that a document shows. */
export interface Documented {
  readonly file: string;
  /** As it is written. */
  readonly text: string;
  /** Words after `pictor`, with something in place of `<env>` and the like. */
  readonly words: readonly string[];
}

/** What stands for a placeholder. */
const placeholders: Readonly<Record<string, string>> = {
  "<env>": "prod",
  $ENV: "prod",
  "<artefact>": "dist/model/model.tar.gz",
  "<file>": "picture.png",
  FILE: "picture.png",
  "<shell>": "bash",
};

/** A command, from its name to what ends it in a shell: a pipe, a quote, a bracket or another command. */
const command =
  /(?:^|[\s("$])(npm run (?:--silent )?pictor --|npm start --|npm start|pictor)(?= |$|[)"])([^|&;)"]*)/g;

/** Finds the commands in a text of a shell, or of the code span of a sentence. */
export function commandsIn(file: string, text: string): Documented[] {
  return [...text.matchAll(command)].flatMap(([, name = "", rest = ""]) => {
    const typed = (rest.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""));
    const words = name.startsWith("npm start") ? ["start", ...typed] : typed;
    // The command's name alone, or a placeholder for any command, is an example of none.
    if (words.length === 0 || words[0] === "<command>" || rest.includes("…")) return [];
    return [
      {
        file,
        text: `${name}${rest}`.trim(),
        words: words.map((word) => placeholders[word] ?? word),
      },
    ];
  });
}

/** The commands in a document: in the code spans of its sentences, and what is typed in its fences of a shell. */
export function documentedIn(file: string): Documented[] {
  const text = readFileSync(join(layout.root, file), "utf8");
  const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;
  const typed = [...text.matchAll(fence)].flatMap(([, language, lines = ""]) => {
    if (language === "sh") return lines.split("\n");
    if (language !== "console") return [];
    return lines.split("\n").flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : []));
  });
  const spans = [...text.replaceAll(fence, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, span = ""]) => span,
  );
  return [...typed, ...spans].flatMap((line) => commandsIn(file, line));
}

/** Every document for users of the command. */
export const documents: readonly string[] = [
  "README.md",
  "docs/*.md",
  "docs/guides/*.md",
  "packages/*/README.md",
].flatMap((pattern) => globSync(pattern, { cwd: layout.root }).sort());
