import {
  BudgetsBudget,
  type BudgetsBudgetNotification,
} from "@cdktf/provider-aws/lib/budgets-budget";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { isToken, literalProblems } from "@pictor/contracts";
import { Construct } from "constructs";

/** How much may be spent, and of what. */
export interface BudgetLimit {
  /** US dollars a month. */
  readonly monthlyUsd: number;
  /**
   * Counts only what carries the tag. Until the tag is activated for cost allocation in the account's billing, such a
   * budget reads 0 and never speaks.
   *
   * @default - everything in the account
   */
  readonly onlyTagged?: { readonly key: string; readonly value: string };
}

/** Shares of the limit, in percent, that are told of. */
const notices: readonly Pick<BudgetsBudgetNotification, "notificationType" | "threshold">[] = [
  { notificationType: "FORECASTED", threshold: 100 },
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
];

/** A monthly budget that tells when it will be spent, is nearly spent, and is spent. */
export class MonthlyBudget extends Construct {
  public readonly resource: BudgetsBudget;

  public constructor(
    scope: Construct,
    id: string,
    props: { readonly name: string; readonly limit: BudgetLimit; readonly topic: SnsTopic },
  ) {
    super(scope, id);
    this.node.addValidation({ validate: () => budgetProblems(props.limit) });
    const { monthlyUsd, onlyTagged } = props.limit;
    this.resource = new BudgetsBudget(this, "Resource", {
      name: props.name,
      budgetType: "COST",
      limitAmount: monthlyUsd.toFixed(2),
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      ...(onlyTagged && {
        costFilter: [
          { name: "TagKeyValue", values: [`user:${onlyTagged.key}$${onlyTagged.value}`] },
        ],
      }),
      notification: notices.map((notice) => ({
        ...notice,
        comparisonOperator: "GREATER_THAN",
        thresholdType: "PERCENTAGE",
        subscriberSnsTopicArns: [props.topic.arn],
      })),
    });
  }
}

/** Problems of a budget; empty if valid. */
export function budgetProblems({ monthlyUsd }: BudgetLimit): string[] {
  if (isToken(monthlyUsd))
    return literalProblems({ monthlyUsd }, "it is written with two decimals");
  return Number.isFinite(monthlyUsd) && monthlyUsd > 0
    ? []
    : [`monthlyUsd must be a number above 0, got ${monthlyUsd}`];
}
