import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, json, ownProblem, send, told } from "./answer";
import { type PageFile, readPageFiles } from "./files";
import { forwardPrediction, type Upstream } from "./forward";
import { refusal } from "./guard";
import type { PageState } from "./state";

export interface PageProps {
  /** Where predictions are asked for; called for every picture, since a deployment may change it. */
  readonly upstream: () => Promise<Upstream>;
  readonly state: () => Promise<PageState>;
  /** A picture to begin with. */
  readonly sample: () => Promise<Buffer>;
}

/** A page that is served. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page on a free port of loopback. */
export async function servePage(props: PageProps): Promise<PageServer> {
  const files = readPageFiles();
  let port = 0;
  const server = createServer((request, response) => {
    answer(request, props, files, port).then(
      (result) => send(response, result),
      (error: Error) => send(response, noAnswer(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  ({ port } = server.address() as AddressInfo);
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A page that is open keeps its connection.
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  props: PageProps,
  files: ReadonlyMap<string, PageFile>,
  port: number,
): Promise<Answer> {
  const refused = refusal(request, port);
  if (refused !== undefined) return ownProblem(403, "Forbidden", refused);
  const { pathname, search } = new URL(request.url ?? "/", "http://page");
  const file = files.get(pathname);
  switch (`${request.method} ${pathname}`) {
    case "GET /api/state":
      return json(await props.state());
    case "GET /api/sample":
      return { status: 200, type: "image/png", body: await props.sample() };
    case "POST /api/predictions":
      return told(await predict(request, props, search));
    default:
      if (request.method === "GET" && file !== undefined) {
        return { status: 200, type: file.type, body: file.content };
      }
      return ownProblem(404, "Not found", `there is no ${request.method} ${pathname}`);
  }
}

/** What the API answers to a picture, or that it does not. */
async function predict(request: IncomingMessage, props: PageProps, query: string): Promise<Answer> {
  try {
    return await forwardPrediction(request, await props.upstream(), query);
  } catch (error) {
    return noAnswer(error as Error);
  }
}

function noAnswer(error: Error): Answer {
  return ownProblem(502, "The local AWS does not answer", why(error));
}

/** `fetch` keeps the reason one level below. */
function why({ message, cause }: Error): string {
  const reason = (cause as Partial<Error> | undefined)?.message;
  return reason === undefined ? message : `${message}: ${reason}`;
}
