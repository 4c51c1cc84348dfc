import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCodeOf } from "../src/review/run";
import { printedBy } from "./printed-by";

const directory = mkdtempSync(join(tmpdir(), "pictor-review-"));
const path = (name: string) => join(directory, name);
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(path(name), content);
  return path(name);
};

let exitCode: number | string | null | undefined;
afterEach(() => {
  process.exitCode = exitCode ?? 0;
});
beforeAll(() => {
  exitCode = process.exitCode;
});
afterAll(() => rmSync(directory, { recursive: true }));

const review = (...words: string[]): Promise<string> => printedBy(["review", ...words], directory);
const change = (address: string, actions: string[], before: unknown, after: unknown) => ({
  address,
  mode: "managed",
  type: address.split(".")[0],
  change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
});
const planOf = (...changes: unknown[]): string =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes,
    planned_values: { root_module: {} },
  });

const calm = file(
  "calm.json",
  planOf(change("aws_sns_topic.t", ["update"], { name: "a" }, { name: "b" })),
);
const deadly = file(
  "deadly.json",
  planOf(
    change(
      "aws_s3_bucket.models",
      ["delete"],
      { bucket: "models", password: "hunter2hunter2" },
      null,
    ),
  ),
);

describe("pictor review", () => {
  it("prints the worst first in at most 100 columns, and fails by the worst hazard", async () => {
    const lines = (await review(deadly)).split("\n");
    expect(lines[0]).toBe("deadly: data is lost: aws_s3_bucket.models");
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.join()).not.toContain("hunter2");
    expect(process.exitCode).toBe(13);
  });

  it("fails only from --fail-on on", async () => {
    await review(calm);
    expect(process.exitCode).toBe(0);
    await review(deadly, "--fail-on", "never");
    expect(process.exitCode).toBe(0);
    const worst = (severity: "low" | "medium" | "high" | "critical" | "none") => ({
      schema: 1 as const,
      worst: severity,
      expiredWaivers: [],
      unusedWaivers: [],
      stacks: [],
    });
    expect(exitCodeOf(worst("medium"), "high")).toBe(0);
    expect(exitCodeOf(worst("medium"), "low")).toBe(11);
    expect(exitCodeOf(worst("low"), "low")).toBe(10);
    expect(exitCodeOf(worst("high"), "high")).toBe(12);
    expect(exitCodeOf(worst("none"), "low")).toBe(0);
  });

  it("reviews several stacks in one comment, each with its name", async () => {
    const text = await review(calm, deadly, "--name", "one", "two", "--format", "markdown");
    expect(text).toContain("<!-- pictor-review: one -->");
    expect(text).toContain("### two: data is lost: ");
    await expect(review(calm, deadly, "--name", "one")).rejects.toThrow(
      "--name has 1 values for 2 plans",
    );
  });

  it("groups by construct with the synthesised stack", async () => {
    const stack = file(
      "cdk.tf.json",
      JSON.stringify({
        resource: { aws_sns_topic: { t: { "//": { metadata: { path: "prod/Alarms/Topic" } } } } },
      }),
    );
    expect(await review(calm, "--synthesised", stack)).toContain("\nprod/Alarms (1)\n");
  });

  it("writes every format into a file, and its first line here", async () => {
    for (const [format, beginning] of [
      ["terminal", "deadly: "],
      ["markdown", "<!-- pictor-review"],
      ["html", "<!doctype html>"],
      ["json", "{\n"],
      ["sarif", "{\n"],
    ] as const) {
      const printed = await review(deadly, "--format", format, "--output", path("out"));
      expect(printed).toContain("deadly: data is lost");
      expect(readFileSync(path("out"), "utf8").startsWith(beginning)).toBe(true);
    }
    expect(JSON.parse(await review(deadly, "--json"))).toMatchObject({ worst: "critical" });
  });

  it("accepts what a list of waivers accepts, until a waiver expires", async () => {
    const accepted = (expiry: string, id = "topic-key") =>
      JSON.stringify([
        { id, resource: "aws_sns_topic.t", reason: "carries no data at all", expiry },
      ]);
    const topic = file(
      "topic.json",
      planOf(change("aws_sns_topic.t", ["create"], null, { name: "t" })),
    );
    const failing = [topic, "--fail-on", "medium", "--waivers"];
    await review(...failing, file("none.json", "[]"));
    expect(process.exitCode).toBe(11);
    expect(await review(...failing, file("held.json", accepted("2999-01-01")))).toContain(
      "carries no data at all",
    );
    expect(process.exitCode).toBe(0);
    const expired = file("expired.json", accepted("2020-01-01", "topic-open-policy"));
    expect(await review(topic, "--waivers", expired)).toContain("Waivers that have expired");
    expect(process.exitCode).toBe(14);
    await expect(
      review(topic, "--waivers", file("wrong.json", accepted("2999-01-01", "topic-kye"))),
    ).rejects.toMatchObject({ name: "UserError", message: expect.stringContaining("topic-kye") });
  });

  it("names a stack by its directory where its file is just called a plan", async () => {
    const text = await review(file("tfplan.json", planOf()));
    expect(text.split("\n")[0]).toMatch(/^pictor-review-\w+: nothing changes$/);
  });

  it("reads UTF-16, as PowerShell writes it, and a byte order mark", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(planOf(), "utf16le")]);
    expect(await review(file("utf16.json", utf16))).toContain("utf16: nothing changes");
    expect(await review(file("bom.json", `\ufeff${planOf()}`))).toContain("bom: nothing changes");
  });

  it("hides what --hide matches", async () => {
    const plan = file(
      "hide.json",
      planOf(change("aws_sns_topic.t", ["update"], { name: "ACME-1" }, { name: "ACME-2" })),
    );
    expect(await review(plan)).toContain("ACME-2");
    expect(await review(plan, "--hide", "ACME-[0-9]", "x+")).not.toContain("ACME-");
  });

  it.each([
    ["is not there", () => path("nope.json"), /nope\.json cannot be read: ENOENT/],
    ["is empty", () => file("empty.json", ""), /is empty/],
    ["is not JSON", () => file("text.json", 'password = "hunter2"'), /text\.json is not JSON/],
    ["is a plan of Terraform's own", () => file("p.json", "PK\u0003\u0004"), /is not JSON/],
    [
      "has an unknown format",
      () => file("v2.json", '{"format_version":"2.0","planned_values":{}}'),
      /v2\.json cannot be reviewed: it has format_version "2\.0"/,
    ],
  ])("says in one sentence that a file %s, with what to do", async (_, make, message) => {
    const failure = await review(make()).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: "UserError",
      message: expect.stringMatching(message),
      hint: expect.stringContaining("terraform show -json plan.out > plan.json"),
    });
    expect(JSON.stringify(failure, ["message"])).not.toContain("hunter2");
  });
});
