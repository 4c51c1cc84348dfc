import { APIGatewayClient, GetApiKeyCommand } from "@aws-sdk/client-api-gateway";
import { stageName } from "@pictor/contracts";
import type { LocalClientConfig } from "@pictor/local";
import { png } from "./png";

/** What a caller got. */
export interface Answer {
  readonly status: number;
  /** `realTime` or `serverless`; undefined where nobody answered. */
  readonly by?: string;
  readonly release?: string;
  readonly seconds: number;
}

/** Calls a deployed API, some requests at a time. */
export class Caller {
  private constructor(
    private readonly url: string,
    private readonly key: string,
    private readonly atOnce: number,
  ) {}

  public static async open(
    client: LocalClientConfig,
    { apiId, apiKeyId }: Readonly<Record<"apiId" | "apiKeyId", string>>,
    atOnce: number,
  ): Promise<Caller> {
    const { value = "" } = await new APIGatewayClient(client).send(
      new GetApiKeyCommand({ apiKey: apiKeyId, includeValue: true }),
    );
    const url = `${client.endpoint}/_aws/execute-api/${apiId}/${stageName}/predictions`;
    return new Caller(url, value, atOnce);
  }

  /** Sends so many pictures; every answer. */
  public async send(count: number): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    let left = count;
    const work = async () => {
      while (left > 0) {
        left -= 1;
        answers.push(await this.ask());
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.atOnce, count) }, work));
    return answers;
  }

  private async ask(): Promise<Answer> {
    const began = performance.now();
    const headers = { "x-api-key": this.key, "content-type": "image/png" };
    const answer = await fetch(this.url, { method: "POST", headers, body: png });
    const body = await answer.text();
    const seconds = (performance.now() - began) / 1000;
    if (answer.status !== 200) return { status: answer.status, seconds };
    const { release, servedBy } = JSON.parse(body);
    return { status: 200, by: servedBy.kind, release: release.sha256, seconds };
  }
}
