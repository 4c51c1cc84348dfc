import {
  readWaivers,
  renderHtml,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  reviewPlans,
  type Waiver,
  WaiverError,
} from "../../src";
import { destroyed } from "../hazards/fixtures/changes";
import { planOf } from "../security/fixtures";
import { made } from "../security/fixtures/made";

const today = "2026-11-29";
const logs = made("aws_cloudwatch_log_group", { retention_in_days: 7 });
const waiver: Waiver = {
  id: "log-key",
  resource: "aws_cloudwatch_log_group.*",
  reason: "holds nothing but times",
  expiry: today,
};
const review = (waivers: readonly Waiver[], changes = [logs]) =>
  reviewPlans([{ name: "prod", plan: planOf(changes) }], { today, waivers });
const only = (waivers: readonly Waiver[], changes = [logs]) => {
  const [stack] = review(waivers, changes).stacks;
  if (stack === undefined) throw new Error("no stack");
  return stack;
};

describe("a waiver", () => {
  it("takes a weakness out of the verdict, and stays in the review with its reason", () => {
    expect(only([])).toMatchObject({ worst: "medium", weaknesses: [{ rule: "log-key" }] });
    const stack = only([waiver]);
    expect(stack).toMatchObject({
      worst: "none",
      weaknesses: [],
      waived: [{ rule: "log-key", waiver: { reason: waiver.reason, expiry: today } }],
      verdict: "no rule found a hazard",
    });
    for (const render of [renderTerminal, renderMarkdown, renderHtml]) {
      expect(render(review([waiver]))).toContain(waiver.reason);
    }
  });

  it("takes out a hazard, too", () => {
    const lost = destroyed("aws_s3_bucket", {});
    const accepted = { ...waiver, id: "stateful-lost", resource: "aws_s3_bucket.it" };
    expect(only([accepted], [lost]).hazards).toEqual([]);
    // What is destroyed is on the first screen whatever is accepted.
    expect(only([accepted], [lost]).verdict).toBe("data is lost: aws_s3_bucket.it");
  });

  it("matches its rule and its resource alone", () => {
    for (const other of [
      { ...waiver, id: "log-retention" },
      { ...waiver, resource: "aws_cloudwatch_log_group.other" },
      { ...waiver, resource: "aws_cloudwatch_log_grou" },
    ]) {
      expect(only([other]).weaknesses).toMatchObject([{ rule: "log-key" }]);
      expect(review([other]).unusedWaivers).toEqual([other]);
      expect(renderTerminal(review([other]))).toContain("Waivers that match nothing");
    }
    expect(review([waiver]).unusedWaivers).toEqual([]);
  });

  it("counts no longer once it has expired, and fails the review whatever it matches", () => {
    const expired = { ...waiver, expiry: "2026-11-28" };
    expect(only([expired]).weaknesses).toMatchObject([{ rule: "log-key" }]);
    for (const each of [expired, { ...expired, resource: "nothing" }]) {
      expect(review([each]).expiredWaivers).toEqual([each]);
      expect(renderTerminal(review([each]))).toContain("Waivers that have expired");
    }
    expect(review([waiver]).expiredWaivers).toEqual([]);
  });
});

describe("readWaivers", () => {
  it("reads what is valid", () => {
    expect(readWaivers([waiver])).toEqual([waiver]);
    expect(readWaivers([])).toEqual([]);
  });

  it("names every problem of a list at once", () => {
    const wrong = [
      { ...waiver, id: "log-kye" },
      { ...waiver, resource: "" },
      { ...waiver, reason: "because  " },
      { ...waiver, expiry: "2026-02-30" },
      { ...waiver, expires: "2026-01-01" },
    ];
    const problem = () => readWaivers(wrong);
    expect(problem).toThrow(WaiverError);
    for (const part of ['"log-kye"', "[1].resource", "[2].reason", "[3].expiry", "expires"]) {
      expect(problem).toThrow(part);
    }
    expect(() => readWaivers({})).toThrow(/at the top: .*array/);
  });
});

describe("what was weak before", () => {
  const before = { retention_in_days: 7 };
  const changed = (after: unknown, actions = ["update"]) => ({ ...logs, actions, before, after });

  it("decides about nothing, and is listed apart", () => {
    for (const change of [changed(before, ["no-op"]), changed({ retention_in_days: 14 })]) {
      expect(only([], [change])).toMatchObject({
        worst: "none",
        weaknesses: [],
        standing: [{ rule: "log-key" }],
      });
    }
  });

  it("is no excuse for what the plan adds", () => {
    const stack = only([], [changed({ retention_in_days: 0 })]);
    expect(stack.weaknesses).toMatchObject([{ rule: "log-retention" }]);
    expect(stack.standing).toMatchObject([{ rule: "log-key" }]);
  });

  it("is a weakness of the plan where the plan removes what protected it", () => {
    const bucket = made("aws_s3_bucket", { bucket: "data" });
    const kept = { ...bucket, actions: ["no-op"], before: bucket.after };
    const versioning = {
      bucket: "data",
      versioning_configuration: [{ status: "Enabled" }],
    };
    const gone = destroyed("aws_s3_bucket_versioning", versioning);
    expect(only([], [kept, gone]).weaknesses).toMatchObject([
      { rule: "bucket-versioning", address: "aws_s3_bucket.it" },
    ]);
  });
});

describe("ids of other tools", () => {
  it("are in every format that a reader sees", () => {
    for (const render of [renderTerminal, renderMarkdown, renderHtml, renderSarif]) {
      const text = render(review([]));
      expect(text).toContain("CKV_AWS_158");
      expect(text).toContain("log-key");
    }
  });
});
