import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sign } from "aws4";
import { gzipSync, zipSync } from "fflate";
import { askSigned } from "../shared/control";
import { filesWith } from "../shared/secrets-in";
import { apiKey, awsClient, local, pictor, predict, result, run, terraform } from "./local-run";
import { home } from "./places";

const client = awsClient();
const { secretAccessKey } = client.credentials;
const token = readFileSync(join(run.directory, "control-token"), "utf8").trim();
const planted = "PLANTED-by-secrets-spec";

/** An S3 URL that lets whoever has it list the model store, and its signature. */
function presigned(): { readonly url: string; readonly signature: string } {
  const { host } = new URL(client.endpoint);
  const path = `/${local.modelBucket}?list-type=2&X-Amz-Expires=60`;
  const signed = sign(
    { host, path, service: "s3", region: client.region, signQuery: true },
    client.credentials,
  );
  const url = `${new URL(client.endpoint).origin}${signed.path}`;
  return { url, signature: new URL(url).searchParams.get("X-Amz-Signature") ?? "" };
}

/** Everything in the log groups of the local AWS. */
async function cloudWatchLogs(): Promise<string> {
  const ask = (operation: string, body: object) =>
    askSigned(
      client,
      "logs",
      {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `Logs_20140328.${operation}`,
      },
      JSON.stringify(body),
    );
  const { logGroups } = JSON.parse(await ask("DescribeLogGroups", {})) as {
    logGroups: { logGroupName: string }[];
  };
  const texts = await Promise.all(
    logGroups.map(({ logGroupName }) => ask("FilterLogEvents", { logGroupName })),
  );
  return texts.join("\n");
}

describe("the search for secrets", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-secrets-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("finds what is planted in a file, a directory, a URL, base64, a plan's zip and a gzip", () => {
    const secret = "Planted/Secret+Value=42";
    const bytes = Buffer.from(`before ${secret} after`);
    mkdirSync(join(directory, "deep"));
    const files = {
      plain: bytes,
      "deep/plain": bytes,
      url: Buffer.from(`?key=${encodeURIComponent(secret)}`),
      base64: Buffer.from(bytes.toString("base64")),
      shifted: Buffer.from(Buffer.from(`x${secret}`).toString("base64")),
      plan: zipSync({ tfplan: bytes }),
      "log.gz": gzipSync(bytes),
      other: Buffer.from("Planted/Secret+Value=43"),
    };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(directory, name), content);
    }
    expect(filesWith(directory, secret)).toEqual(
      Object.keys(files)
        .filter((name) => name !== "other")
        .sort(),
    );
  });
});

describe("the secrets of a run", () => {
  let logs: string;
  let outputs: string;
  const { url, signature } = presigned();

  beforeAll(async () => {
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace(signature, `${signature}0`))).status).toBe(403);
    expect((await predict(result.image)).status).toBe(200);
    const wrongKey = await fetch(`${result.apiUrl}/predictions?key=${planted}`, {
      method: "POST",
      headers: { "x-api-key": planted, authorization: planted, "content-type": "image/png" },
      body: readFileSync(result.image),
    });
    expect(wrongKey.status).toBe(403);
    logs = await cloudWatchLogs();
    const pages = await Promise.all(
      ["", "page.js", "api/state", "absent"].map(async (path) =>
        (await fetch(`${result.pageUrl}${path}`)).text(),
      ),
    );
    const commands = [
      ["status"],
      ["status", "--json", "--verbose"],
      ["classify", result.image, "--json", "--verbose"],
      ["classify", join(home, "absent.png"), "--verbose"],
      ["verify", "prod", "--verbose"],
    ].map((command) => {
      const { stdout, stderr } = pictor(...command);
      return stdout + stderr;
    });
    const processes = spawnSync("ps", ["-ww", "-eo", "args="], { encoding: "utf8" }).stdout;
    outputs = [wrongKey, ...pages, ...commands, processes].join("\n");
    expect(logs).toContain("requestId");
    expect(outputs).toContain(run.directory);
  });

  it.each([
    ["the secret key of the local AWS", secretAccessKey, ["run.json", "credentials.json"]],
    ["the token that controls the local AWS", token, ["control-token"]],
    // Jest's own file holds the curl line that start printed.
    ["the API key", apiKey, ["result.json"]],
    ["the signature of a presigned URL", signature, []],
    ["a key that a client sent", planted, []],
  ])("are in no file but their own: %s", (_, secret, own) => {
    expect(secret.length).toBeGreaterThan(19);
    const files = filesWith(home, secret).map((file) => file.split("/").at(-1));
    expect(files.sort()).toEqual([...own].sort());
  });

  it.each([
    ["the secret key of the local AWS", secretAccessKey],
    ["the token that controls the local AWS", token],
    ["the API key", apiKey],
    ["the signature of a presigned URL", signature],
    ["a key that a client sent", planted],
  ])("are in no log, page, message or command line: %s", (_, secret) => {
    expect(logs).not.toContain(secret);
    expect(outputs).not.toContain(secret);
  });

  it("are not in Terraform's state, but for the API key, which the provider keeps there", () => {
    const state = terraform("local", "state", "pull").stdout;
    expect(state).not.toContain(secretAccessKey);
    const { resources } = JSON.parse(state) as { resources: { type: string }[] };
    const withKey = resources.filter((resource) => JSON.stringify(resource).includes(apiKey));
    expect(withKey.map(({ type }) => type)).toEqual([
      "aws_api_gateway_api_key",
      "aws_api_gateway_usage_plan_key",
    ]);
    expect(terraform("local", "output", "-json").stdout).not.toContain(apiKey);
  });

  it("are in no plan, but for the API key in one that deletes a client, as the provider has it", () => {
    const plan = terraform(
      "local",
      ...["plan", "-destroy", "-refresh=false", "-lock=false", "-no-color"],
    ).stdout;
    expect(plan).not.toContain(secretAccessKey);
    const lines = plan.split("\n").filter((line) => line.includes(apiKey));
    // `value` of aws_api_gateway_usage_plan_key is not sensitive in provider 5.100.0.
    expect(lines).toEqual([expect.stringMatching(/^ +- value += ".*" -> null$/)]);
  });
});
