import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { names, type ReleaseManifest } from "@pictor/contracts";
import { environments } from "@pictor/image-classifier";
import { AccountOfModels } from "./account-of-models";
import { operationsSince, ringing, violations } from "./endpoint-evidence";

const staging = environments.find(({ name }) => name === "staging");
if (staging === undefined) throw new Error("there is no environment 'staging'");
const place = { environment: "staging", accountId: staging.accountId, region: staging.region };
const { endpoints } = names(place);
const cli = join(__dirname, "..", "..", "packages", "cli", "dist", "main.js");

const m5 = {
  kind: "realTime",
  instanceType: "ml.m5.xlarge",
  deployment: { kind: "canary", canaryPercent: 50, waitSeconds: 180 },
} as const;
const c6i = { ...m5, instanceType: "ml.c6i.xlarge" } as const;
const rolling = {
  ...c6i,
  deployment: { kind: "rolling", batchPercent: 50, waitSeconds: 180 },
} as const;

describe("the life of an endpoint, with the real provider on a local AWS", () => {
  let account: AccountOfModels;

  const described = () => account.describe(endpoints.realTime);
  const pictor = (...args: readonly string[]) =>
    spawnSync(process.execPath, [cli, ...args], { env: account.variables, encoding: "utf8" });

  beforeAll(async () => {
    account = await AccountOfModels.start(place);
  });

  afterAll(() => account?.stop());

  it("begins: it is applied, and then has nothing left to do", async () => {
    await account.begin(m5, "three", "one");
    expect(account.plan()).toEqual([]);
    const { EndpointStatus, ProductionVariants } = await described();
    expect(EndpointStatus).toBe("InService");
    expect(ProductionVariants).toMatchObject([{ CurrentInstanceCount: 2 }]);
  });

  it("has nothing to do either where the zones, and so the subnets, are given in the opposite order", () => {
    account.synthesise({ ...m5, reversed: true }, "three", "one");
    expect(account.plan()).toEqual([]);
  });

  it("serves a new release: a model and a configuration come, those before the previous go last, the endpoint is updated in place (traps 1 and 2)", async () => {
    account.synthesise(m5, "eleven", "three");
    expect(account.plan()).toEqual([
      "create aws_sagemaker_endpoint_configuration",
      "create aws_sagemaker_model",
      "delete aws_sagemaker_endpoint_configuration",
      "delete aws_sagemaker_model",
      "update aws_sagemaker_endpoint",
    ]);
    const since = await operationsSince(account.aws);
    await account.terraform.apply();
    const writes = (await since()).filter((operation) =>
      /^(Create|Update|Delete)(Model|Endpoint)/.test(operation),
    );
    expect(writes).toEqual([
      "CreateModel",
      "CreateEndpointConfig",
      "UpdateEndpoint",
      "DeleteEndpointConfig",
      "DeleteModel",
    ]);
    expect(account.plan()).toEqual([]);
  });

  it("changes its instance type: deregistered first, registered after, and nothing else is replaced (trap 8)", async () => {
    account.synthesise(c6i, "eleven", "three");
    const changes = account.plan();
    expect(changes.filter((change) => !/appautoscaling|configuration/.test(change))).toEqual([
      "update aws_sagemaker_endpoint",
    ]);
    expect(changes.filter((change) => change.includes("configuration"))).toEqual(
      Array(2).fill("create+delete aws_sagemaker_endpoint_configuration"),
    );
    const since = await operationsSince(account.aws);
    await account.terraform.apply();
    const writes = (await since()).filter((one) => /^(Update|Register|Deregister|Put)/.test(one));
    const at = (operation: string) => writes.indexOf(operation);
    expect(at("DeregisterScalableTarget")).toBeGreaterThanOrEqual(0);
    expect(at("DeregisterScalableTarget")).toBeLessThan(at("UpdateEndpoint"));
    expect(at("UpdateEndpoint")).toBeLessThan(at("RegisterScalableTarget"));
    expect(at("RegisterScalableTarget")).toBeLessThan(at("PutScalingPolicy"));
    expect(account.plan()).toEqual([]);
  });

  it("changes how it is deployed: the endpoint alone, in place, and then has nothing left to do (trap 7)", async () => {
    const deployment = { kind: "linear", stepPercent: 50, waitSeconds: 180 } as const;
    account.synthesise({ ...c6i, deployment }, "eleven", "three");
    expect(account.plan()).toEqual(["update aws_sagemaker_endpoint"]);
    account.synthesise(rolling, "eleven", "three");
    expect(account.plan()).toEqual(["update aws_sagemaker_endpoint"]);
    await account.terraform.apply();
    const { LastDeploymentConfig } = await described();
    expect(LastDeploymentConfig).toMatchObject({
      RollingUpdatePolicy: { MaximumBatchSize: { Value: 50 }, WaitIntervalInSeconds: 180 },
    });
    expect(LastDeploymentConfig).not.toHaveProperty("BlueGreenUpdatePolicy");
    expect(account.plan()).toEqual([]);
  });

  it("is found as it was deployed by pictor verify", () => {
    account.synthesise(rolling, "eleven", "three");
    const { status, stdout, stderr } = pictor("verify", "staging");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("answered 'eleven'");
  });

  it("is measured by pictor calibrate: the row says that it is local, so it changes no plan", () => {
    const run = pictor("calibrate", "staging", "--seconds", "7", "--requests", "300", "--json");
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
    const { live }: ReleaseManifest = JSON.parse(readFileSync(account.manifestFile, "utf8"));
    expect(live.calibration).toEqual([
      expect.objectContaining({ target: "ml.c6i.xlarge", on: "local" }),
    ]);
    account.synthesise(rolling, "eleven", "three", live);
    expect(account.plan()).toEqual([]);
  });

  it("takes an uncompressed release that pictor model publish put under its prefix", () => {
    const run = pictor("model", "publish", "staging", account.unpublished, "--json");
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
    const { live }: ReleaseManifest = JSON.parse(readFileSync(account.manifestFile, "utf8"));
    expect(live).toMatchObject({ compression: "none", key: `releases/${live.sha256}/` });
  });

  it("is taken back while an alarm rings: the apply fails, what serves is not destroyed, pictor verify names both configurations (traps 2 and 7)", async () => {
    const { EndpointConfigName: running } = await described();
    // The instance type, too: the previous release's configuration, which serves, is replaced by this apply.
    account.synthesise(m5, "fourteen", "eleven");
    const silence = await ringing(account.aws, `${endpoints.realTime}-rollback-server-errors`);
    try {
      await expect(account.terraform.apply()).rejects.toThrow(/rolled the update of endpoint/);
    } finally {
      await silence();
    }
    const { EndpointStatus, EndpointConfigName } = await described();
    expect({ EndpointStatus, EndpointConfigName }).toEqual({
      EndpointStatus: "InService",
      EndpointConfigName: running,
    });
    const { status, stdout } = pictor("verify", "staging", "--json");
    expect(status).toBe(1);
    expect(stdout).toContain(running);
    const outputs = (await account.terraform.outputs()) as {
      endpoints: readonly [{ configuration: string }];
    };
    const [{ configuration }] = outputs.endpoints;
    expect(configuration).not.toBe(running);
    expect(stdout).toContain(configuration);
  });

  it("comes through when the alarm is silent, and has nothing left to do", async () => {
    await account.terraform.apply();
    expect(account.plan()).toEqual([]);
    const { status, stdout } = pictor("verify", "staging");
    expect(status).toBe(0);
    // The uncompressed release: SageMaker got its files from below the prefix, and they prove what they are.
    expect(stdout).toContain("answered 'fourteen'");
  });

  it("asked of SageMaker, Application Auto Scaling and IAM only what AWS's own models allow", async () => {
    expect(await violations(account.aws)).toEqual([]);
  });

  it("leaves nothing behind when it is destroyed", async () => {
    expect(await account.end()).toEqual(account.before);
  });
});
