import type { LocalClientConfig } from "@pictor/local";
import { askSigned } from "./control";

/** Services that no client here speaks, and their form of AWS's JSON protocol. */
const protocols = {
  sqs: { target: "AmazonSQS", version: "1.0" },
  events: { target: "AWSEvents", version: "1.1" },
  states: { target: "AWSStepFunctions", version: "1.0" },
} as const;

/** Asks a service in AWS's JSON protocol; the request must succeed. */
export async function askJson<Answer = Readonly<Record<string, unknown>>>(
  client: LocalClientConfig,
  service: keyof typeof protocols,
  operation: string,
  body: object,
): Promise<Answer> {
  const { target, version } = protocols[service];
  const headers = {
    "content-type": `application/x-amz-json-${version}`,
    "x-amz-target": `${target}.${operation}`,
  };
  const text = await askSigned(client, service, headers, JSON.stringify(body));
  return (text === "" ? {} : JSON.parse(text)) as Answer;
}
