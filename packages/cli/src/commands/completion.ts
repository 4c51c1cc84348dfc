import { Argument, type Command } from "commander";
import { oneOf } from "./choices";
import { readPlaces } from "./environments";

/** Shells that the library writes scripts for. */
const shells = ["bash", "zsh", "fish", "powershell"] as const;

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .summary("print the script with which a shell completes commands, options and environments")
    .description(
      'The script calls `pictor`, so that must be found: ln -s "$PWD/packages/cli/dist/main.js" ~/.local/bin/pictor. In bash it needs the package bash-completion. To load it: source <(pictor completion bash).',
    )
    .addArgument(new Argument("<shell>", "whose script").choices(shells).argParser(parseShell))
    .addHelpText("after", "\nExample: pictor completion bash")
    .action(async (shell: string) => {
      // An ECMAScript module, and loaded only when it is asked for.
      const { default: completion } = await import("@bomb.sh/tab");
      completion.setup("pictor", "pictor", shell);
    });
}

/** Prints what may stand in the place of the last word; the script of a shell calls it as `pictor complete -- <word>…`. */
export async function complete(program: Command, words: readonly string[]): Promise<void> {
  const { default: completionOf } = await import("@bomb.sh/tab/commander");
  completionOf(forCompletion(program)).parse(words.filter((word, at) => at > 0 || word !== "--"));
}

function parseShell(text: string): string {
  return oneOf("shell", text, shells);
}

/** Explains commands in few words, and gives every argument that is an environment the names that there are. */
function forCompletion(program: Command): Command {
  const names = environmentNames();
  for (const command of program.commands.flatMap(withSubcommands)) {
    command.description(command.summary());
    for (const argument of command.registeredArguments) {
      if (argument.name() === "env") argument.argChoices = names;
    }
    for (const option of command.options) {
      if (option.long === "--env") option.argChoices = names;
    }
  }
  return program;
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** Nobody who presses Tab wants to read that an environment is broken. */
function environmentNames(): string[] {
  try {
    return readPlaces().map(({ environment }) => environment);
  } catch {
    return [];
  }
}
