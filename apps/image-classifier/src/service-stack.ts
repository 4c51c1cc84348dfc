import { ClassifierApi, PredictFunction } from "@pictor/api";
import { CapacityController } from "@pictor/capacity-controller";
import type { EncryptionKeyReference, ReleaseManifest, StackOutput } from "@pictor/contracts";
import { shippedTrafficOf, type Traffic } from "@pictor/cost";
import { Monitoring } from "@pictor/monitoring";
import { InferenceNetwork } from "@pictor/network";
import { ExistingEncryptionKey, ExistingModelStore } from "@pictor/storage";
import { TerraformOutput, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { monthlyBill } from "./monthly-bill";
import { type AdaptiveEndpoints, createEndpoints } from "./service-endpoints";
import { watch } from "./watch";

/** Requests that the Lambda functions of most accounts may work on at once. `pictor preflight` compares it with the account's. */
const usualAccountConcurrency = 1000;

/** `<env>`: the network, the endpoints, the API in front of them and the alarms that watch them. */
export class ServiceStack extends EnvironmentStack {
  public constructor(
    scope: Construct,
    id: string,
    environment: Environment,
    manifest: ReleaseManifest,
    traffic: Traffic = shippedTrafficOf("seed"),
  ) {
    super(scope, id, environment);
    const { accountId, region, logRetentionDays } = environment;
    const place = { accountId, region, logRetentionDays };
    const encryptionKey = new ExistingEncryptionKey(this, "Key", { alias: this.names.keyAlias });
    const modelStore = new ExistingModelStore(this, "Models", {
      bucketName: this.names.modelBucket,
      accountId,
      region,
      readerRoleNames: Object.values(this.names.modelRoles),
      deployRoleName: this.names.deployRole,
      encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
    });
    const network = this.createNetwork(environment, encryptionKey);
    const endpoints = createEndpoints(this, {
      environment,
      names: this.names,
      network,
      traffic,
      props: { ...place, manifest, modelStore, encryptionKey },
    });
    const [preferred, ...others] = endpoints.all;
    const predict = new PredictFunction(this, "Predict", {
      ...place,
      functionName: this.names.predictFunction,
      endpoints: [preferred.endpoint, ...others.map(({ endpoint }) => endpoint)],
      network: network === undefined ? { kind: "none" } : { kind: "vpc", network },
      encryptionKey,
      release: manifest.live,
      expectedPeakRps: environment.expectedPeakRps,
      accountConcurrency: environment.accountConcurrency ?? usualAccountConcurrency,
    });
    const api = new ClassifierApi(this, "Api", {
      ...place,
      name: this.names.api,
      predict,
      throttle: environment.throttle,
      auth: environment.auth,
      firewall: { kind: environment.waf },
      encryptionKey,
    });
    const { leastRequestsPerMinute: _, ...monitoring } = environment.monitoring;
    const watcher = new Monitoring(this, "Monitoring", {
      ...place,
      ...monitoring,
      name: this.names.monitoring,
      encryptionKey,
    });
    const controller =
      endpoints.adaptive &&
      this.createController(environment, endpoints.adaptive, predict, watcher, encryptionKey);
    watch(
      watcher,
      {
        api,
        predict,
        endpoints: endpoints.all.map(({ id, endpoint: { description } }) => ({ id, description })),
        network,
        ...(controller && { controller }),
      },
      environment,
      manifest,
    );
    // Last: it is computed from all that stands before it.
    const { margin, ...only } = environment.budget;
    const { usd } = monthlyBill({ environment, release: manifest.live, stack: this, traffic });
    watcher.addBudget({ ...only, monthlyUsd: margin * usd.expected });
    this.output({
      apiId: api.apiId,
      stage: api.stage,
      apiUrl: api.url,
      apiKeyId: api.apiKeyId ?? "",
      endpointNames: endpoints.all.map(({ endpoint }) => endpoint.target.name),
      endpoints: endpoints.all.map(({ endpoint }) => endpoint.description.deployed),
    });
  }

  private createNetwork(
    environment: Environment,
    encryptionKey: EncryptionKeyReference,
  ): InferenceNetwork | undefined {
    const { accountId, region, logRetentionDays, network } = environment;
    if (network.kind === "none") return undefined;
    return new InferenceNetwork(this, "Network", {
      name: `pictor-${environment.name}`,
      accountId,
      region,
      vpc: {
        kind: "create",
        availabilityZones: network.availabilityZones,
        cidrBlock: network.cidrBlock,
        logRetentionDays,
        encryptionKey,
      },
    });
  }

  private createController(
    { accountId, logRetentionDays, protectsData, region }: Environment,
    adaptive: AdaptiveEndpoints,
    predict: PredictFunction,
    watcher: Monitoring,
    encryptionKey: EncryptionKeyReference,
  ): CapacityController {
    return new CapacityController(this, "Controller", {
      ...{ accountId, region, logRetentionDays, encryptionKey },
      ...adaptive,
      functionName: this.names.capacityFunction,
      parameters: this.names.capacityParameters,
      requests: predict.routingMetrics.requests,
      tags: this.tags,
      protected: protectsData,
      topic: watcher.topics.warning,
    });
  }

  private output(values: Readonly<Record<StackOutput, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      // As a token: of a plain list cdktf asks Node's deprecated `util.isArray`, and each synthesis would warn.
      new TerraformOutput(this, name, { value: Token.asAny(value), staticId: true });
    }
  }
}
