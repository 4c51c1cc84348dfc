import assert from "node:assert/strict";
import { test } from "node:test";
import { forkManifest, withForkNames } from "./names.mjs";

const constructs = ["@pictor/api", "@pictor/network"];

test("modules of CDKTF and of the construct packages get the fork's names, others keep theirs", () => {
  const source = [
    'import { App } from "cdktf";',
    'import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";',
    'const { names } = require("@pictor/contracts");',
    'export * from "@pictor/network";',
    'import "@pictor/network/options";',
    'app: Symbol.for("cdktf/App"),',
    "// cdktf 0.21 has no prop for it",
  ].join("\n");
  assert.deepEqual(withForkNames(source, constructs).split("\n"), [
    'import { App } from "cdktn";',
    'import { S3Bucket } from "@cdktn/provider-aws/lib/s3-bucket";',
    'const { names } = require("@pictor/contracts");',
    'export * from "@pictor/cdktn-network";',
    'import "@pictor/cdktn-network/options";',
    'app: Symbol.for("cdktf/App"),',
    "// cdktf 0.21 has no prop for it",
  ]);
});

test("a README's npm install gets them as well", () => {
  const line = "$ npm install @pictor/api @pictor/contracts cdktf constructs";
  assert.equal(
    withForkNames(line, constructs),
    "$ npm install @pictor/cdktn-api @pictor/contracts cdktn constructs",
  );
});

test("a manifest asks for the fork and for packages that use it", () => {
  const manifest = forkManifest(
    {
      name: "@pictor/api",
      description: "An API.",
      keywords: ["cdktf", "aws"],
      scripts: { build: "tsc" },
      dependencies: { "@pictor/contracts": "1.0.0", "@pictor/network": "1.0.0" },
      peerDependencies: {
        cdktf: "^0.21.0",
        "@cdktf/provider-aws": "^20.1.0",
        constructs: "^10.4.2",
      },
      devDependencies: { cdktf: "0.21.0" },
    },
    constructs,
  );
  assert.deepEqual(manifest, {
    name: "@pictor/cdktn-api",
    description: "An API. For CDK Terrain.",
    keywords: ["cdktn", "aws"],
    dependencies: { "@pictor/contracts": "1.0.0", "@pictor/cdktn-network": "1.0.0" },
    peerDependencies: {
      cdktn: "^0.24.0",
      "@cdktn/provider-aws": "^25.7.0",
      constructs: "^10.4.2",
    },
  });
});
