import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LocalAws } from "../shared/local-aws";
import { synthesiseSchedule } from "./schedule-stack";

const place = { environment: "schedule", accountId: "999999999999", region: "us-east-1" };

describe("a schedule of EventBridge Scheduler, on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let before: unknown;

  const synthesise = (expression: string) =>
    synthesiseSchedule(place, { outdir: join(directory, "cdktf.out"), expression });

  /** The events that the function was invoked with. */
  const events = (): readonly { readonly at: string }[] => {
    const log = join(directory, "aws", "logs", "lambda", "tick.log");
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
    return lines.flatMap((line) => {
      const [, event] = line.split("tick {");
      return event === undefined ? [] : [JSON.parse(`{${event}`)];
    });
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-schedule-"));
    aws = await LocalAws.start(place, directory);
    before = await aws.inventory();
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is applied, and then Terraform has nothing left to do", async () => {
    synthesise("rate(2 hours)");
    const stack = aws.terraform("schedule");
    await stack.init();
    await stack.apply();
    expect(await stack.hasChanges()).toBe(false);
  });

  it("invokes the function as its role, once: the next time is hours away", async () => {
    const deadline = performance.now() + 60_000;
    while (events().length === 0 && performance.now() < deadline) await sleep(100);
    expect(events()).toEqual([{ at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) }]);
  });

  it("is changed in its place", async () => {
    synthesise("cron(0 8 ? * MON-FRI *)");
    const stack = aws.terraform("schedule");
    await stack.apply();
    expect(await stack.hasChanges()).toBe(false);
    expect(await aws.inventory()).toMatchObject({
      "scheduler.schedules": ["ticks/tick"],
      "scheduler.scheduleGroups": ["ticks"],
    });
  });

  it("leaves nothing behind when it is destroyed, after requests that AWS's models allow", async () => {
    await aws.terraform("schedule").destroy();
    expect(await aws.inventory()).toEqual(before);
    expect(await aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
  });
});
