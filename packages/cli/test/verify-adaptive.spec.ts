import { type EndpointFacts, judgeEndpoint } from "../src/checks/verify/judge";
import { bad, deployed, live, well } from "./verified-endpoint";

describe("an endpoint of an adaptive environment", () => {
  const wait = "pictor verify dev --wait";
  const judgeAt = (mode: "realTime" | "serverless", changes: Partial<EndpointFacts>) =>
    bad(
      judgeEndpoint({ ...well, deployed: { ...deployed, owner: "controller" }, ...changes }, live, {
        mode,
        wait,
      }),
    );
  const status = (word: string) => ({ status: word, configuration: "new-config", instances: 0 });

  it("may be absent, come and go while serverless serves", () => {
    expect(judgeAt("serverless", { state: undefined })).toEqual([]);
    expect(judgeAt("serverless", { state: status("Creating") })).toEqual([]);
    expect(judgeAt("serverless", { state: status("Deleting") })).toEqual([]);
    expect(judgeAt("serverless", { state: status("Failed") })).toContain(
      "failed status: pictor-dev-real-time is Failed",
    );
  });

  it("must be there while the controller says so, as must one that Terraform owns at any time", () => {
    const gone = ["failed status: there is no endpoint 'pictor-dev-real-time'"];
    expect(judgeAt("realTime", { state: undefined })).toEqual(gone);
    expect(judgeAt("serverless", { state: undefined, deployed })).toEqual(gone);
  });

  it("that runs an older release is failed, with the command that waits for the controller", () => {
    const state = { status: "InService", configuration: "old-config", instances: 2 };
    const findings = judgeEndpoint({ ...well, state }, live, { mode: "realTime", wait });
    expect(findings.filter((finding) => finding.status !== "ok")).toEqual([
      {
        check: "configuration",
        status: "failed",
        text: expect.stringContaining(
          "runs old-config, but the state has new-config: the controller",
        ),
        fix: wait,
      },
    ]);
  });
});
