import { accountId, region } from "./fixture";

const arn = (service: string, id: string) => `arn:aws:${service}:${region}:${accountId}:${id}`;

/** What deploying alarms, topics, rules and budgets takes: service, actions, resources, and an action that is beyond it. */
export const watching: readonly (readonly [string, string, readonly string[], string?])[] = [
  [
    "cloudwatch",
    "DeleteAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource",
    [arn("cloudwatch", "alarm:pictor-prod-x")],
    "SetAlarmState",
  ],
  [
    "cloudwatch",
    "DeleteDashboards GetDashboard PutDashboard",
    [`arn:aws:cloudwatch::${accountId}:dashboard/pictor-prod-x`],
  ],
  [
    "sns",
    "CreateTopic DeleteTopic GetSubscriptionAttributes GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource " +
      "SetSubscriptionAttributes SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource",
    [arn("sns", "pictor-prod-x")],
    "Publish",
  ],
  [
    "events",
    "DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets TagResource UntagResource",
    [arn("events", "rule/pictor-prod-x")],
    "DisableRule",
  ],
  [
    "budgets",
    "ListTagsForResource ModifyBudget TagResource UntagResource ViewBudget",
    [`arn:aws:budgets::${accountId}:budget/pictor-prod-x`],
    "DescribeBudgetActionsForBudget",
  ],
];
