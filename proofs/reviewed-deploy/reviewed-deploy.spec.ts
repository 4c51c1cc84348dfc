import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { environments, namesOf } from "@pictor/image-classifier";
import type { Review } from "@pictor/plan-review";
import { manifestOf } from "@pictor/testing";
import { LocalAws } from "../shared/local-aws";

const root = join(__dirname, "..", "..");
const prod = environments.find(({ name }) => name === "prod");
if (prod === undefined) throw new Error("there is no environment 'prod'");
const { data, service } = namesOf(prod).stacks;

describe("production, reviewed and deployed by the steps of CI", () => {
  let directory: string;
  let aws: LocalAws;
  let options: Readonly<Record<string, string>> = {};

  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, [...args], {
      cwd: directory,
      env: {
        ...aws.variables,
        ...options,
        PICTOR_RELEASES_DIR: join(directory, "releases"),
        PICTOR_COMMAND: `${process.execPath} ${join(root, "packages", "cli", "dist", "main.js")}`,
        PATH: `${join(root, "node_modules", ".bin")}:${aws.variables.PATH}`,
      },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
  const ci = (...args: readonly string[]) => run(join(root, ".ci", "deploy"), args);
  const pictor = (...args: readonly string[]) =>
    run(process.execPath, [join(root, "packages", "cli", "dist", "main.js"), "review", ...args]);
  const reviewed = (...args: readonly string[]): Review => {
    const { stdout, stderr } = pictor("prod", "--json", ...args);
    try {
      return JSON.parse(stdout);
    } catch {
      throw new Error(`${stdout}${stderr}`);
    }
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-deploy-"));
    mkdirSync(join(directory, "releases"));
    writeFileSync(join(directory, "releases", "prod.json"), JSON.stringify(manifestOf("a")));
    aws = await LocalAws.start({ ...prod, environment: "prod" }, directory);
    await aws.applyAccount();
  });
  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("says what to do where the data stack does not exist yet", () => {
    const { status, stderr } = pictor("prod");
    expect(status).toBe(1);
    expect(stderr).toContain(`pictor review prod --stack ${data}`);
  });

  it("is reviewed before anything exists, and leaves plans, checksums, comments and a page", () => {
    const first = pictor("prod", "--stack", data, "--save", "plans");
    expect({ status: first.status, stderr: first.stderr }).toMatchObject({ status: 0 });
    expect(first.stdout).toContain("17 create");
    expect(readFileSync(join(directory, "plans", `${data}.md`), "utf8")).toMatch(
      new RegExp(`^<!-- pictor-review: ${data} -->\n`),
    );
    const written = (file: string) => readFileSync(join(directory, "plans", file), "utf8");
    expect(written("review.html")).toContain(data);
    expect(JSON.parse(written("review.sarif"))).toMatchObject({ version: "2.1.0" });
  });

  it("is not applied where the plan is another than the reviewed one", () => {
    const plan = join(directory, "plans", "stacks", data, "reviewed.tfplan");
    const before = readFileSync(plan);
    appendFileSync(plan, "x");
    const { status, stderr } = ci("apply", "prod", "plans");
    expect(status).not.toBe(0);
    expect(stderr).toContain("did NOT match");
    writeFileSync(plan, before);
  });

  it("is applied as reviewed, and not twice", () => {
    const first = ci("apply", "prod", "plans");
    expect({ status: first.status, stderr: first.stderr }).toMatchObject({ status: 0 });
    expect(first.stdout).toContain("17 added");
    // The state has moved on: Terraform refuses the plan of before.
    const second = ci("apply", "prod", "plans");
    expect(second.status).not.toBe(0);
    expect(second.stderr).toContain("stale");
  });

  it("has no weakness that is serious or has no waiver, in the plan of the service", () => {
    const { stacks, worst, expiredWaivers } = reviewed();
    expect(expiredWaivers).toEqual([]);
    expect(worst).toBe("medium");
    const [first, second] = stacks;
    expect(first).toMatchObject({ name: data, weaknesses: [], hazards: [], groups: [] });
    expect(second).toMatchObject({ name: service, weaknesses: [], standing: [] });
    expect(second?.counts.create).toBeGreaterThan(80);
    // AWS's own image, of which no newer one serves a model: see the runbook.
    expect(second?.hazards.map(({ rule }) => rule)).toEqual(["runtime-past-end"]);
    // Grouped by constructs, since the synthesised stack is at hand.
    expect(second?.groups.map(({ name }) => name)).toContain(`${service}/Api`);
  });

  it("shows a change that somebody made by hand as drift, with another exit code", async () => {
    const drift = () => ci("drift", "prod", "drift");
    options = { PICTOR_REVIEW_OPTIONS: `--stack ${data}` };
    const calm = drift();
    expect({ status: calm.status, stderr: calm.stderr }).toMatchObject({ status: 0 });
    const s3 = new S3Client(aws.client);
    const { modelBucket: Bucket } = namesOf(prod);
    const VersioningConfiguration = { Status: "Suspended" } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const { status, stderr } = drift();
    expect(stderr).toContain(`${data} is not what the sources say`);
    expect(status).toBe(3);
    const [stack] = (JSON.parse(readFileSync(join(directory, "drift.json"), "utf8")) as Review)
      .stacks;
    expect(stack?.drift.map(({ type }) => type)).toContain("aws_s3_bucket_versioning");
    // The apply would mend it: that is a change for the better, and no hazard.
    expect(stack).toMatchObject({ counts: { update: 1 }, weaknesses: [], hazards: [] });
  });
});
