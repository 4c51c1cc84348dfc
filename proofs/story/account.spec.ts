import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { LocalAws } from "../shared/local-aws";
import { local, place, run } from "./local-run";

describe("the local stacks, applied to another account", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-other-account-"));
  let other: LocalAws;

  beforeAll(async () => {
    other = await LocalAws.start({ ...place, accountId: "999999999999" }, directory);
    await new S3Client({ ...other.client, forcePathStyle: true }).send(
      new CreateBucketCommand({ Bucket: local.stateBucket }),
    );
    other.synthesiseService(run.releasesDirectory);
  });

  afterAll(async () => {
    await other?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each([local.stacks.data, local.stacks.service])("are refused: %s", async (stack) => {
    const terraform = other.terraform(stack);
    await terraform.init();
    await expect(terraform.apply()).rejects.toThrow("AWS account ID not allowed: 999999999999");
  });
});
