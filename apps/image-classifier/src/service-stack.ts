import { ClassifierApi, PredictFunction } from "@pictor/api";
import type { EncryptionKeyReference, ReleaseManifest, StackOutput } from "@pictor/contracts";
import { type EndpointProps, RealTimeEndpoint, ServerlessEndpoint } from "@pictor/inference";
import { Monitoring } from "@pictor/monitoring";
import { InferenceNetwork } from "@pictor/network";
import { ExistingEncryptionKey, ExistingModelStore } from "@pictor/storage";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { watch } from "./watch";

/** `<env>`: the network, the endpoint, the API in front of it and the alarms that watch them. */
export class ServiceStack extends EnvironmentStack {
  public constructor(
    scope: Construct,
    id: string,
    environment: Environment,
    manifest: ReleaseManifest,
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
      encryptionKey,
    });
    const network = this.createNetwork(environment, encryptionKey);
    const endpoint = this.createEndpoint(environment, network, {
      ...place,
      manifest,
      modelStore,
      encryptionKey,
    });
    const predict = new PredictFunction(this, "Predict", {
      ...place,
      functionName: this.names.predictFunction,
      endpoints: [endpoint],
      network: network === undefined ? { kind: "none" } : { kind: "vpc", network },
      encryptionKey,
      release: manifest.live,
      expectedPeakRps: environment.expectedPeakRps,
      capacities: [endpoint.deployed.capacity],
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
    watch(
      new Monitoring(this, "Monitoring", {
        ...place,
        ...monitoring,
        name: this.names.monitoring,
        encryptionKey,
      }),
      {
        api,
        predict,
        endpoints: [{ id: "Endpoint", endpoint, capacity: environment.capacity }],
        network,
      },
      environment,
      manifest,
    );
    this.output({
      apiId: api.apiId,
      stage: api.stage,
      apiUrl: api.url,
      apiKeyId: api.apiKeyId ?? "",
      endpointNames: [endpoint.target.name],
      endpoints: [endpoint.deployed],
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

  private createEndpoint(
    { capacity, expectedPeakRps }: Environment,
    network: InferenceNetwork | undefined,
    props: Omit<EndpointProps, "endpointName" | "roleName">,
  ): RealTimeEndpoint | ServerlessEndpoint {
    const named = {
      ...props,
      endpointName: this.names.endpoints[capacity.kind],
      roleName: this.names.modelRoles[capacity.kind],
    };
    switch (capacity.kind) {
      case "realTime":
        if (network === undefined) throw new Error("a realTime endpoint needs a network");
        return new RealTimeEndpoint(this, "Endpoint", {
          ...named,
          ...capacity,
          expectedPeakRps,
          network,
        });
      case "serverless":
        return new ServerlessEndpoint(this, "Endpoint", { ...named, ...capacity });
    }
  }

  private output(values: Readonly<Record<StackOutput, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      new TerraformOutput(this, name, { value, staticId: true });
    }
  }
}
