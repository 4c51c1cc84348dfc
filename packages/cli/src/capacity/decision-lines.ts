import {
  type CloudWatchLogsClient,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import type { RecordedDecision } from "@pictor/capacity";
import * as z from "zod";

/** A decision as the controller's log has it: one a tick. */
export interface LoggedDecision extends Omit<RecordedDecision, "numbers" | "because"> {
  readonly because: string;
  /** Requests of the newest complete minute; undefined where nobody knows. */
  readonly requests?: number;
}

const time = z.union([z.number(), z.iso.datetime().transform((text) => Date.parse(text))]);

/** The controller's line about a decision; only what is read here. */
const lineSchema = z.looseObject({
  message: z.literal("decision"),
  at: time,
  action: z.enum(["keep", "create", "update", "delete", "warm"]),
  because: z.string(),
  reason: z.string(),
  observation: z.looseObject({ requests: z.array(z.number().nullish()).optional() }).optional(),
});

/** Reads a line of the controller's log; `undefined` for one that is not about a decision. */
export function parseDecision(text: string): LoggedDecision | undefined {
  try {
    const { data } = lineSchema.safeParse(JSON.parse(text.slice(Math.max(0, text.indexOf("{")))));
    if (data === undefined) return undefined;
    const { at, action, because, reason, observation } = data;
    const requests = observation?.requests?.[0] ?? undefined;
    return { at, action, because, reason, ...(requests !== undefined && { requests }) };
  } catch {
    return undefined;
  }
}

/**
 * The decisions that did something, or had another cause than the one before, in order.
 *
 * @param decisions oldest first
 */
export function changes(decisions: readonly LoggedDecision[]): readonly LoggedDecision[] {
  return decisions.filter(
    ({ action, because }, index) => action !== "keep" || because !== decisions[index - 1]?.because,
  );
}

/** Minutes, growing, in which decisions are looked for. A tick is a line of some kilobytes. */
const everyTick = [180, 1440].map((minutes) => minutes * 60_000);
/** Beyond them only ticks that did something are read. */
const acted = 14 * 86_400_000;

/**
 * The last changes, newest first.
 *
 * @param count how many at most
 * @param now milliseconds since 1970
 */
export async function readChanges(
  client: CloudWatchLogsClient,
  functionName: string,
  count: number,
  now: number,
): Promise<readonly LoggedDecision[]> {
  let found: readonly LoggedDecision[] = [];
  for (const span of everyTick) {
    found = changes(await readDecisions(client, functionName, now - span));
    if (found.length >= count) break;
  }
  if (found.length < count) {
    const oldest = found[0]?.at ?? now;
    const pattern = '{ $.message = "decision" && $.action != "keep" }';
    const earlier = await readDecisions(client, functionName, now - acted, pattern);
    found = [...earlier.filter(({ action, at }) => action !== "keep" && at < oldest), ...found];
  }
  return found.slice(-count).reverse();
}

/**
 * Decisions from the controller's log, oldest first; a tick that was repeated counts once.
 *
 * @param since milliseconds since 1970
 */
export async function readDecisions(
  client: CloudWatchLogsClient,
  functionName: string,
  since: number,
  filterPattern = '{ $.message = "decision" }',
): Promise<readonly LoggedDecision[]> {
  const decisions = new Map<number, LoggedDecision>();
  try {
    for await (const { events = [] } of paginateFilterLogEvents(
      { client },
      { logGroupName: `/aws/lambda/${functionName}`, startTime: since, filterPattern },
    )) {
      for (const { message = "" } of events) {
        const decision = parseDecision(message);
        if (decision !== undefined) decisions.set(decision.at, decision);
      }
    }
  } catch (error) {
    // Before the first tick there may be no log at all.
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
  }
  return [...decisions.values()].sort((a, b) => a.at - b.at);
}
