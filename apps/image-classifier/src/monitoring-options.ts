import * as z from "zod";

const severity = z.enum(["critical", "warning"]);

/** Who is told of what is wrong, and what is promised and planned: values of an environment. */
export const monitoringSchema = z.strictObject({
  /** Whether there is a dashboard: beyond an account's third one each costs 3 USD a month. */
  dashboard: z.boolean(),
  /** What the account may spend a month, in US dollars. */
  budget: z
    .strictObject({
      monthlyUsd: z.number().positive(),
      /** Counts only what carries the tag, which must have been activated in the account's billing. */
      onlyTagged: z
        .strictObject({ key: z.string().min(1), value: z.string().min(1) })
        .exactOptional(),
    })
    .exactOptional(),
  /** E-mail addresses, HTTPS addresses and queues that are told. */
  subscriptions: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("email"), address: z.email(), severity }),
      z.strictObject({
        kind: z.literal("https"),
        url: z.url({ protocol: /^https$/ }),
        severity,
      }),
      z.strictObject({ kind: z.literal("queue"), arn: z.string().startsWith("arn:"), severity }),
    ]),
  ),
  /** Slack channels that are told. */
  chats: z
    .array(z.strictObject({ teamId: z.string(), channelId: z.string(), severity }))
    .exactOptional(),
  /** Where the on-call engineer reads `docs/runbook.md`: the alarms' sections are linked below it. */
  runbookUrl: z.url({ protocol: /^https$/ }).exactOptional(),
  /** Requests a minute below which something keeps callers away. */
  leastRequestsPerMinute: z.int().positive().exactOptional(),
});
