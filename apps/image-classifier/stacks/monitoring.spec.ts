import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalAws } from "../test/local-aws";
import { checkov } from "./checkov";
import { synthesiseMonitoring } from "./monitoring-stack";

const place = { environment: "watch", accountId: "555555555555", region: "us-east-1" };

describe("a stack that watches a service of two targets, on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let before: unknown;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-monitoring-"));
    aws = await LocalAws.start(place, directory);
    before = await aws.inventory();
    synthesiseMonitoring(place, join(directory, "cdktf.out"));
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

  it("is applied, and then has nothing left to do", async () => {
    const terraform = aws.terraform("monitoring");
    await terraform.apply();
    expect(await terraform.hasChanges()).toBe(false);
  });

  it("leaves nothing behind when it is destroyed", async () => {
    await aws.terraform("monitoring").destroy();
    expect(await aws.inventory()).toEqual(before);
  });
});
