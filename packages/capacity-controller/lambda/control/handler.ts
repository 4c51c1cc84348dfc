import { readEvent } from "./event";
import { kick } from "./kick";
import { retire } from "./retire";
import { type TickParts, tick } from "./tick";

export type Handler = (
  event: unknown,
  context: { getRemainingTimeInMillis(): number },
) => Promise<unknown>;

/** Makes the Lambda function's handler. What fails is thrown: Lambda counts it, and Terraform stops at it. */
export function createHandler(parts: TickParts): Handler {
  return async (event, context) => {
    const read = readEvent(event);
    switch (read.kind) {
      case "tick":
        return tick(parts, read.now);
      case "kick":
        return kick(parts.store, read.action);
      case "retire":
        return retire(parts.store, context.getRemainingTimeInMillis());
    }
  };
}
