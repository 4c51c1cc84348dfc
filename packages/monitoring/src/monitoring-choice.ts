import type { ChatChannel, Subscription } from "./alarm-topic";
import type { BudgetLimit } from "./monthly-budget";

/** The monitoring of an environment, as plain data. */
export interface MonitoringChoice {
  /** Whether there is a dashboard: beyond an account's third one each costs 3 USD a month. */
  readonly dashboard: boolean;
  /** What may be spent. @default - no budget */
  readonly budget?: BudgetLimit;
  /** E-mail addresses, HTTPS addresses and queues that get messages. */
  readonly subscriptions: readonly Subscription[];
  /** Slack channels that get messages. @default - none */
  readonly chats?: readonly ChatChannel[];
  /** Address of `docs/runbook.md` for the on-call engineer: alarms link to its sections. */
  readonly runbookUrl?: string;
  /** Requests a minute below which something keeps callers away. @default - no alarm on missing callers */
  readonly leastRequestsPerMinute?: number;
}
