import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { FakeCloudWatch } from "./cloudwatch";
import { type FakeCall, FakeError, type FakeService } from "./protocol";
import { FakeSageMaker } from "./sagemaker";
import { FakeScaling } from "./scaling";

/** What happens to a call instead of its answer: an error, a broken connection, or nothing ever. */
export type Fault = FakeError | "no answer" | "no answer ever" | undefined;

/** The services that a controller calls, as far as it calls them, over HTTP on loopback. */
export class FakeAws {
  /** The time in AWS, milliseconds. */
  public now: number;
  public readonly calls: FakeCall[] = [];
  public readonly parameters = new Map<string, string>();
  public readonly messages: { readonly Subject: string; readonly Message: string }[] = [];
  public readonly sageMaker: FakeSageMaker = new FakeSageMaker(() => this.now);
  public readonly scaling: FakeScaling = new FakeScaling();
  public readonly cloudWatch: FakeCloudWatch = new FakeCloudWatch();
  /** Milliseconds that serverless takes for its next answers, and then none. */
  public readonly coldStarts: number[] = [];
  public readonly pictures: Buffer[] = [];
  /** Access key of the process that runs: what a killed one still has under way is dropped. */
  public accessKey = "";
  /** Before a call is carried out. */
  public refuse: (call: FakeCall, index: number) => Fault = () => undefined;
  /** After a call was carried out and before it is answered. */
  public after: (call: FakeCall, index: number) => Fault = () => undefined;
  private readonly server = createServer((request, response) => this.answer(request, response));

  public constructor(now: number) {
    this.now = now;
  }

  /** Listens, and returns the URL. */
  public async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  /** Operations that were called, without reads. */
  public changes(): readonly string[] {
    return this.calls
      .map(({ operation }) => operation)
      .filter((operation) => !/^(Describe|Get)/.test(operation));
  }

  private readonly ssm: FakeService = {
    GetParameters: ({ Names }: { readonly Names: readonly string[] }) => ({
      Parameters: Names.filter((name) => this.parameters.has(name)).map((Name) => ({
        ...{ Name, Type: "String", Value: this.parameters.get(Name), Version: 1 },
      })),
      InvalidParameters: Names.filter((name) => !this.parameters.has(name)),
    }),
    GetParameter: ({ Name }: { readonly Name: string }) => {
      if (!this.parameters.has(Name)) throw new FakeError("ParameterNotFound", Name);
      return { Parameter: { Name, Type: "String", Value: this.parameters.get(Name), Version: 1 } };
    },
    PutParameter: ({ Name, Value }: { readonly Name: string; readonly Value: string }) => {
      if (Value.length > 4096) throw new FakeError("ValidationException", "more than 4 KB");
      this.parameters.set(Name, Value);
      return { Version: 2, Tier: "Standard" };
    },
  };

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (!request.headers.authorization?.includes(`Credential=${this.accessKey}/`)) {
      response.destroy();
      return;
    }
    const call = callOf(request, body);
    const index = this.calls.push(call) - 1;
    try {
      raise(this.refuse(call, index), response);
      if (call.service === "sagemaker-runtime") await this.invoke(body);
      const output = this.carryOutThen(call, () => raise(this.after(call, index), response));
      const isXml = call.service === "sns";
      response.writeHead(200, { "content-type": isXml ? "text/xml" : "application/json" });
      response.end(isXml ? published : JSON.stringify(output));
    } catch (error) {
      if (!(error instanceof FakeError)) throw error;
      if (response.destroyed || error.name === "no answer") return;
      response.writeHead(error.status, {
        ...{ "content-type": "application/json", "x-amzn-errortype": error.name },
      });
      response.end(JSON.stringify({ __type: error.name, message: error.message }));
    }
  }

  private async invoke(picture: Buffer): Promise<void> {
    this.pictures.push(picture);
    const wait = this.coldStarts.shift() ?? 0;
    if (wait > 0) await setTimeout(wait);
  }

  /** A refusal is an answer, too. */
  private carryOutThen(call: FakeCall, then: () => void): unknown {
    try {
      return this.carryOut(call);
    } finally {
      then();
    }
  }

  private carryOut({ input, operation, service }: FakeCall): unknown {
    if (service === "sagemaker-runtime") return { predictions: [] };
    if (service === "sns") {
      this.messages.push(input as never);
      return {};
    }
    const services: Readonly<Record<string, FakeService>> = {
      ssm: this.ssm,
      sagemaker: this.sageMaker.operations,
      "application-autoscaling": this.scaling.operations,
      monitoring: this.cloudWatch.operations,
    };
    const carryOut = services[service]?.[operation];
    if (carryOut === undefined) throw new Error(`the fake has no ${service} ${operation}`);
    return carryOut(input as never);
  }
}

/** Ends a call as a fault says. */
function raise(fault: Fault, response: ServerResponse): void {
  if (fault === undefined) return;
  if (fault === "no answer ever") throw new FakeError("no answer", "");
  if (fault === "no answer") {
    response.socket?.destroy();
    throw new FakeError("no answer", "");
  }
  throw fault;
}

function callOf(request: IncomingMessage, body: Buffer): FakeCall {
  const [, scope = ""] =
    /\/([a-z-]+)\/aws4_request/.exec(request.headers.authorization ?? "") ?? [];
  if (/^\/endpoints\/[^/]+\/invocations$/.test(request.url ?? "")) {
    return { service: "sagemaker-runtime", operation: "InvokeEndpoint", input: {} };
  }
  const text = body.toString();
  if (scope === "sns") {
    const input = Object.fromEntries(new URLSearchParams(text));
    return { service: "sns", operation: String(input.Action), input };
  }
  const target = String(request.headers["x-amz-target"]);
  return { service: scope, operation: target.split(".").at(-1) ?? "", input: JSON.parse(text) };
}

const published =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';
