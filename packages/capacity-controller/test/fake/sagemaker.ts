import { FakeError, type FakeService } from "./protocol";

/** An endpoint as it is now. */
export interface FakeEndpoint {
  status: string;
  configuration: string;
  /** Configuration that an update or creation is under way to. */
  aim?: string;
  /** When the state under way is over, milliseconds. */
  readyAt?: number;
  modifiedAt: number;
  instances: number;
  tags?: unknown;
  deployment?: unknown;
  retains?: unknown;
}

/** Milliseconds that each state takes, and what goes wrong. */
export interface FakeSageMakerRules {
  creationMs: number;
  updateMs: number;
  deletionMs: number;
  /** Configurations that never come up. */
  readonly bad: Set<string>;
}

const running = ["Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"];

/** SageMaker's endpoints: each state takes its time, and calls are refused where AWS refuses them. */
export class FakeSageMaker {
  public readonly endpoints = new Map<string, FakeEndpoint>();
  /** Instance types of the configurations there are. */
  public readonly configurations = new Map<string, string>();
  public readonly rules: FakeSageMakerRules = {
    ...{ creationMs: 120_000, updateMs: 120_000, deletionMs: 30_000 },
    bad: new Set(),
  };
  public readonly operations: FakeService;

  public constructor(private readonly now: () => number) {
    this.operations = {
      DescribeEndpoint: ({ EndpointName: name }: { EndpointName: string }) => this.describe(name),
      DescribeEndpointConfig: ({ EndpointConfigName: name }: { EndpointConfigName: string }) => ({
        EndpointConfigName: name,
        EndpointConfigArn: `arn:config/${name}`,
        CreationTime: 0,
        ProductionVariants: [{ VariantName: "AllTraffic", InstanceType: this.configuration(name) }],
      }),
      CreateEndpoint: (input: CreateInput) => this.create(input),
      UpdateEndpoint: (input: UpdateInput) => this.update(input),
      DeleteEndpoint: ({ EndpointName: name }: { EndpointName: string }) => this.delete(name),
    };
  }

  /** Lets what is over by now be over. */
  public settle(): void {
    for (const [name, endpoint] of this.endpoints) {
      if (endpoint.readyAt === undefined || endpoint.readyAt > this.now()) continue;
      const { aim = endpoint.configuration, status } = endpoint;
      delete endpoint.readyAt;
      delete endpoint.aim;
      endpoint.modifiedAt = this.now();
      if (status === "Deleting") this.endpoints.delete(name);
      else if (!this.rules.bad.has(aim)) {
        endpoint.status = "InService";
        endpoint.configuration = aim;
      } else endpoint.status = status === "Creating" ? "Failed" : "InService";
    }
  }

  private configuration(name: string): string {
    const type = this.configurations.get(name);
    if (type === undefined) {
      throw new FakeError(
        "ValidationException",
        `Could not find endpoint configuration "${name}".`,
      );
    }
    return type;
  }

  private found(name: string): FakeEndpoint {
    this.settle();
    const endpoint = this.endpoints.get(name);
    if (endpoint === undefined) {
      throw new FakeError("ValidationException", `Could not find endpoint "arn:endpoint/${name}".`);
    }
    return endpoint;
  }

  private describe(name: string): unknown {
    const { configuration, instances, modifiedAt, status } = this.found(name);
    return {
      EndpointName: name,
      EndpointArn: `arn:endpoint/${name}`,
      EndpointConfigName: configuration,
      EndpointStatus: status,
      CreationTime: 0,
      LastModifiedTime: modifiedAt / 1000,
      ProductionVariants: [{ VariantName: "AllTraffic", CurrentInstanceCount: instances }],
    };
  }

  private create({ EndpointConfigName, EndpointName, Tags }: CreateInput): unknown {
    this.settle();
    this.configuration(EndpointConfigName);
    if (this.endpoints.has(EndpointName)) {
      throw new FakeError(
        "ValidationException",
        `Cannot create already existing endpoint "arn:endpoint/${EndpointName}".`,
      );
    }
    this.endpoints.set(EndpointName, {
      ...{ status: "Creating", configuration: EndpointConfigName, instances: 1, tags: Tags },
      readyAt: this.now() + this.rules.creationMs,
      modifiedAt: this.now(),
    });
    return { EndpointArn: `arn:endpoint/${EndpointName}` };
  }

  private update(input: UpdateInput): unknown {
    const endpoint = this.found(input.EndpointName);
    this.configuration(input.EndpointConfigName);
    this.refuseUnderWay(endpoint);
    Object.assign(endpoint, {
      ...{ status: "Updating", aim: input.EndpointConfigName, modifiedAt: this.now() },
      readyAt: this.now() + this.rules.updateMs,
      ...{ deployment: input.DeploymentConfig, retains: input.RetainAllVariantProperties },
    });
    return { EndpointArn: `arn:endpoint/${input.EndpointName}` };
  }

  private delete(name: string): unknown {
    const endpoint = this.found(name);
    this.refuseUnderWay(endpoint);
    endpoint.status = "Deleting";
    endpoint.readyAt = this.now() + this.rules.deletionMs;
    return {};
  }

  private refuseUnderWay({ status }: FakeEndpoint): void {
    if (!running.includes(status)) return;
    throw new FakeError("ValidationException", `Cannot update in-progress endpoint (${status}).`);
  }
}

interface CreateInput {
  readonly EndpointName: string;
  readonly EndpointConfigName: string;
  readonly Tags?: unknown;
}

interface UpdateInput {
  readonly EndpointName: string;
  readonly EndpointConfigName: string;
  readonly RetainAllVariantProperties?: boolean;
  readonly DeploymentConfig?: unknown;
}
