import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../setup/paths.mjs";

/**
 * The programs that type-check these projects. Projects whose `tsconfig.json` differ in what they include alone are one
 * program: the compiler then reads AWS's provider and the SDKs, which are most of its work, once.
 *
 * @param projects as paths from the root
 * @param more directories that are checked with the project that they are in
 * @returns for each program the directory of its `tsconfig.json`
 */
export function programs(projects, more) {
  const groups = new Map();
  for (const path of projects) {
    const directory = join(root, path);
    const { include, ...rest } = JSON.parse(readFileSync(join(directory, "tsconfig.json"), "utf8"));
    const key = JSON.stringify({ ...rest, extends: join(directory, rest.extends) });
    const own = more.filter((each) => each.startsWith(`${directory}/`));
    const included = [...include.map((each) => join(directory, each)), ...own];
    groups.set(key, [...(groups.get(key) ?? []), { directory, included }]);
  }
  return [...groups].map(([key, members]) => write(JSON.parse(key), members));
}

/** Below a project: `types` are looked for in its `node_modules`. */
function write({ extends: base, compilerOptions }, members) {
  const place = join(members[0].directory, "node_modules", ".pictor-types");
  const from = (path) => relative(place, path);
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, "tsconfig.json"),
    JSON.stringify({
      extends: from(base),
      compilerOptions: {
        ...compilerOptions,
        noEmit: true,
        rootDir: from(root),
        incremental: true,
        tsBuildInfoFile: "program.tsbuildinfo",
      },
      include: members.flatMap(({ included }) => included.map(from)),
    }),
  );
  return place;
}
