import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { root } from "../setup/paths.mjs";

/** A GitHub with the comments of one pull request, thirty a page. */
let comments;
let changes;
const server = createServer(async (request, answer) => {
  const url = new URL(request.url, "http://localhost");
  let text = "";
  for await (const chunk of request) text += chunk;
  const { body } = text === "" ? {} : JSON.parse(text);
  const id = Number(/comments\/(\d+)$/.exec(url.pathname)?.[1]);
  if (request.headers.authorization !== "Bearer token") {
    answer.writeHead(401).end("{}");
  } else if (request.method === "GET") {
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = `<http://localhost:${server.address().port}${url.pathname}?page=${page + 1}>; rel="next"`;
    answer.writeHead(200, comments.length > page * 30 ? { link: next } : {});
    answer.end(JSON.stringify(comments.slice((page - 1) * 30, page * 30)));
  } else {
    changes.push(`${request.method} ${Number.isNaN(id) ? "new" : id}`);
    if (request.method === "POST") {
      comments.push({ id: comments.length + 1, body, user: { type: "Bot" } });
    } else comments.find((comment) => comment.id === id).body = body;
    answer.writeHead(200).end("{}");
  }
});

let directory;
before(async () => {
  directory = mkdtempSync(join(tmpdir(), "pictor-comment-"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  comments = [];
  changes = [];
});
after(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const review = (stack, text) => `<!-- pictor-review: ${stack} -->\n### ${stack}: ${text}\n`;
const file = (name, text) => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};

function comment(files, token = "token") {
  const child = spawn(process.execPath, [join(root, ".ci", "comment.mjs"), ...files], {
    env: {
      PATH: process.env.PATH,
      GITHUB_API_URL: `http://127.0.0.1:${server.address().port}`,
      GITHUB_REPOSITORY: "o/r",
      GITHUB_TOKEN: token,
      PULL_REQUEST: "7",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, printed })));
}

test("a comment for each stack is written once, and updated in place afterwards", async () => {
  const data = file("data.md", review("prod-data", "nothing changes"));
  const service = file("prod.md", review("prod", "data is lost"));
  assert.equal((await comment([data, service])).code, 0);
  assert.deepEqual(changes, ["POST new", "POST new"]);
  file("prod.md", review("prod", "no rule found a hazard"));
  assert.equal((await comment([data, service])).code, 0);
  assert.deepEqual(changes, ["POST new", "POST new", "PATCH 2"]);
  assert.equal(comments.length, 2);
  assert.match(comments[1].body, /no rule found/);
});

test("our comment is found on a later page, and nobody else's is touched", async () => {
  const others = Array.from({ length: 40 }, (_, at) => ({
    id: at + 1,
    body: at === 3 ? review("prod", "not ours") : "a remark",
    user: { type: "User" },
  }));
  comments = [...others, { id: 41, body: review("prod", "old"), user: { type: "Bot" } }];
  assert.equal((await comment([file("prod.md", review("prod", "new"))])).code, 0);
  assert.deepEqual(changes, ["PATCH 41"]);
});

test("a refusal of GitHub's, and a file that is no review, fail with the reason", async () => {
  const refused = await comment([file("prod.md", review("prod", "new"))], "wrong");
  assert.notEqual(refused.code, 0);
  assert.match(refused.printed, /GitHub answered 401/);
  const wrong = await comment([file("readme.md", "# Readme\n")]);
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.printed, /does not begin with a stack's marker/);
});
