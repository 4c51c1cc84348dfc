import { refusing, schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import type { ChatChannel, Subscription } from "./alarm-topic";
import type { MonitoringChoice } from "./monitoring-choice";
import { subscriptionProblems } from "./monitoring-problems";
import { type BudgetLimit, budgetProblems } from "./monthly-budget";
import { runbookProblems } from "./runbook";

const recipient = { severity: z.enum(["critical", "warning"]) };
const named = { ...recipient, id: z.string().exactOptional() };

/** Who gets an alarm's messages. */
export const subscriptionSchema: z.ZodType<Subscription> = schemaOf<Subscription>()(
  refusing(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("email"), address: z.string(), ...named }),
      z.strictObject({ kind: z.literal("https"), url: z.string(), ...named }),
      z.strictObject({ kind: z.literal("queue"), arn: z.string(), ...named }),
    ]),
    subscriptionProblems,
  ),
);

const chatSchema: z.ZodType<ChatChannel> = schemaOf<ChatChannel>()(
  z.strictObject({ teamId: z.string(), channelId: z.string(), ...recipient }),
);

const tag = z.strictObject({ key: z.string().min(1), value: z.string().min(1) });

/** What may be spent. */
export const budgetSchema: z.ZodType<BudgetLimit> = schemaOf<BudgetLimit>()(
  refusing(
    z.strictObject({ monthlyUsd: z.number(), onlyTagged: tag.exactOptional() }),
    budgetProblems,
  ),
);

/** What an environment chooses of its monitoring. */
export const monitoringSchema: z.ZodType<MonitoringChoice> = schemaOf<MonitoringChoice>()(
  refusing(
    z.strictObject({
      dashboard: z.boolean(),
      budget: budgetSchema.exactOptional(),
      subscriptions: z.array(subscriptionSchema),
      chats: z.array(chatSchema).exactOptional(),
      runbookUrl: z.string().exactOptional(),
      leastRequestsPerMinute: z.int().positive().exactOptional(),
    }),
    ({ runbookUrl }) => runbookProblems(runbookUrl),
  ),
);
