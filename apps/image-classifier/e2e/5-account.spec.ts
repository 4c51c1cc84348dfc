import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { names } from "@pictor/contracts";
import { LocalAws } from "../test/local-aws";
import { run } from "./local-run";

const local = { environment: "local", accountId: "000000000000", region: "us-east-1" };

describe("the local stacks, applied to another account", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-other-account-"));
  let other: LocalAws;

  beforeAll(async () => {
    other = await LocalAws.start({ ...local, accountId: "999999999999" }, directory);
    const { AWS_ENDPOINT_URL: endpoint = "", AWS_REGION: region = "" } = other.variables;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    await new S3Client({ endpoint, region, credentials, forcePathStyle: true }).send(
      new CreateBucketCommand({ Bucket: names(local).stateBucket }),
    );
    other.synthesiseService(run.releasesDirectory);
  });

  afterAll(async () => {
    await other?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("are refused", async () => {
    const data = other.terraform("local-data");
    await data.init();
    await expect(data.apply()).rejects.toThrow("AWS account ID not allowed: 999999999999");
  });
});
