import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constructPackages, publishedPackages } from "../../proofs/shared/published.cjs";
import { root } from "../setup/paths.mjs";

const maximumLines = 300;

/** Sources of constructs, and of the apps that are made of them. */
const constructSources = sources(`(apps/[^/]+|packages/(${constructPackages.join("|")}))`);

const rules = [
  {
    name: `no file above ${maximumLines} lines`,
    files: /\.(ts|mjs|cjs|py|sh)$/,
    offences: ({ lines }) =>
      lines.length > maximumLines ? [`${lines.length} lines; split it by idea`] : [],
  },
  forbid("no import of the whole AWS provider", /\.ts$/, /from ["']@cdktf\/provider-aws["']/),
  forbid(
    "no literal partition in an ARN",
    /^(packages|apps)\/[^/]+\/src\/.*\.ts$/,
    /arn:aws:[a-z0-9]/,
  ),
  forbid(
    "no class of CDKTF's asked for: with two copies in an app the answer is wrong",
    constructSources,
    /\binstanceof (?!\w*Error\b)[A-Z]/,
  ),
  forbid(
    "no message of a published package that names what its tarball lacks",
    sources(`packages/(${publishedPackages.join("|")})`),
    /^(?!\s*(\*|\/\/|\/\*)).*('pictor [a-z]|(?<![/\w])(apps|docs)\/)/,
  ),
  forbid(
    "no skipped or focused test",
    /\.(spec\.ts|py)$/,
    /\b(it|describe|test)\.(skip|only)\(|mark\.(skip|xfail)\b/,
  ),
  forbid(
    "no unfinished or suppressed code",
    /\.(ts|mjs|py)$/,
    /\b(TODO|FIXME|@ts-ignore|@ts-expect-error|biome-ignore)\b/,
    /house-rules\.mjs$/,
  ),
  forbid(
    "no path of one machine",
    /./,
    /(^|[\s"'=(])\/(root|(home|Users)\/(?!u\b))\/?[A-Za-z]/,
    /house-rules\.mjs$/,
  ),
  forbid(
    "no package registry's address in a lock file",
    /(pnpm-lock\.yaml|requirements.*\.lock)$/,
    /https?:\/\//,
  ),
];

/** Rules of the house that no linter knows, over the files that git tracks or would track. */
export function houseRules() {
  const files = tracked().map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return { path, lines: text.split("\n") };
  });
  return rules.map((rule) => ({ name: rule.name, check: () => apply(rule, files) }));
}

function sources(directories) {
  return new RegExp(`^${directories}/src/.*\\.ts$`);
}

function apply(rule, files) {
  let code = 0;
  for (const file of files.filter(
    ({ path }) => rule.files.test(path) && !rule.except?.test(path),
  )) {
    for (const offence of rule.offences(file)) {
      console.error(`${file.path}: ${offence}`);
      code = 1;
    }
  }
  return code;
}

function forbid(name, files, pattern, except) {
  return {
    name,
    files,
    except,
    offences: ({ lines }) =>
      lines.flatMap((line, index) =>
        pattern.test(line) ? [`line ${index + 1}: ${line.trim()}`] : [],
      ),
  };
}

function tracked() {
  const { stdout } = spawnSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const binary = /\.(png|jpg|ico|woff2)$/;
  const deleted = new Set(
    spawnSync("git", ["ls-files", "--deleted", "-z"], { cwd: root, encoding: "utf8" }).stdout.split(
      "\0",
    ),
  );
  return stdout
    .split("\0")
    .filter((path) => path !== "" && !binary.test(path) && !deleted.has(path));
}
