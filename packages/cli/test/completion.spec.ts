import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const main = join(__dirname, "..", "dist", "main.js");

/** What the program offers for the last of the words, which may be empty. */
function offered(...words: readonly string[]): string[] {
  const args = [main, "complete", "--", ...words];
  const lines = execFileSync(process.execPath, args, { encoding: "utf8" }).trim().split("\n");
  return lines.filter((line) => !line.startsWith(":")).map((line) => line.split("\t")[0] as string);
}

describe("completion", () => {
  it.each([
    [["ver"], ["verify"]],
    [["completion", "z"], ["zsh"]],
    [["model", "pub"], ["publish"]],
    [["verify", "p"], ["prod"]],
    [["cost", "--env", "st"], ["staging"]],
    [["verify", "prod", "--wa"], ["--wait"]],
    [["no-such-command", "x"], []],
  ])("of %j offers %j", (words, expected) => {
    expect(offered(...words).filter((word) => word !== "")).toEqual(expected);
  });

  it("offers every environment, and explains a command in one line", () => {
    expect(offered("verify", "")).toEqual(["dev", "local", "prod", "staging"]);
    const args = [main, "complete", "--", "verif"];
    const [line] = execFileSync(process.execPath, args, { encoding: "utf8" }).split("\n");
    expect(line).toBe(
      "verify\tcompare the endpoints in AWS with the deployed configuration and the release",
    );
  });

  it("works in bash", () => {
    const directory = mkdtempSync(join(tmpdir(), "pictor-completion-"));
    try {
      const program = join(directory, "pictor");
      writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
      chmodSync(program, 0o755);
      const typed = `
        # Of the package bash-completion, and of a shell that somebody types into.
        _get_comp_words_by_ref() { cur=p prev=verify words=(pictor verify p) cword=2; }
        compopt() { :; }
        source <(pictor completion bash)
        COMP_WORDS=(pictor verify p) COMP_CWORD=2 COMP_LINE="pictor verify p" COMP_POINT=15
        __pictor_complete
        echo "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync("bash", ["-c", typed], {
        encoding: "utf8",
        env: { ...process.env, PATH: `${directory}${delimiter}${process.env.PATH}` },
      });
      expect(stderr).toBe("");
      expect(stdout.trim()).toBe("prod");
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("of a shell that is not known says which are", () => {
    const { status, stderr } = spawnSync(process.execPath, [main, "completion", "tcsh"], {
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("unknown shell 'tcsh'");
    expect(stderr).toContain("use one of bash, zsh, fish, powershell");
  });
});
