// How long `pictor cost --env` takes in each environment, over what Node alone takes to start: `npm run bench -- cost
// [rounds]`. The goal is a second in a built clone.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { median } from "./model/python.mjs";

const rounds = Number(process.argv[2] ?? 5);
const goalSeconds = 1;
const root = join(import.meta.dirname, "..");
const cli = join(root, "packages", "cli", "dist", "main.js");
const environments = globSync(join(root, "apps", "image-classifier", "environments", "*.ts")).map(
  (file) => basename(file, ".ts"),
);

const contestants = new Map([
  ["node alone", ["-e", ""]],
  ...environments
    .filter((name) => name !== "index")
    .map((name) => [`cost --env ${name}`, [cli, "cost", "--env", name]]),
]);
const rows = new Map([...contestants.keys()].map((name) => [name, []]));
// In turns, so that what else the machine does falls on all; the first round fills the file system's caches.
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, args] of contestants) {
    const seconds = measure(args);
    if (round > 0) rows.get(name).push(seconds);
  }
}
const base = median(rows.get("node alone"));
for (const [name, seconds] of rows) {
  const middle = median(seconds);
  const verdict =
    name === "node alone" ? "" : middle <= goalSeconds ? "reached  1 s" : "missed  1 s";
  console.log(
    `${name.padEnd(24)} ${middle.toFixed(2)} s  ${(middle / base).toFixed(1)} × node alone  ${verdict}`.trimEnd(),
  );
}

function measure(args) {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return (performance.now() - began) / 1000;
}
