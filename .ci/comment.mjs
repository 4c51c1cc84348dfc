// Writes reviews as comments of a pull request on GitHub: `node .ci/comment.mjs plans/*.md`.
// A review begins with its stack's marker. The comment of ours that has the marker is updated in place, so that a pull
// request has one comment for each stack, however often it is pushed.
import { readFileSync } from "node:fs";

const {
  GITHUB_API_URL: api = "https://api.github.com",
  GITHUB_REPOSITORY: repository,
  GITHUB_TOKEN: token,
  PULL_REQUEST: number,
} = process.env;
const files = process.argv.slice(2);
if (!repository || !token || !/^\d+$/.test(number ?? "") || files.length === 0) {
  console.error(
    "expected: GITHUB_REPOSITORY, GITHUB_TOKEN and PULL_REQUEST (a number), and files that 'pictor review --save' wrote",
  );
  process.exit(2);
}

async function request(method, path, body) {
  const answer = await fetch(
    path.startsWith("http") ? path : `${api}/repos/${repository}/${path}`,
    {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "x-github-api-version": "2022-11-28",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
  );
  if (answer.ok) return answer;
  throw new Error(`GitHub answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
}

/** The bot's comments: a marker in somebody else's comment is not ours. */
async function ownComments() {
  const found = [];
  let path = `issues/${number}/comments?per_page=100`;
  while (path !== undefined) {
    const answer = await request("GET", path);
    found.push(...(await answer.json()).filter(({ user }) => user?.type === "Bot"));
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  return found;
}

const comments = await ownComments();
for (const file of files) {
  const body = readFileSync(file, "utf8");
  const [marker] = body.split("\n");
  if (!/^<!-- pictor-review: \S+ -->$/.test(marker)) {
    throw new Error(`${file} does not begin with a stack's marker: it is no review`);
  }
  const old = comments.find((comment) => comment.body.startsWith(`${marker}\n`));
  if (old === undefined) await request("POST", `issues/${number}/comments`, { body });
  else if (old.body !== body) await request("PATCH", `issues/comments/${old.id}`, { body });
  console.log(
    `${file}: ${old === undefined ? "written" : old.body === body ? "unchanged" : "updated"}`,
  );
}
