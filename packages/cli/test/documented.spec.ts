import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, CommanderError } from "commander";
import { createProgram, leaves } from "../src";
import { commandsIn, type Documented, documentedIn, documents } from "./documented";
import { runWithoutAws } from "./without-aws";

/** The real program, of which no command does anything. */
function idleProgram(): Command {
  const program = createProgram();
  const quiet = { writeOut: () => undefined, writeErr: () => undefined };
  const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];
  for (const command of all(program)) command.exitOverride().configureOutput(quiet);
  for (const command of leaves(program)) command.action(() => undefined);
  return program;
}

/** Why the program does not take a command line; undefined if it takes it. */
function refusal({ words }: Documented): CommanderError | undefined {
  try {
    idleProgram().parse([...words], { from: "user" });
    return undefined;
  } catch (error) {
    const refused = error as CommanderError;
    return refused.exitCode === 0 ? undefined : refused;
  }
}

/** Whether a sentence names a command without saying how it is called. */
function isMention(documented: Documented): boolean {
  const incomplete = ["commander.missingArgument", "commander.missingMandatoryOptionValue"];
  const { words } = documented;
  const isNameOnly = !words.some((word) => word.startsWith("-")) && words.length <= 2;
  return isNameOnly && incomplete.includes(refusal(documented)?.code ?? "");
}

/** What the program says against a command line; empty if it takes it. */
function complaint(documented: Documented): string {
  return isMention(documented) ? "" : (refusal(documented)?.message ?? "");
}

const pathOf = (command: Command): string =>
  command.parent === null ? "" : `${pathOf(command.parent)} ${command.name()}`.trim();
const commands = documents.flatMap(documentedIn);
const paths = leaves(createProgram()).map(pathOf);

describe("the commands that documents show", () => {
  it("are found: in sentences, in shells, and under npm", () => {
    const line = 'eval "$(npm run --silent pictor -- env)" && pictor verify $ENV | tee x';
    expect(commandsIn("a", line).map(({ words }) => words)).toEqual([["env"], ["verify", "prod"]]);
    expect(commandsIn("a", "npm start -- --once").map(({ words }) => words)).toEqual([
      ["start", "--once"],
    ]);
    expect(commandsIn("a", "/pictor/$NAME pictor-prod npm run pictor -- <command>")).toEqual([]);
    expect(commands.length).toBeGreaterThan(30);
  });

  it.each(commands.map((one) => [one.file, one.text, one] as const))(
    "%s: %s is one that the program takes",
    (_file, _text, documented) => {
      expect(complaint(documented)).toBe("");
    },
  );

  it.each(leaves(createProgram()).map((command) => [pathOf(command), command] as const))(
    "the help's example of %s is one that the program takes",
    (path, command) => {
      const examples = commandsIn("help", /^Example: (.*)$/m.exec(helpOf(command))?.[1] ?? "");
      expect(examples.map(({ words }) => words.join(" "))).toEqual([
        expect.stringMatching(new RegExp(`^${path}( |$)`)),
      ]);
      for (const example of examples) expect(complaint(example)).toBe("");
    },
  );

  it.each([
    ["an unknown command", ["reviw"]],
    ["an unknown option", ["status", "--al"]],
    ["an unknown environment", ["verify", "prdo"]],
    ["an option without the others", ["model", "build", "--labels", "a"]],
  ])("are refused with %s", (_, words) => {
    expect(complaint({ file: "", text: "", words })).not.toBe("");
  });

  it("show every command, in the command's own README", () => {
    const shown = documentedIn("packages/cli/README.md").map(({ words }) => words.join(" "));
    const missing = paths.filter(
      (path) => !shown.some((words) => `${words} `.startsWith(`${path} `)),
    );
    expect(missing).toEqual([]);
  });
});

describe("the examples of the command's README and of its help, as they are written", () => {
  const home = mkdtempSync(join(tmpdir(), "pictor-documented-"));
  afterAll(() => rmSync(home, { recursive: true }));

  /** Suites of `proofs/` run these as a whole: a local AWS, and an environment's plans. */
  const isRunElsewhere = ({ words }: Documented): boolean =>
    words[0] === "start" || (words[0] === "review" && words[1] === "prod");
  const examples = [
    ...["README.md", "packages/cli/README.md"].flatMap(documentedIn),
    ...leaves(createProgram()).flatMap((command) =>
      exampleLines(helpOf(command)).flatMap((line) => commandsIn("help", line)),
    ),
  ].filter((example) => !isRunElsewhere(example) && !isMention(example));
  const lines = new Map(examples.map(({ words }) => [words.join(" "), words]));

  it("are of every command but those that suites run as a whole", () => {
    const shown = new Set([...lines.values()].map((words) => words[0]));
    const every = new Set(paths.map((path) => path.split(" ")[0]));
    expect([...every].filter((name) => !shown.has(name))).toEqual(["start"]);
  });

  it.each([...lines])("pictor %s answers, or says in words what it lacks", (_line, words) => {
    const { status, stdout, stderr } = runWithoutAws(home, words);
    expect(stderr).not.toMatch(/unexpected|DeprecationWarning|^ {4}at /m);
    if (status === 0) expect(stdout).not.toBe("");
    else
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/^error {2}/m),
      });
  });
});

function helpOf(command: Command): string {
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

/** The lines of a help's examples: the first stands behind "Example:", more may follow below it. */
function exampleLines(help: string): readonly string[] {
  const [, examples = ""] = help.split(/^Example: /m);
  return examples.split("\n");
}
