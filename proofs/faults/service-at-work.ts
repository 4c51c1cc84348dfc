import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  APIGatewayClient,
  GetApiKeyCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import {
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import {
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from "@aws-sdk/client-sagemaker";
import { apiMetrics } from "@pictor/api";
import {
  type MetricDescription,
  names,
  type Place,
  stageName,
  type TargetKind,
} from "@pictor/contracts";
import type { LocalClientConfig } from "@pictor/local";
import type { Hand } from "../shared/hand";
import { png } from "../shared/png";
import type { Wish } from "../shared/small-model";
import { until } from "../shared/until";

const invocation = { service: "sagemaker-runtime", operation: "InvokeEndpoint" };

/** Where a service runs, and how it is called. */
export interface ServiceAddress {
  readonly place: Place;
  readonly client: LocalClientConfig;
  readonly apiId: string;
  readonly apiKeyId: string;
  /** For files through which a test and a model speak; the local AWS runs in `aws` below it. */
  readonly directory: string;
}

/** A deployed service on a local AWS, as its callers use it and as its operators and the world mishandle it. */
export class ServiceAtWork {
  /** Requests sent so far. */
  public sent = 0;
  /** Counts them in CloudWatch. */
  public readonly countMetric: MetricDescription;

  private readonly lambda: LambdaClient;
  private readonly gateway: APIGatewayClient;
  private readonly names: ReturnType<typeof names>;
  private gates = 0;
  private environments = 0;
  private toldLines = 0;

  private constructor(
    public readonly hand: Hand,
    private readonly address: ServiceAddress,
    private readonly key: string,
  ) {
    this.lambda = new LambdaClient(address.client);
    this.gateway = new APIGatewayClient(address.client);
    this.names = names(address.place);
    this.countMetric = apiMetrics(this.names.api, stageName).count;
  }

  public static async open(hand: Hand, address: ServiceAddress): Promise<ServiceAtWork> {
    const { value = "" } = await new APIGatewayClient(address.client).send(
      new GetApiKeyCommand({ apiKey: address.apiKeyId, includeValue: true }),
    );
    return new ServiceAtWork(hand, address, value);
  }

  /** Sends a picture; the answer's status. */
  public async call(wish?: Wish): Promise<number> {
    const picture = wish ? [png, Buffer.from(`wish:${JSON.stringify(wish)}`)] : [png];
    return this.send(Buffer.concat(picture));
  }

  /** Sends pictures, one after the other. */
  public async calls(count: number, wish?: Wish): Promise<readonly number[]> {
    const statuses: number[] = [];
    while (statuses.length < count) statuses.push(await this.call(wish));
    return statuses;
  }

  /** Sends what is no picture. */
  public callWithText(): Promise<number> {
    return this.send(Buffer.from("no picture"));
  }

  /** Sends pictures at once, all of which the network to the endpoints holds up for so long. */
  public async heldUp(count: number, seconds: number): Promise<readonly number[]> {
    await this.hand.change("faults", { ...invocation, kind: "latency", seconds, times: count });
    try {
      const answers = Array.from({ length: count }, () => this.call());
      await until("all requests are held up", async () => {
        const faults = await this.hand.look<readonly { readonly times: number }[]>("faults");
        return faults.every(({ times }) => times === 0);
      });
      await this.hand.change("clock", { advance: seconds });
      return await Promise.all(answers);
    } finally {
      await this.hand.change("faults", {}, "DELETE");
    }
  }

  /** Sends a picture that the model works on for so long. */
  public async slow(seconds: number): Promise<number> {
    const gate = this.gate();
    const pipe = `${gate.file}.waits`;
    execFileSync("mkfifo", [pipe]);
    const answer = this.call({ gate: gate.file });
    await until("the model is at work", async () => isRead(pipe));
    await this.hand.change("clock", { advance: seconds });
    gate.open();
    return answer;
  }

  /** A picture that the model waits for to be let through. */
  public gate(): { readonly file: string; readonly open: () => void } {
    this.gates += 1;
    const file = join(
      this.address.directory,
      `gate-${this.address.place.environment}-${this.gates}`,
    );
    return { file, open: () => writeFileSync(file, "") };
  }

  /** Has the API call a new version of the function, whose execution environments know nothing of before. */
  public async renew(
    changes: Omit<UpdateFunctionConfigurationCommandInput, "FunctionName"> = {},
  ): Promise<void> {
    this.environments += 1;
    const FunctionName = this.names.predictFunction;
    const Description = `environment ${this.environments}`;
    await this.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Description, ...changes }),
    );
    const { Version } = await this.lambda.send(new PublishVersionCommand({ FunctionName }));
    await this.lambda.send(
      new UpdateAliasCommand({ FunctionName, Name: "live", FunctionVersion: Version }),
    );
  }

  public async reserveConcurrency(count: number): Promise<void> {
    await this.lambda.send(
      new PutFunctionConcurrencyCommand({
        FunctionName: this.names.predictFunction,
        ReservedConcurrentExecutions: count,
      }),
    );
  }

  /** Sets the stage's throttle: requests a second, and at once. */
  public async throttle(rate: number, burst: number): Promise<void> {
    const set = (name: string, value: number) =>
      ({ op: "replace", path: `/*/*/throttling/${name}`, value: String(value) }) as const;
    await this.gateway.send(
      new UpdateStageCommand({
        restApiId: this.address.apiId,
        stageName,
        patchOperations: [set("rateLimit", rate), set("burstLimit", burst)],
      }),
    );
  }

  /** Lets nobody call, for long enough that the local AWS measures the instances several times over. */
  public idle(): Promise<void> {
    return pause(800);
  }

  /** Lets minutes pass in which nobody calls and the instances are measured. */
  public async idleFor(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      await this.hand.change("clock", { advance: 60 });
      await this.idle();
    }
  }

  public async scale(instances: number): Promise<void> {
    await new SageMakerClient(this.address.client).send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: this.names.endpoints.realTime,
        DesiredWeightsAndCapacities: [
          { VariantName: "AllTraffic", DesiredInstanceCount: instances },
        ],
      }),
    );
  }

  /** Sends pictures until all places of the serverless endpoint are taken, and one more, which is refused. */
  public async useUp(places: number): Promise<readonly number[]> {
    const gate = this.gate();
    const answers = Array.from({ length: places + 1 }, () => this.call({ gate: gate.file }));
    await Promise.race(answers);
    gate.open();
    return Promise.all(answers);
  }

  /** Sends pictures until one has had to wait this long for a container to start. */
  public async startCold(seconds: number): Promise<void> {
    const starts = () =>
      this.logOf("serverless").filter((line) => line.startsWith("Torchserve version")).length;
    await until("a container was started for a request", async () => {
      const before = starts();
      let answered = false;
      const answer = this.call().finally(() => {
        answered = true;
      });
      await until(
        "it is answered or a container starts for it",
        async () => answered || starts() > before,
      );
      const isCold = starts() > before;
      // In one step once the container starts: how long this machine takes to start it must not count.
      if (isCold) await this.hand.change("clock", { advance: seconds });
      await answer;
      return isCold;
    });
  }

  /** Has the real-time endpoint's worker end, and its container's words of that arrive in its log group. */
  public async killWorker(): Promise<void> {
    const told = () => this.logOf("realTime").filter((line) => line.includes("WorkerThread - "));
    const restarts = () => told().filter((line) => line.includes("Retry worker")).length;
    await until("the model's worker is dead", async () => {
      const before = restarts();
      // A worker that is just being started takes none.
      await this.call({ exit: true });
      for (let look = 0; look < 50 && restarts() === before; look += 1) await pause(20);
      return restarts() > before;
    });
    const { realTime } = this.names.endpoints;
    await this.hand.write(`/aws/sagemaker/Endpoints/${realTime}`, told().slice(this.toldLines));
    this.toldLines = told().length;
  }

  public writeFlowLog(lines: readonly string[]): Promise<void> {
    return this.hand.write(`/pictor/${this.names.monitoring}/vpc-flow`, lines);
  }

  /** Lets something befall an endpoint. */
  public async befall(kind: TargetKind, event: string): Promise<void> {
    await this.hand.change(`endpoints/${this.names.endpoints[kind]}`, { event });
  }

  /** Lines that the container of an endpoint has written. */
  private logOf(kind: TargetKind): readonly string[] {
    const file = `${this.names.endpoints[kind]}.log`;
    const log = join(this.address.directory, "aws", "logs", "endpoints", file);
    return readFileSync(log, "utf8").split("\n");
  }

  private async send(body: Buffer): Promise<number> {
    this.sent += 1;
    const { apiId, client } = this.address;
    const url = `${client.endpoint}/_aws/execute-api/${apiId}/${stageName}/predictions`;
    const headers = { "x-api-key": this.key, "content-type": "image/png" };
    // The gateway answers within 29 s whatever befalls: without a limit, a test that is not answered tells nothing.
    const signal = AbortSignal.timeout(60_000);
    const answer = await fetch(url, { method: "POST", headers, body, signal });
    await answer.arrayBuffer();
    return answer.status;
  }
}

/** Whether somebody has a pipe open for reading: else it cannot be opened for writing without waiting. */
function isRead(pipe: string): boolean {
  try {
    closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENXIO") return false;
    throw error;
  }
}
