import { readdirSync, readFileSync } from "node:fs";
import { keysOf } from "../src/batch/place";
import { Interrupted } from "../src/run/interrupt";
import {
  again,
  aws,
  batch,
  controller,
  directory,
  display,
  endsWith,
  failed,
  line,
  out,
  pictures,
  start,
  succeeded,
  where,
} from "./batch-command";
import { writeFiles } from "./batch-fixture";

describe("pictor batch, while a run goes on and after it", () => {
  it("shows the state, the jobs and the pictures that have an answer", async () => {
    writeFiles(pictures, { "a.jpg": 10, "b.jpg": 10 });
    aws.looks = [
      { status: "RUNNING" },
      { status: "RUNNING", state: "Transform" },
      { status: "RUNNING", state: "Review" },
      succeeded,
    ];
    let look = 0;
    aws.onLook = ({ status }) => {
      const run = aws.started[0]?.name ?? "";
      const keys = keysOf(where, run);
      look += 1;
      if (look === 2) {
        for (const part of ["0001", "0002", "0003"]) {
          aws.put(keys.refused(part), "[]");
          aws.put(keys.manifest(part, 1), "[]");
        }
        for (const part of ["0001", "0003"]) {
          aws.put(keys.partSummary(part), JSON.stringify({ pictures: 100 }));
          aws.put(`${keys.answers(part, 1)}a.out`, "{}");
        }
        aws.put(`${keys.answers("0002", 1)}.amazon-sagemaker`, "");
        for (const name of ["c", "d", "e"]) aws.put(`${keys.answers("0002", 1)}${name}.out`, "{}");
      }
      if (look === 3) {
        aws.put(keys.manifest("0002", 2), "[]");
        aws.put(`${keys.answers("0002", 2)}f.out`, "{}");
      }
      if (status !== "RUNNING") aws.end(run, {}, []);
    };
    await start();
    expect(display.progresses.filter((text) => text.startsWith("run"))).toEqual([
      "run: Plan, 0 of 2 pictures",
      "run: Transform, 2 of 3 jobs, 203 of 2 pictures",
      "run: Review, 2 of 3 jobs, 1 repeated, 204 of 2 pictures",
    ]);
  });

  it("leaves the run alive when it is ended, says how to return, and returns", async () => {
    writeFiles(pictures, { "a.jpg": 10 });
    aws.looks = [{ status: "RUNNING", state: "Transform" }];
    aws.onLook = () => controller.abort(new Interrupted("SIGINT"));
    expect((await failed(start())).exitCode).toBe(130);
    const run = aws.started[0]?.name ?? "";
    expect(display.notes.at(-1)).toBe(
      `run ${run} goes on; return to it with: pictor batch dev --attach ${run}`,
    );
    again();
    aws.looks = [succeeded];
    endsWith({}, [line("a.jpg")]);
    await batch({ kind: "attach", run });
    expect(aws.started).toHaveLength(1);
    expect(readFileSync(out, "utf8")).toContain("a.jpg");
  });

  it("returns to a run that a manifest or a schedule started", async () => {
    const run = "0123456789abcdef";
    aws.arns.push("arn:of:another:execution");
    aws.put(keysOf(where, run).claim, JSON.stringify({ execution: "arn:of:another:execution" }));
    aws.end(run, {}, [line("a.jpg")]);
    await batch({ kind: "attach", run });
    expect(display.results).toHaveLength(1);
  });

  it("shows a run whose execution Step Functions has deleted", async () => {
    const run = "0123456789abcdef";
    aws.put(keysOf(where, run).claim, JSON.stringify({ execution: "arn:of:an:old:execution" }));
    aws.end(run, {}, [line("a.jpg")]);
    await batch({ kind: "attach", run });
    expect(display.steps).toContain("run done: ended long ago");
    aws.objects.delete(keysOf(where, run).summary);
    const { event } = await failed(batch({ kind: "attach", run }));
    expect(event?.message).toBe(`the results of run ${run} are gone`);
  });

  it("refuses a run that is not there", async () => {
    const { event } = await failed(batch({ kind: "attach", run: "0123456789abcdef" }));
    expect(event?.message).toBe("'dev' has no run 0123456789abcdef");
    expect(event?.hint).toContain(`aws s3 ls s3://${where.bucket}/batch/out/`);
  });

  it.each([
    [
      "planning failed",
      {
        status: "FAILED",
        state: "TellFailure",
        error: "Batch.Failed",
        cause: "see the event of the state before",
        input: {
          failure: {
            Error: "Error",
            Cause: JSON.stringify({ errorMessage: "more than 1500000 pictures", trace: [] }),
          },
        },
      },
      /^run \w+ failed: more than 1500000 pictures$/,
    ],
    [
      "the machine failed without a state for it",
      { status: "FAILED", error: "States.Runtime", cause: "no such path" },
      /^run \w+ failed: States.Runtime: no such path$/,
    ],
    [
      "the time ran out",
      { status: "TIMED_OUT", error: "States.Timeout" },
      /^run \w+ took longer than its time limit and was ended$/,
    ],
    [
      "somebody stopped it",
      { status: "ABORTED", error: "Stop", cause: "too expensive" },
      /^run \w+ was stopped by somebody: Stop: too expensive$/,
    ],
  ])("fails with the reason when %s", async (_, look, message) => {
    writeFiles(pictures, { "a.jpg": 10 });
    aws.looks = [look];
    const { event, exitCode } = await failed(start());
    expect(exitCode).toBe(1);
    expect(event?.message).toMatch(message);
    expect(event?.hint).toBeDefined();
    expect(display.results).toEqual([]);
  });

  it("downloads what an incomplete run has, shows its summary, and fails", async () => {
    writeFiles(pictures, { "a.jpg": 10, "b.jpg": 10 });
    aws.looks = [{ status: "FAILED", state: "Incomplete", error: "Batch.Incomplete" }];
    const error = { code: "unanswered", detail: "the job failed" };
    endsWith({ status: "incomplete", classified: 1, failures: { unanswered: 1 } }, [
      line("a.jpg"),
      { key: "batch/in/x/b.jpg", error },
    ]);
    const { event, exitCode } = await failed(start());
    expect(exitCode).toBe(1);
    expect(event?.message).toMatch(/is incomplete: 1 of 2 pictures have no answer$/);
    expect(readFileSync(out, "utf8").trim().split("\n")).toHaveLength(2);
    expect(display.results[0]?.text).toContain("failures   1 unanswered");
  });

  it("shows counts, failures by reason, labels, seconds and cost", async () => {
    writeFiles(pictures, { "a.jpg": 10 });
    endsWith(
      {
        ...{ pictures: 205, classified: 200, failures: { "undecodable-image": 5 } },
        labels: { a: 90, b: 50, c: 30, d: 20, e: 6, f: 4 },
        ...{ seconds: 612.4, jobs: 3, jobSeconds: 480 },
        cost: { usd: 0.0272, usdPerInstanceHour: 0.204, priced: "2026-11-20" },
      },
      [],
    );
    await start();
    const { text = "" } = display.results[0] ?? {};
    expect(text.split("\n").slice(1)).toEqual([
      "pictures   200 of 205 classified",
      "failures   5 undecodable-image",
      "labels     90 a, 50 b, 30 c, 20 d, 6 e, 1 more",
      "time       612 s; 3 jobs, 480 s on instances",
      "cost       $0.0272, at $0.204 for an instance and hour (price of 2026-11-20)",
      `results    ${out}`,
    ]);
  });

  it("writes CSV with the best label or the error, quoted where it must be", async () => {
    writeFiles(pictures, { "a.jpg": 10 });
    endsWith({}, [
      line("a.jpg", 'cat, "big"'),
      { key: "batch/in/x/b.jpg", error: { code: "undecodable-image", detail: "two\nlines" } },
      { key: "batch/in/x/c.jpg", predictions: [] },
    ]);
    await start(pictures, { format: "csv" });
    expect(readFileSync(out, "utf8")).toBe(
      [
        "key,label,score,index,error,detail",
        'batch/in/x/a.jpg,"cat, ""big""",0.9,3,,',
        'batch/in/x/b.jpg,,,,undecodable-image,"two\nlines"',
        "batch/in/x/c.jpg,,,,,",
        "",
      ].join("\n"),
    );
  });

  it("leaves an older file as it was when the download breaks off", async () => {
    writeFiles(directory, { "out.jsonl": "older", "pictures/a.jpg": 10 });
    aws.onLook = () => {
      const run = aws.started[0]?.name ?? "";
      aws.end(run, {}, []);
      aws.put(keysOf(where, run).results, "{no JSON}\n");
    };
    await failed(start(pictures, { format: "csv" }));
    expect(readFileSync(out, "utf8")).toBe("older");
    expect(readdirSync(directory).sort()).toEqual(["out.jsonl", "pictures"]);
  });
});
