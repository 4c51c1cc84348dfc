import type { AwsPlace, EncryptionKeyReference } from "@pictor/contracts";
import type { AlarmChanges } from "./alarm-change";
import type { ChatChannel, Subscription } from "./alarm-topic";
import type { Objectives } from "./dashboard/user-rows";
import type { BudgetLimit } from "./monthly-budget";

/** What a `Monitoring` is made of. */
export interface MonitoringProps extends AwsPlace {
  /** Begins the names of topics, alarms, rules, queries, dashboard and budget. At most 51 characters. */
  readonly name: string;
  /** Key that encrypts what alarms publish, and is watched itself; its policy must let alarms, events and budgets use it. */
  readonly encryptionKey: EncryptionKeyReference;
  /** Who is told. @default - nobody: the topics wait for subscribers */
  readonly subscriptions?: readonly Subscription[];
  /** Slack channels that are told. @default - none */
  readonly chats?: readonly ChatChannel[];
  /** Whether there is a dashboard; beyond an account's third one each costs 3 USD a month. @default true */
  readonly dashboard?: boolean;
  /** What callers are promised. @default - 99.9 % without 5xx, 99 % within 1000 ms */
  readonly objectives?: Objectives;
  /**
   * Where the runbook can be read, an https address; each alarm's description ends with it and the alarm's section.
   *
   * @default - descriptions name the section alone
   */
  readonly runbookUrl?: string;
  /** What may be spent. @default - no budget */
  readonly budget?: BudgetLimit;
  /**
   * Alarms that are off or retuned, by the id of what is watched and the alarm's own: `PredictDuration`.
   *
   * @default - every alarm as the tables of this package define it
   */
  readonly alarms?: AlarmChanges;
}
