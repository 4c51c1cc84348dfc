import {
  type CloudWatchLogsClient,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import type { RequestRecord } from "@pictor/page";
import * as z from "zod";

/** The predict function's line about a request; only what is read here. */
const functionLine = z
  .looseObject({
    message: z.literal("request"),
    requestId: z.string(),
    status: z.int(),
    code: z.string(),
    ms: z.number(),
    target: z.string().optional(),
  })
  .transform(({ requestId, status, code, ms, target }) => {
    return { requestId, status, code, ms, servedBy: target, answeredBy: "function" as const };
  });

/** The access log's line about a request that the gateway answered itself; it quotes its numbers, `-` is none. */
const gatewayLine = z
  .looseObject({
    requestId: z.string(),
    status: z.coerce.number().int(),
    latencyMs: z.coerce.number(),
    error: z.string().regex(/^[A-Z]/),
  })
  .transform(({ requestId, status, latencyMs, error }) => {
    return { requestId, status, code: error, ms: latencyMs, answeredBy: "gateway" as const };
  });

type Line = typeof functionLine | typeof gatewayLine;

/** Reads a line of the predict function's log; `undefined` for one that is not about a request. */
export function parseRequestLine(text: string, at: number): RequestRecord | undefined {
  return parse(functionLine, text, at);
}

/** Reads a line of the API's access log; `undefined` where the function answered. */
export function parseAccessLine(text: string, at: number): RequestRecord | undefined {
  return parse(gatewayLine, text, at);
}

function parse(line: Line, text: string, at: number): RequestRecord | undefined {
  const start = text.indexOf("{");
  try {
    const { success, data } = line.safeParse(JSON.parse(text.slice(Math.max(0, start))));
    return success ? { at, ...data } : undefined;
  } catch {
    return undefined;
  }
}

/** Where the lines about requests are. */
export interface RequestLogs {
  readonly functionName: string;
  /** Log group of the API's access log. */
  readonly accessLog: string;
}

/**
 * Every request, oldest first: those that reached the predict function, and those that the gateway answered itself.
 *
 * @param since milliseconds since 1970
 */
export async function readRequests(
  client: CloudWatchLogsClient,
  { functionName, accessLog }: RequestLogs,
  since: number,
): Promise<readonly RequestRecord[]> {
  const [served, refused] = await Promise.all([
    readLog(client, `/aws/lambda/${functionName}`, since, parseRequestLine),
    readLog(client, accessLog, since, parseAccessLine),
  ]);
  // Of a request that ran out of time both tell; the caller has read the gateway's answer.
  const requests = new Map(served.map((request) => [request.requestId, request]));
  for (const request of refused) requests.set(request.requestId, request);
  return [...requests.values()].sort((a, b) => a.at - b.at);
}

async function readLog(
  client: CloudWatchLogsClient,
  logGroupName: string,
  since: number,
  parseLine: typeof parseRequestLine,
): Promise<readonly RequestRecord[]> {
  const requests: RequestRecord[] = [];
  for await (const { events = [] } of paginateFilterLogEvents(
    { client },
    { logGroupName, startTime: since },
  )) {
    for (const { message = "", timestamp = 0 } of events) {
      const request = parseLine(message, timestamp);
      if (request !== undefined) requests.push(request);
    }
  }
  return requests;
}
