import {
  type CloudWatchLogsClient,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import type { RequestRecord } from "@pictor/page";
import * as z from "zod";

/** The predict function's line about a request; only what is read here. */
const lineSchema = z.looseObject({
  message: z.literal("request"),
  requestId: z.string(),
  status: z.int(),
  code: z.string(),
  ms: z.number(),
  target: z.string().optional(),
});

/** Reads a line of the predict function's log; `undefined` for one that is not about a request. */
export function parseRequestLine(text: string, at: number): RequestRecord | undefined {
  const start = text.indexOf("{");
  try {
    const { success, data } = lineSchema.safeParse(JSON.parse(text.slice(Math.max(0, start))));
    if (!success) return undefined;
    const { requestId, status, code, ms, target } = data;
    return { at, requestId, status, code, ms, servedBy: target };
  } catch {
    return undefined;
  }
}

/**
 * Every request that reached the predict function, oldest first. What the gateway itself refuses is not among them.
 *
 * @param since milliseconds since 1970
 */
export async function readRequests(
  client: CloudWatchLogsClient,
  functionName: string,
  since: number,
): Promise<readonly RequestRecord[]> {
  const requests: RequestRecord[] = [];
  const logGroupName = `/aws/lambda/${functionName}`;
  for await (const { events = [] } of paginateFilterLogEvents(
    { client },
    { logGroupName, startTime: since },
  )) {
    for (const { message = "", timestamp = 0 } of events) {
      const request = parseRequestLine(message, timestamp);
      if (request !== undefined) requests.push(request);
    }
  }
  return requests.sort((a, b) => a.at - b.at);
}
