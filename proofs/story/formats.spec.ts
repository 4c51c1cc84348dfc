import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeEndpointCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import type { Release } from "@pictor/contracts";
import { releaseSchema } from "@pictor/contracts/schemas";
import { model, offlineLabels } from "./demonstration";
import { awsClient, local, pictor } from "./local-run";

const heldOut = join(model, "held-out");
const pictures = readdirSync(heldOut, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".png"))
  .sort()
  .map((file) => join(heldOut, file));

describe("all digits that the model has not seen", () => {
  let plain: readonly string[];
  let out: string;
  beforeAll(() => {
    plain = offlineLabels(join(model, "model.tar.gz"), pictures);
    out = mkdtempSync(join(tmpdir(), "pictor-int8-"));
  });
  afterAll(() => rmSync(out, { recursive: true }));

  it("get from the endpoint the labels of offline inference, each of the 450", async () => {
    expect(pictures).toHaveLength(450);
    const runtime = new SageMakerRuntimeClient(awsClient());
    const served: string[] = [];
    for (const picture of pictures) {
      const { Body } = await runtime.send(
        new InvokeEndpointCommand({
          EndpointName: local.endpoints.realTime,
          ContentType: "image/png",
          Body: readFileSync(picture),
        }),
      );
      served.push(JSON.parse(Body?.transformToString() ?? "").predictions[0].label);
    }
    expect(served).toEqual(plain);
  });

  it("get from the same weights in 8 bits those labels in 99 of 100 cases, and the record says so", () => {
    const release = buildInt8(out);
    const fast = offlineLabels(join(out, "model.tar.gz"), pictures);
    const agreement = fast.filter((label, index) => label === plain[index]).length / fast.length;
    expect(agreement).toBeGreaterThanOrEqual(0.99);
    expect(release.format).toBe("int8");
    expect(release.measured?.agreement).toBeCloseTo(agreement, 4);
    const right = fast.filter((label, index) => pictures[index]?.includes(`/held-out/${label}/`));
    expect(release.measured?.accuracy).toBeCloseTo(right.length / fast.length, 4);
    console.log(`INT8: the label of FP32 for ${agreement * 450} of 450, ${right.length} right`);
  });
});

/** Quantises what was trained for this run, as a user does. */
function buildInt8(out: string): Release {
  const { weightsSha256 } = JSON.parse(readFileSync(join(model, "measured.json"), "utf8"));
  const { status, stdout, stderr } = pictor(
    ...["model", "build", "--json", "--format", "int8", "--input", "32", "--out", out],
    ...["--weights", join(model, "weights.pth"), "--sha256", weightsSha256],
    ...["--labels", join(model, "labels.txt"), "--smoke", join(model, "samples", "0-1.png")],
    ...["--calibration", join(model, "calibration"), "--held-out", heldOut],
  );
  if (status !== 0) throw new Error(stderr);
  return releaseSchema.parse(JSON.parse(stdout));
}
