import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a request was, as the server saw it. */
export interface Received {
  readonly endpoint: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Answers one request, well or badly. */
export type Behaviour = (response: ServerResponse) => void;

export const identity = { release: "a".repeat(64), weights: "b".repeat(64) };
export const prediction = { label: "seven", index: 7, score: 0.75 };

/** What a model server of the contract answers. */
export const good: Behaviour = (response) => {
  const attributes = `release=${identity.release};weights=${identity.weights}`;
  response.writeHead(200, {
    "content-type": "application/json",
    "x-amzn-sagemaker-custom-attributes": attributes,
  });
  response.end(JSON.stringify({ predictions: [prediction] }));
};

/** An error of the SageMaker runtime, in its protocol. */
export function serviceError(status: number, type: string, body: object = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
    response.end(JSON.stringify({ message: "message", ...body }));
  };
}

/** A container that answered with an error. */
export function modelError(OriginalStatusCode: number, OriginalMessage = ""): Behaviour {
  return serviceError(424, "ModelError", { OriginalStatusCode, OriginalMessage });
}

/** Takes the request and says nothing. */
export const hang: Behaviour = () => undefined;

/** Ends the connection without an answer. */
export const reset: Behaviour = (response) => {
  response.socket?.resetAndDestroy();
};

/** Begins to answer and never ends. */
export const trickle: Behaviour = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write("{");
};

/** A SageMaker runtime on loopback that does what each endpoint's list says, and its last entry from then on. */
export class FaultySageMaker {
  public readonly received: Received[] = [];
  private behaviours: Readonly<Record<string, readonly Behaviour[]>> = {};
  private readonly server = createServer((request, response) => this.answer(request, response));

  public async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public behave(behaviours: Readonly<Record<string, readonly Behaviour[]>>): void {
    this.received.length = 0;
    this.behaviours = behaviours;
  }

  /** How many requests an endpoint got. */
  public count(endpoint: string): number {
    return this.received.filter((request) => request.endpoint === endpoint).length;
  }

  public async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = /^\/endpoints\/([^/]+)\/invocations$/.exec(request.url ?? "")?.[1] ?? "";
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const list = this.behaviours[endpoint] ?? [];
    const behaviour = list[Math.min(this.count(endpoint), list.length - 1)];
    this.received.push({ endpoint, headers: request.headers, body: Buffer.concat(chunks) });
    (behaviour ?? serviceError(400, "ValidationError", { message: "Endpoint x not found." }))(
      response,
    );
  }
}
