import { rmSync } from "node:fs";
import type { DeployedEndpoint } from "@pictor/contracts";
import { reportFindings } from "../src/checks/finding";
import { type EndpointFacts, judgeEndpoint } from "../src/checks/verify/judge";
import { verify } from "../src/checks/verify/verify";
import { makeAdaptive } from "./adaptive-fixture";
import { place } from "./release-fixture";
import { ReleasedService } from "./released-service";
import { bad, deployed, identity, live, well } from "./verified-endpoint";

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
        /^failed configuration: .*runs old-config, but the state has new-config.*alarm rings/,
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
    const { name, configuration } = deployed;
    const facts = {
      ...well,
      deployed: {
        ...({
          name,
          configuration,
          owner: "terraform",
          capacity: "serverless-2048",
          scales: false,
        } as const),
        ...({ kind: "serverless", serverless: { maxConcurrency: 5 } } as const),
      },
    };
    expect(judgeEndpoint(facts, live).map(({ check }) => check)).toEqual([
      "status",
      "configuration",
      "smoke picture",
    ]);
  });
});

describe("verify, against an AWS on loopback", () => {
  let service: ReleasedService;

  const findings = () => verify(place, service.directory);

  const runs = (EndpointConfigName: string) =>
    service.account.endpoints.set(deployed.name, {
      EndpointStatus: "InService",
      EndpointConfigName,
      ProductionVariants: [{ VariantName: "AllTraffic", CurrentInstanceCount: 2 }],
    });

  beforeEach(async () => {
    service = await ReleasedService.start(live, deployed);
    runs("new-config");
    service.account.zones = { "sg-1": ["eu-central-1a", "eu-central-1b"] };
  });
  afterEach(() => service.stop());

  it("asks the controller's state where it owns the endpoint: absent is well while serverless serves", async () => {
    service.deploy({ ...deployed, owner: "controller" });
    service.account.endpoints.clear();
    makeAdaptive(service.account, place);
    expect(bad(await findings())).toEqual([]);
    makeAdaptive(service.account, place, { state: { mode: "realTime" } });
    expect(bad(await findings())).toEqual([expect.stringContaining("there is no endpoint")]);
  });

  it("finds nothing wrong where all is well", async () => {
    expect(bad(await findings())).toEqual([]);
  });

  it("names both configurations of a rolled-back update, and fails", async () => {
    runs("old-config");
    const found = await findings();
    expect(bad(found)).toEqual([expect.stringMatching(/old-config.*new-config/)]);
    const log = jest.spyOn(console, "log").mockImplementation(() => undefined);
    try {
      expect(() => reportFindings("dev", found, false)).toThrow(
        "1 of 5 checks failed: configuration",
      );
      expect(log.mock.calls.join()).toMatch(/✗ configuration .*old-config.*new-config/);
    } finally {
      log.mockRestore();
    }
  });

  it("finds an endpoint that does not exist, and one that does not answer", async () => {
    service.account.invoke = () => ({ status: 424, body: JSON.stringify({ Message: "broken" }) });
    expect(bad(await findings())).toEqual([
      expect.stringMatching(/failed smoke picture.*ModelError/),
    ]);
    service.account.endpoints.clear();
    expect(bad(await findings())).toEqual([
      "failed status: there is no endpoint 'pictor-dev-real-time'",
    ]);
  });

  it("counts only the zones of the endpoint's own network interfaces", async () => {
    service.account.zones = { "sg-1": ["eu-central-1a"], "sg-2": ["eu-central-1b"] };
    expect(bad(await findings())).toEqual([
      expect.stringMatching(/^failed zones: .* is in eu-central-1a, one zone only$/),
    ]);
  });

  /** What is found of a budget's tags where the budget filters so. */
  const ofTags = async (...cost_filter: readonly object[]) => {
    const resources = [
      { mode: "managed", type: "aws_budgets_budget", instances: [{ attributes: { cost_filter } }] },
    ];
    service.deploy(deployed, resources);
    return (await findings()).filter(({ check }) => check === "budget tag");
  };
  const byTag = { name: "TagKeyValue", values: ["user:Project$pictor"] };

  it("fails where the budget counts by a tag that is not activated: such a budget reads 0", async () => {
    service.account.costTags = { Project: "Inactive", Other: "Active" };
    const [finding] = await ofTags(byTag);
    expect(finding).toMatchObject({
      status: "failed",
      text: expect.stringMatching(/'Project'.* is not activated/),
      fix: expect.stringContaining("TagKey=Project,Status=Active"),
    });
    service.account.costTags = { Other: "Active" };
    expect(await ofTags(byTag)).toMatchObject([
      { status: "failed", text: expect.stringContaining("unknown to billing") },
    ]);
    service.account.costTags = { Project: "Active" };
    expect(await ofTags(byTag)).toMatchObject([{ status: "ok" }]);
  });

  it("cannot tell of a budget's tag in an account that may not see it", async () => {
    service.account.costTags = undefined;
    expect(await ofTags(byTag)).toMatchObject([
      { status: "unknown", text: expect.stringContaining("a linked account") },
    ]);
  });

  it("asks nothing of billing where the budget counts the whole account, or by something else", async () => {
    let asked = 0;
    Object.defineProperty(service.account, "costTags", {
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

  it("says which step is missing: to publish, to commit, or to deploy", async () => {
    const state = new Map(service.account.objects);
    service.account.objects.clear();
    await expect(findings()).rejects.toMatchObject({
      message: expect.stringMatching(/was never deployed/),
      hint: expect.stringMatching(/cdktf deploy/),
    });
    rmSync(service.manifestFile);
    await expect(findings()).rejects.toMatchObject({
      message: expect.stringMatching(
        /there is no .*dev\.json, and 'dev' .* no release was published/,
      ),
      hint: expect.stringMatching(
        /^run 'pictor model publish dev <artefact>', commit .* deploy 'dev'/,
      ),
    });
    for (const [key, object] of state) service.account.objects.set(key, object);
    await expect(findings()).rejects.toMatchObject({
      message: expect.stringMatching(/there is no .*dev\.json, but 'dev' is deployed/),
      hint: expect.stringMatching(/^commit dev\.json/),
    });
  });

  it("says both steps where AWS does not tell which is missing", async () => {
    rmSync(service.manifestFile);
    await service.stopAws();
    await expect(findings()).rejects.toMatchObject({
      message: expect.stringMatching(/no release was published, or .* not committed/),
      hint: expect.stringMatching(/pictor model publish dev.*commit dev\.json/),
    });
  });
});
