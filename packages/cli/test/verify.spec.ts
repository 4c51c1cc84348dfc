import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeployedEndpoint, manifestFile, names } from "@pictor/contracts";
import { type Finding, reportFindings } from "../src/report/finding";
import { type EndpointFacts, judgeEndpoint } from "../src/verify/judge";
import { verify } from "../src/verify/verify";
import { deployedInstances } from "./deployed-instances";
import { LoopbackAws, stateOf } from "./loopback-aws";
import { place, release } from "./release-fixture";

const live = release("live");
const deployed: DeployedEndpoint = {
  name: "pictor-dev-real-time",
  kind: "realTime",
  configuration: "new-config",
  capacity: "ml.m5.xlarge",
  scales: true,
  instances: {
    ...deployedInstances,
    securityGroupId: "sg-1",
  },
};
const identity = { release: live.sha256, weights: live.weightsSha256 };
const well: EndpointFacts = {
  deployed,
  state: { status: "InService", configuration: "new-config", instances: 2 },
  zones: ["eu-central-1a", "eu-central-1b", "eu-central-1b"],
  smoke: { label: "three", index: 3, identity },
};

const bad = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ status }) => status !== "ok")
    .map(({ check, status, text }) => `${status} ${check}: ${text}`);

const judge = (changes: Partial<EndpointFacts>): string[] =>
  bad(judgeEndpoint({ ...well, ...changes }, live));

describe("an endpoint", () => {
  const state = { status: "InService", configuration: "new-config", instances: 2 };

  it("that is as it was deployed is found well, whatever is looked at", () => {
    expect(judge({})).toEqual([]);
    expect(judgeEndpoint(well, live)).toHaveLength(5);
  });

  it("must be in service", () => {
    expect(judge({ state: { ...state, status: "Failed", failureReason: "no capacity" } })).toEqual([
      "failed status: pictor-dev-real-time is Failed: no capacity",
    ]);
    expect(judge({ state: { ...state, status: "Updating" } })).toHaveLength(1);
    expect(judge({ state: undefined })).toEqual([
      "failed status: there is no endpoint 'pictor-dev-real-time'",
    ]);
  });

  it("must run the configuration of the state: both are named where SageMaker took an update back", () => {
    const failureReason = "alarm rings";
    expect(judge({ state: { ...state, configuration: "old-config", failureReason } })).toEqual([
      expect.stringMatching(
        /^failed configuration: .*runs old-config, the state says new-config.*alarm rings/,
      ),
    ]);
  });

  it("must have as many instances as there must be at least", () => {
    expect(judge({ state: { ...state, instances: 1 } })).toEqual([
      "failed instances: pictor-dev-real-time has 1 instance(s), at least 2 must be",
    ]);
    expect(judge({ state: { ...state, instances: 3 } })).toEqual([]);
  });

  it("must be in two zones where it is to survive the loss of one; unknown where nobody can tell", () => {
    const zones = ["eu-central-1a", "eu-central-1a"];
    expect(judge({ zones })).toEqual([
      "failed zones: pictor-dev-real-time is in eu-central-1a, one zone only",
    ]);
    const humble = {
      ...deployed,
      instances: { ...(deployed.instances as object), highAvailability: false },
    } as DeployedEndpoint;
    expect(judge({ zones, deployed: humble })).toEqual([]);
    expect(judge({ zones: [] })).toEqual([expect.stringMatching(/^unknown zones/)]);
  });

  it("must answer the smoke picture rightly, from the live release", () => {
    expect(judge({ smoke: { label: "four", index: 4, identity } })).toEqual([
      "failed smoke picture: pictor-dev-real-time answered 'four', class 4, where class 3 is right",
    ]);
    const other = { ...identity, release: "0".repeat(64) };
    expect(judge({ smoke: { label: "three", index: 3, identity: other } })).toEqual([
      expect.stringContaining(`answered from release ${"0".repeat(64)}`),
    ]);
    const weights = { ...identity, weights: "1".repeat(64) };
    expect(judge({ smoke: { label: "three", index: 3, identity: weights } })).toHaveLength(1);
    expect(judge({ smoke: { label: "three", index: 3, identity: undefined } })).toHaveLength(1);
    expect(judge({ smoke: { problem: "ModelError: 500" } })).toEqual([
      expect.stringContaining("ModelError: 500"),
    ]);
  });

  it("that is serverless has neither instances nor zones", () => {
    const { instances: _, ...rest } = deployed;
    const facts = { ...well, deployed: { ...rest, kind: "serverless" as const } };
    expect(judgeEndpoint(facts, live).map(({ check }) => check)).toEqual([
      "status",
      "configuration",
      "smoke picture",
    ]);
  });
});

