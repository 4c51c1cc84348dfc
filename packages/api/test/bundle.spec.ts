import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { lambdaAsset } from "../src/lambda-asset";

/** Bytes of the zip that would be worth a look: it is some 110 kB, nearly all of it the AWS SDK. */
const budget = 130_000;

const zip = readFileSync(lambdaAsset("predict").path);
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-bundle-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe("the predict function's zip", () => {
  it("runs by itself on a bare Node.js", () => {
    writeFileSync(join(directory, "index.js"), unzipSync(zip)["index.js"] ?? "");
    const event = {
      body: null,
      isBase64Encoded: false,
      headers: {},
      multiValueQueryStringParameters: null,
      requestContext: { requestId: "request-1" },
    };
    const call = `require("./index.js").handler(${JSON.stringify(event)}, {}).then((r) => console.log("answer", r.body))`;
    const output = execFileSync(process.execPath, ["-e", call], {
      cwd: directory,
      env: { TARGETS: "[]", AWS_REGION: "eu-central-1" },
      encoding: "utf8",
    });
    expect(output).toMatch(/"level":"INFO".*"code":"empty-body"/);
    expect(output).toMatch(/^answer .*urn:pictor:problem:empty-body/m);
  });

  it("has the same bytes wherever and whenever it is built", () => {
    execFileSync(process.execPath, [join(__dirname, "..", "build-lambda.mjs"), directory], {
      cwd: directory,
      env: { ...process.env, TZ: "Pacific/Kiritimati" },
    });
    expect(readFileSync(join(directory, "predict.zip")).equals(zip)).toBe(true);
  });

  it("stays small", () => {
    expect(zip.length).toBeLessThan(budget);
  });
});
