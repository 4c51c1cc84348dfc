import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The commit of a checkout, and its files that are plans by what they hold. */
export function plansOf(checkout) {
  const plans = git(checkout, "ls-files", "-z", "--", "*.json")
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(checkout, file)))
    .map((file) => ({ file, text: readFileSync(join(checkout, file), "utf8") }))
    .filter(({ text }) => isPlan(text));
  return { commit: git(checkout, "rev-parse", "HEAD").trim(), plans };
}

function isPlan(text) {
  if (!/"(?:resource_changes|planned_values)"/.test(text)) return false;
  try {
    const json = JSON.parse(text);
    return "resource_changes" in json || "planned_values" in json;
  } catch {
    // A damaged plan is one to refuse.
    return true;
  }
}

function git(checkout, ...args) {
  const options = { cwd: checkout, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout, stderr } = spawnSync("git", args, options);
  if (status !== 0) throw new Error(`git ${args.join(" ")} in ${checkout}: ${stderr}`);
  return stdout;
}