describe("verify, against an AWS on loopback", () => {
  let aws: LoopbackAws;
  let directory: string;

  beforeEach(async () => {
    aws = await LoopbackAws.start();
    directory = mkdtempSync(join(tmpdir(), "pictor-verify-"));
    writeFileSync(manifestFile(directory, "dev"), JSON.stringify({ schema: 1, live }));
    writeFileSync(join(directory, "smoke.png"), "picture");
    const { account } = aws;
    account.objects.set(`${names(place).stateBucket}/dev.tfstate`, { body: stateOf([deployed]) });
    account.endpoints.set(deployed.name, {
      EndpointStatus: "InService",
      EndpointConfigName: "new-config",
      ProductionVariants: [{ VariantName: "AllTraffic", CurrentInstanceCount: 2 }],
    });
    account.zones = ["eu-central-1a", "eu-central-1b"];
    account.invoke = () => ({
      attributes: `release=${identity.release};weights=${identity.weights}`,
      body: JSON.stringify({ predictions: [{ label: "three", index: 3, score: 1 }] }),
    });
  });
  afterEach(async () => {
    await aws.stop();
    rmSync(directory, { recursive: true });
  });

  it("finds nothing wrong where all is well", async () => {
    expect(bad(await verify(place, directory))).toEqual([]);
  });

  it("names both configurations of a rolled-back update, and fails", async () => {
    aws.account.endpoints.set(deployed.name, {
      EndpointStatus: "InService",
      EndpointConfigName: "old-config",
      ProductionVariants: [{ VariantName: "AllTraffic", CurrentInstanceCount: 2 }],
    });
    const findings = await verify(place, directory);
    expect(bad(findings)).toEqual([expect.stringMatching(/old-config.*new-config/)]);
    const log = jest.spyOn(console, "log").mockImplementation(() => undefined);
    try {
      expect(() => reportFindings("dev", findings, false)).toThrow(
        "1 of 5 checks failed: configuration",
      );
      expect(log.mock.calls.join()).toMatch(/✗ configuration .*old-config.*new-config/);
    } finally {
      log.mockRestore();
    }
  });

  it("finds an endpoint that does not exist, and one that does not answer", async () => {
    aws.account.invoke = () => ({ status: 424, body: JSON.stringify({ Message: "broken" }) });
    expect(bad(await verify(place, directory))).toEqual([
      expect.stringMatching(/failed smoke picture.*ModelError/),
    ]);
    aws.account.endpoints.clear();
    expect(bad(await verify(place, directory))).toEqual([
      "failed status: there is no endpoint 'pictor-dev-real-time'",
    ]);
  });

  /** What is found of a budget's tags where the budget filters so. */
  const ofTags = async (...cost_filter: readonly object[]) => {
    const resources = [
      { mode: "managed", type: "aws_budgets_budget", instances: [{ attributes: { cost_filter } }] },
    ];
    const body = stateOf([deployed], resources);
    aws.account.objects.set(`${names(place).stateBucket}/dev.tfstate`, { body });
    return (await verify(place, directory)).filter(({ check }) => check === "budget tag");
  };
  const byTag = { name: "TagKeyValue", values: ["user:Project$pictor"] };

  it("fails where the budget counts by a tag that is not activated: such a budget reads 0", async () => {
    aws.account.costTags = { Project: "Inactive", Other: "Active" };
    const [finding] = await ofTags(byTag);
    expect(finding).toMatchObject({
      status: "failed",
      text: expect.stringMatching(/'Project'.* is not activated/),
      fix: expect.stringContaining("TagKey=Project,Status=Active"),
    });
    aws.account.costTags = { Other: "Active" };
    expect(await ofTags(byTag)).toMatchObject([
      { status: "failed", text: expect.stringContaining("unknown to billing") },
    ]);
    aws.account.costTags = { Project: "Active" };
    expect(await ofTags(byTag)).toMatchObject([{ status: "ok" }]);
  });

  it("cannot tell of a budget's tag in an account that may not see it", async () => {
    aws.account.costTags = undefined;
    expect(await ofTags(byTag)).toMatchObject([
      { status: "unknown", text: expect.stringContaining("a linked account") },
    ]);
  });

  it("asks nothing of billing where the budget counts the whole account, or by something else", async () => {
    let asked = 0;
    Object.defineProperty(aws.account, "costTags", {
      get: () => {
        asked += 1;
        return {};
      },
    });
    expect(await ofTags()).toEqual([]);
    expect(await ofTags({ name: "Service", values: ["Amazon SageMaker"] })).toEqual([]);
    expect(asked).toBe(0);
    await ofTags(byTag);
    expect(asked).toBe(1);
  });

  it("says what to do where nothing was deployed or released", async () => {
    aws.account.objects.clear();
    await expect(verify(place, directory)).rejects.toThrow(/was never deployed/);
    rmSync(manifestFile(directory, "dev"));
    await expect(verify(place, directory)).rejects.toThrow(/there is no .*dev.json/);
  });
});
