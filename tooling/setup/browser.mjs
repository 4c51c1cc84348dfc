// Prints the Chromium that the page's tests drive, as JSON, and unpacks it where that is due; says what is missing.
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { SetUpError } from "./errors.mjs";
import { root } from "./paths.mjs";

const installed = {
  commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  applications: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
};

/**
 * Which Chromium there is: the one that PICTOR_BROWSER names, the packaged one where it runs, an installed one.
 *
 * @returns `{kind: "packaged"}` or `{kind: "installed", executable}`
 * @throws SetUpError that says how to get one
 */
export function chooseBrowser(variables, platform, exists = existsSync) {
  const named = variables.PICTOR_BROWSER;
  if (named) {
    if (exists(named)) return { kind: "installed", executable: named };
    throw new SetUpError(`PICTOR_BROWSER names '${named}', and there is no such file`);
  }
  // The package holds one build: Linux on x64.
  if (platform === "linux-x64") return { kind: "packaged" };
  const onPath = (variables.PATH ?? "")
    .split(delimiter)
    .flatMap((directory) => installed.commands.map((command) => join(directory, command)));
  const executable = [...onPath, ...installed.applications].find((path) => exists(path));
  if (executable !== undefined) return { kind: "installed", executable };
  throw new SetUpError(
    `there is no Chromium for the page's tests: the packaged one runs on linux-x64 only, this is ${platform}; install Chromium or Google Chrome, or name one with PICTOR_BROWSER`,
  );
}

/** Unpacks the packaged Chromium beside the other caches, once for each version. */
async function unpack() {
  const entry = createRequire(join(root, "packages/testing/package.json")).resolve(
    "@sparticuz/chromium",
  );
  const home = dirname(dirname(entry));
  const { version } = createRequire(import.meta.url)(join(home, "package.json"));
  const directory = join(root, ".pictor", "cache", "browser", version);
  if (!existsSync(directory)) {
    const draft = `${directory}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    // The package unpacks into the directory for temporary files, wherever that is.
    process.env.TMPDIR = draft;
    try {
      const { default: chromium, inflate } = await import(pathToFileURL(entry));
      await chromium.executablePath();
      await inflate(join(home, "bin", "al2023.tar.br"));
      renameSync(draft, directory);
    } catch (error) {
      // Another test run may have been quicker.
      if (!existsSync(directory)) throw error;
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return {
    executable: join(directory, "chromium"),
    version,
    // Libraries and fonts that a bare machine lacks; always these fonts, so that pictures are the same everywhere.
    libraries: join(directory, "al2023", "lib"),
    fonts: join(directory, "fonts"),
  };
}

if (process.argv[1] === import.meta.filename) {
  try {
    const choice = chooseBrowser(process.env, `${process.platform}-${process.arch}`);
    const { kind, ...browser } = choice;
    console.log(JSON.stringify(kind === "packaged" ? await unpack() : browser));
  } catch (error) {
    console.error(
      error instanceof SetUpError ? error.message : `Chromium cannot be unpacked: ${error.message}`,
    );
    process.exit(1);
  }
}
