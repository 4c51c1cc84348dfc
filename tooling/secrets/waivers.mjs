const keyword = "Secret Keyword";
const inAddress = "Basic Auth Credentials";

/** Texts that the scanner takes for secrets: in each file so many of a type, and why they are none. */
export const waivers = [
  ...[
    ["bench/api.mjs", 1],
    ["packages/api/test/ask.ts", 1],
    ["packages/api/test/bundle-process.ts", 1],
    ["packages/capacity-controller/test/world.ts", 1],
    ["packages/cli/test/live.spec.ts", 1],
    ["packages/cli/test/loopback-aws.ts", 1],
    ["packages/cli/test/model-build.spec.ts", 1],
    ["packages/local/python/tests/test_gaps_of_conflicts.py", 1],
    ["packages/local/test/emulator.spec.ts", 1],
    ["packages/local/test/environment.spec.ts", 3],
    ["packages/page/test/page.spec.ts", 1],
    ["packages/page/test/server.spec.ts", 1],
  ].map(([file, count]) => ({
    file,
    type: keyword,
    count,
    reason: "a word in the place of a key, for a server on loopback",
  })),
  ...[
    ["bench/review-lines.mjs", keyword, 1],
    ["packages/cli/test/review.spec.ts", keyword, 2],
    ["packages/model/tests/test_fetch.py", inAddress, 3],
    ["packages/monitoring/test/problems.spec.ts", inAddress, 1],
    ["packages/plan-review/test/planted.ts", keyword, 1],
    ["packages/plan-review/test/redact/redact-plan.spec.ts", keyword, 3],
    ["proofs/story/secrets.spec.ts", keyword, 1],
  ].map(([file, type, count]) => ({
    file,
    type,
    count,
    reason: "planted: the test shows that it is not printed",
  })),
  ...[
    ["packages/api/src/gateway/gateway-responses.ts", 1],
    ["packages/local/python/pictor_local/services/apigateway/tags.py", 1],
    ["packages/plan-review/src/redact/mask.ts", 1],
    ["packages/plan-review/src/review/consequences.ts", 5],
  ].map(([file, count]) => ({
    file,
    type: keyword,
    count,
    reason: "a name of AWS's or Terraform's, and what it means",
  })),
];
