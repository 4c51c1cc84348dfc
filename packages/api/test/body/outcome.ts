import { type Validated, validate } from "../../lambda/predict/validate";
import { eventOf } from "../events";

/** What is sent, as a client sends it. */
export interface Sent {
  readonly body: Buffer | string;
  readonly type: string;
  readonly encoding?: string;
}

function validated({ body, type, encoding }: Sent): Validated {
  const event = eventOf({ body: Buffer.from(body), type });
  const headers = {
    ...event.headers,
    ...(encoding !== undefined && { "content-encoding": encoding }),
  };
  return validate({ ...event, headers });
}

/** What became of it: the image, or the code and sentence of the refusal. */
export function outcomeOf(sent: Sent): Uint8Array | string {
  const result = validated(sent);
  return "failure" in result
    ? `${result.failure.code}: ${result.failure.detail}`
    : result.request.image;
}
