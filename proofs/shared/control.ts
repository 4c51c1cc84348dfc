import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LocalClientConfig } from "@pictor/local";
import { sign } from "aws4";

/** The routes of a local AWS below `/_pictor/`, which need the run's token. */
export class Control {
  private readonly token: string;

  /** @param directory in which the local AWS runs */
  public constructor(
    private readonly url: string,
    directory: string,
  ) {
    this.token = readFileSync(join(directory, "control-token"), "utf8");
  }

  /** What a route answers. */
  public async look<Answer>(route: string): Promise<Answer> {
    return (await this.ask(route, {})) as Answer;
  }

  /** Changes the local AWS itself; the state after the change. */
  public async change(route: string, body: object, method = "POST"): Promise<unknown> {
    return this.ask(route, { method, body: JSON.stringify(body) });
  }

  private async ask(route: string, init: RequestInit): Promise<unknown> {
    const answer = await fetch(`${this.url}/_pictor/${route}`, {
      ...init,
      headers: { "x-pictor-token": this.token },
    });
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

/** Where a client reaches the local AWS, and what it signs with. */
type ClientPlace = Pick<LocalClientConfig, "endpoint" | "region" | "credentials">;

/** A POST to a service of the local AWS. */
export interface SignedPost {
  readonly service: string;
  /** @default "/" */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a signed POST, in a protocol that no client of ours speaks, or to see its answer as it is. */
export async function postSigned(
  { endpoint, region, credentials }: ClientPlace,
  { service, path = "/", headers, body }: SignedPost,
): Promise<Response> {
  const { host } = new URL(endpoint);
  const request = { host, path, method: "POST", service, region, body };
  const signed = sign({ ...request, headers: { ...headers } }, credentials);
  return fetch(endpoint + (path === "/" ? "" : path), {
    method: "POST",
    headers: signed.headers as Record<string, string>,
    body,
  });
}

/** Sends a signed POST that must succeed; the answer's text. */
export async function askSigned(
  client: ClientPlace,
  service: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<string> {
  const answer = await postSigned(client, { service, headers, body });
  if (!answer.ok) throw new Error(`${service}: ${answer.status} ${await answer.text()}`);
  return answer.text();
}
