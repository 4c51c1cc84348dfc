import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lambdaAsset } from "@pictor/function";
import { unzipSync } from "fflate";
import { eventOf } from "./events";

/** Most bytes of the minified bundle, nearly all of it the AWS SDK: what Lambda loads at a cold start. */
const budget = 260_000;

const zip = readFileSync(lambdaAsset(join(__dirname, ".."), "predict").path);
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
    const event = JSON.stringify(eventOf({ body: null }));
    const context = "{ getRemainingTimeInMillis: () => 9 }";
    const call = `require("./index.js").handler(${event}, ${context}).then((r) => console.log("answer", r.body))`;
    const output = execFileSync(process.execPath, ["-e", call], {
      cwd: directory,
      env: { TARGETS: "[]", MODEL: "{}", AWS_REGION: "eu-central-1" },
      encoding: "utf8",
    });
    expect(output).toMatch(/"level":"INFO".*"code":"empty-body"/);
    expect(output).toMatch(/^answer .*urn:pictor:problem:empty-body/m);
  });

  it("has the same bytes wherever and whenever it is built", () => {
    const tool = "node_modules/@pictor/function/bundle-lambdas.mjs";
    execFileSync(process.execPath, [tool, "--out", directory], {
      cwd: join(__dirname, ".."),
      env: { ...process.env, TZ: "Pacific/Kiritimati" },
    });
    expect(readFileSync(join(directory, "predict.zip")).equals(zip)).toBe(true);
  });

  it("stays small", () => {
    expect(unzipSync(zip)["index.js"]?.length).toBeLessThanOrEqual(budget);
  });
});
