import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkov } from "../shared/checkov";
import { LocalAws } from "../shared/local-aws";
import { synthesiseMonitoring } from "./monitoring-stack";

const place = { environment: "watch", accountId: "555555555555", region: "us-east-1" };
const email = { kind: "email", address: "on-call@example.com", severity: "critical" } as const;
const deputy = { ...email, address: "deputy@example.com" };
/** Whoever knows the address of a ticket system can write tickets. Nobody is there to confirm it: it is only planned. */
const webhook = {
  kind: "https",
  url: "https://127.0.0.1:9/PLANTED-PATH?token=PLANTED-TOKEN",
  severity: "warning",
} as const;

describe("a stack that watches a service of two targets, on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let before: unknown;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-monitoring-"));
    aws = await LocalAws.start(place, directory);
    before = await aws.inventory();
    synthesiseMonitoring(place, join(directory, "cdktf.out"), [email, webhook]);
    await aws.terraform("monitoring").init();
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("fails no check of Checkov, and passes those on alarms, topics and logs", async () => {
    const plan = join(directory, "plan.json");
    aws.run("monitoring", "plan", "-input=false", "-out=plan");
    writeFileSync(plan, aws.run("monitoring", "show", "-json", "plan"));
    const { passed, failed } = await checkov(plan);
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(40);
  });

  it("shows a webhook's URL in no plan", () => {
    const text = aws.run("monitoring", "show", "-no-color", "plan");
    expect(text).toMatch(/endpoint +=[^\n]*sensitive value/);
    expect(text).not.toContain("PLANTED");
    expect(
      readFileSync(join(directory, "cdktf.out/stacks/monitoring/cdk.tf.json"), "utf8"),
    ).toContain(webhook.url);
  });

  it("is applied, and then has nothing left to do", async () => {
    synthesiseMonitoring(place, join(directory, "cdktf.out"), [email, deputy]);
    const terraform = aws.terraform("monitoring");
    await terraform.apply();
    expect(await terraform.hasChanges()).toBe(false);
    // Nor does it depend on the order in which subscriptions are given.
    synthesiseMonitoring(place, join(directory, "cdktf.out"), [deputy, email]);
    expect(await terraform.hasChanges()).toBe(false);
  });

  it("leaves nothing behind when it is destroyed", async () => {
    await aws.terraform("monitoring").destroy();
    expect(await aws.inventory()).toEqual(before);
  });
});
