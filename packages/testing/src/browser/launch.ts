import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** What the set-up found; libraries and fonts come with the packaged Chromium. */
interface Found {
  readonly executable: string;
  readonly libraries?: string;
  readonly fonts?: string;
}

/** From `src` (tests) and from `dist` alike. */
const finder = join(__dirname, "..", "..", "..", "..", "tooling", "setup", "browser.mjs");

/** A headless Chromium, and how to end it. */
export interface HeadlessBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/**
 * Starts a real Chromium without a window.
 *
 * @throws Error where there is none, with how to get one
 */
export async function launchBrowser(): Promise<HeadlessBrowser> {
  const { executable, libraries, fonts } = findBrowser();
  const directory = mkdtempSync(join(tmpdir(), "pictor-browser-"));
  const browser = await chromium.launch({
    executablePath: executable,
    // CI often runs as root, which Chromium's sandbox refuses; the only pages it sees are ours.
    chromiumSandbox: false,
    args: ["--font-render-hinting=none"],
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      TMPDIR: directory,
      ...(libraries !== undefined && { LD_LIBRARY_PATH: libraries }),
      ...(fonts !== undefined && { FONTCONFIG_FILE: fontConfiguration(directory, fonts) }),
    },
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function findBrowser(): Found {
  const { status, stdout, stderr } = spawnSync(process.execPath, [finder], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr.trim());
  return JSON.parse(stdout);
}

/** The package's own configuration names directories that exist only in Lambda. */
function fontConfiguration(directory: string, fonts: string): string {
  const file = join(directory, "fonts.conf");
  const cache = join(directory, "font-cache");
  writeFileSync(
    file,
    `<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>\n`,
  );
  return file;
}
