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

/** What the model server of {@link good} says it is. */
export const servedIdentity: { readonly release: string; readonly weights: string } = {
  release: "a".repeat(64),
  weights: "b".repeat(64),
};

/** What the model server of {@link good} sees on every picture, best last. */
export const servedPredictions: readonly {
  readonly label: string;
  readonly index: number;
  readonly score: number;
}[] = [
  { label: "one", index: 1, score: 0.25 },
  { label: "seven", index: 7, score: 0.75 },
];

/** What a model server of the contract answers. */
export const good: Behaviour = answerOf({ predictions: servedPredictions });

/** A 200 with this as JSON, from a server that says what it is. */
export function answerOf(body: unknown): Behaviour {
  return answerOfText(JSON.stringify(body), "application/json");
}

/** A 200 with this text, from a server that says what it is. */
export function answerOfText(text: string, type: string): Behaviour {
  return (response) => {
    response.writeHead(200, {
      "content-type": type,
      "x-amzn-sagemaker-custom-attributes": `release=${servedIdentity.release};weights=${servedIdentity.weights}`,
    });
    response.end(text);
  };
}

/** An error of the SageMaker runtime, in its protocol. */
export function serviceError(status: number, type: string, body: object = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
    response.end(JSON.stringify({ message: "message", ...body }));
  };
}

/** What SageMaker says of an endpoint that does not exist. */
export const absent: Behaviour = serviceError(400, "ValidationError", {
  message: "Endpoint x of account 123456789012 not found.",
});

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

/** Answers a byte every tenth of a second and never ends. */
export const trickle: Behaviour = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 100);
  response.on("close", () => clearInterval(timer));
};

/** A SageMaker runtime on loopback that does what each endpoint's list says, and its last entry from then on. */
export class LoopbackSageMaker {
  public readonly received: Received[] = [];
  private behaviours: Readonly<Record<string, readonly Behaviour[]>> = {};
  private readonly server = createServer((request, response) => this.answer(request, response));

  /** Listens, and returns the URL. */
  public async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Forgets what was received; endpoints without a list are absent. */
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
    (behaviour ?? absent)(response);
  }
}
