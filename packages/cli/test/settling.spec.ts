import type { TerraformProgress } from "@pictor/terraform";
import { beginSettling, isSettling } from "../src/apply/settling";

const rules = "aws_s3_bucket_lifecycle_configuration";
const progress = (changes: Partial<TerraformProgress>): TerraformProgress => ({
  done: 5,
  total: 6,
  active: [`${rules}.bucket_A1`],
  ...changes,
});

describe("an apply is settling", () => {
  it.each([
    ["one bucket's rules", {}],
    ["those of two", { done: 4, active: [`${rules}.a`, `module.m["x.y"].${rules}.b[0]`] }],
  ])("where all that is left is %s", (_, changes) => {
    expect(isSettling(progress(changes))).toBe(true);
  });

  it.each([
    ["nobody knows how much there is to do", { total: undefined }],
    ["nothing is at work", { active: [] }],
    ["something has not begun", { total: 7 }],
    ["something else is at work", { done: 4, active: [`${rules}.a`, "aws_kms_key.k"] }],
    ["only a name is that of the rules", { active: [`aws_kms_key.${rules}`] }],
  ])("not where %s", (_, changes) => {
    expect(isSettling(progress(changes))).toBe(false);
  });
});

describe("work that settles", () => {
  it("is usable before its end, when it says so", async () => {
    let end = (_: number): void => undefined;
    const work = beginSettling<number>((onUsable) => {
      onUsable();
      return new Promise((resolve) => {
        end = resolve;
      });
    });
    await work.usable;
    end(7);
    expect(await work.ended).toBe(7);
  });

  it("is usable at its end where it says nothing", async () => {
    const work = beginSettling(async () => 7);
    expect(await work.usable).toBeUndefined();
  });

  it("is not usable where it fails before", async () => {
    const work = beginSettling(async () => {
      throw new Error("refused");
    });
    await expect(work.usable).rejects.toThrow("refused");
    await expect(work.ended).rejects.toThrow("refused");
  });
});
