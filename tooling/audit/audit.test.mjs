import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { lockedPackages, ofPip, ofPnpm } from "./locked.mjs";
import { vulnerabilitiesOf } from "./osv.mjs";
import { problemsOf } from "./verdict.mjs";
import { waivers } from "./waivers.mjs";

/** Answers as OSV is documented to: ids in the queries' order, in pages, and each vulnerability by its id. */
const vulnerable = {
  zod: [
    ["GHSA-aaaa", undefined],
    ["GHSA-bbbb", "more"],
  ],
  pillow: [["PYSEC-1", undefined]],
};
const details = {
  "GHSA-aaaa": { summary: "reads too much", aliases: ["CVE-1"] },
  "GHSA-bbbb": { summary: "taken back", withdrawn: "2026-01-01T00:00:00Z" },
  "PYSEC-1": { summary: "overflows" },
};
const asked = [];
let server;
let origin;

before(async () => {
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    if (request.url === "/down/v1/querybatch") {
      response.writeHead(503).end();
      return;
    }
    const [, id] = /^\/v1\/vulns\/(.+)$/.exec(request.url) ?? [];
    response.end(JSON.stringify(id === undefined ? answers(JSON.parse(text)) : details[id]));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

function answers({ queries }) {
  asked.push(...queries);
  return {
    results: queries.map(({ package: { name }, page_token: token }) => {
      const [first, second] = vulnerable[name] ?? [];
      const [id, next] = (token === undefined ? first : second) ?? [];
      if (id === undefined) return {};
      return {
        vulns: [{ id, modified: "2026-01-01T00:00:00Z" }],
        ...(token === undefined && second && { next_page_token: second[1] ?? next }),
      };
    }),
  };
}

const run = (osv) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "main.mjs")], {
      env: { ...process.env, PICTOR_OSV: osv },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => (output += data));
    child.on("close", (code) => resolve({ code, output }));
  });

test("every package of every lock file is asked for, with its own version", () => {
  const packages = lockedPackages();
  const has = (ecosystem, name) =>
    packages.some(
      (one) => one.ecosystem === ecosystem && one.name === name && /^\d/.test(one.version),
    );
  for (const name of ["zod", "@aws-sdk/client-s3", "cdktf", "esbuild"]) assert.ok(has("npm", name));
  for (const name of ["boto3", "onnxruntime", "torch", "checkov"]) assert.ok(has("PyPI", name));
  assert.ok(packages.length > 900);
});

test("lock files are read as pnpm and pip write them", () => {
  const text =
    "lockfileVersion: '9.0'\n\npackages:\n\n  '@a/b@1.2.3':\n    resolution: {}\n\n  c@2.0.0-rc.1:\n    resolution: {}\n\nsnapshots:\n\n  d@1.0.0: {}\n";
  assert.deepEqual(ofPnpm(text), [
    { ecosystem: "npm", name: "@a/b", version: "1.2.3" },
    { ecosystem: "npm", name: "c", version: "2.0.0-rc.1" },
  ]);
  assert.deepEqual(
    ofPip("# x\nPyYAML==6.0.3\nast_serialize==0.13.1 \\\n    --hash=sha256:0\ntorch==2.13.0+cpu\n"),
    [
      { ecosystem: "PyPI", name: "pyyaml", version: "6.0.3" },
      { ecosystem: "PyPI", name: "ast-serialize", version: "0.13.1" },
      { ecosystem: "PyPI", name: "torch", version: "2.13.0" },
    ],
  );
});

test("a vulnerability is reported with its package, on whatever page; a withdrawn one is not", async () => {
  const zod = { ecosystem: "npm", name: "zod", version: "4.6.7" };
  const clean = { ecosystem: "npm", name: "yaml", version: "2.9.1" };
  assert.deepEqual(await vulnerabilitiesOf(origin, [clean, zod]), [
    { package: zod, id: "GHSA-aaaa", aliases: ["CVE-1"], summary: "reads too much" },
  ]);
});

test("a waiver accepts one vulnerability of one package until its last day", () => {
  const zod = { ecosystem: "npm", name: "zod", version: "4.6.7" };
  const found = [{ package: zod, id: "GHSA-aaaa", aliases: ["CVE-1"], summary: "reads too much" }];
  const waiver = { id: "CVE-1", package: "zod", reason: "not used", until: "2026-12-01" };
  assert.match(
    problemsOf(found, [], "2026-11-30")[0],
    /^zod 4\.6\.7 \(npm\): GHSA-aaaa, CVE-1: reads/,
  );
  assert.deepEqual(problemsOf(found, [waiver], "2026-12-01"), []);
  assert.match(problemsOf(found, [waiver], "2026-12-02")[0], /its waiver ended on 2026-12-01/);
  assert.equal(problemsOf(found, [{ ...waiver, package: "yaml" }], "2026-11-30").length, 2);
  assert.deepEqual(problemsOf([], [waiver], "2026-11-30"), [
    "the waiver of CVE-1 for zod accepts nothing: remove it",
  ]);
});

test("npm run audit fails on what is found, and otherwise on an OSV that does not answer", async () => {
  const found = await run(origin);
  assert.equal(found.code, 1);
  assert.match(found.output, /error {2}zod .*GHSA-aaaa/);
  const down = await run(`${origin}/down`);
  assert.equal(down.code, 2);
  assert.match(down.output, /not audited: .* answered 503/);
  assert.equal((await run("http://127.0.0.1:9")).code, 2);
});

test("each waiver of the tree has a reason, and ends within half a year", () => {
  for (const { id, package: name, reason, until } of waivers) {
    assert.ok(id && name && reason.length > 20, id);
    assert.match(until, /^20\d\d-\d\d-\d\d$/);
    assert.ok(Date.parse(until) - Date.now() < 184 * 86_400_000, id);
  }
});
