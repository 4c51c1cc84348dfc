import {
  type CostAllocationTag,
  type CostExplorerClient,
  ListCostAllocationTagsCommand,
} from "@aws-sdk/client-cost-explorer";
import * as z from "zod";
import type { ServiceState } from "../../apply/state";
import type { Finding } from "../finding";

/** What is read of `aws_budgets_budget`; a filter's values are `user:<key>$<value>`. */
const budgetSchema = z.looseObject({
  cost_filter: z
    .array(z.looseObject({ name: z.string(), values: z.array(z.string()) }))
    .nullish()
    .transform((filters) => filters ?? []),
});

/** Keys of the tags by which the budgets of a stack filter, each once; none where they count the whole account. */
export function budgetTagKeys(state: ServiceState): readonly string[] {
  const values = state
    .attributesOf("aws_budgets_budget")
    .flatMap((attributes) => budgetSchema.parse(attributes).cost_filter)
    .filter(({ name }) => name === "TagKeyValue")
    .flatMap((filter) => filter.values);
  const keys = values.map((value) => value.replace(/^user:/, "").replace(/\$.*$/, ""));
  return [...new Set(keys)].sort();
}

/**
 * Whether the tags by which budgets filter are activated for cost allocation. A budget by another tag reads 0, and never
 * speaks.
 *
 * Only the account that pays may activate them; of a member of an organisation AWS may refuse to tell.
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html (read 2026-11)
 */
export async function askBudgetTags(
  client: CostExplorerClient,
  keys: readonly string[],
): Promise<Finding[]> {
  // Asking costs a call to a service that most environments do not use.
  if (keys.length === 0) return [];
  try {
    const { CostAllocationTags = [] } = await client.send(
      new ListCostAllocationTagsCommand({ TagKeys: [...keys], Type: "UserDefined" }),
    );
    return keys.map((key) => judgeTag(key, CostAllocationTags));
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== "AccessDeniedException") throw error;
    return keys.map((key) => ({
      check: "budget tag",
      status: "unknown",
      text: `not checked: whether tag '${key}', by which the budget counts, is activated. The check needs the permission 'ce:ListCostAllocationTags' and an account that pays for itself: ${message}`,
    }));
  }
}

function judgeTag(key: string, tags: readonly CostAllocationTag[]): Finding {
  const check = "budget tag";
  const status = tags.find(({ TagKey }) => TagKey === key)?.Status;
  if (status === "Active") {
    return { check, status: "ok", text: `tag '${key}', by which the budget counts, is activated` };
  }
  return {
    check,
    status: "failed",
    text: `tag '${key}', by which the budget counts, is ${status === undefined ? "unknown to billing, which takes a day to see a new one" : "not activated"}: the budget counts $0 and never alerts; only the paying account can activate the tag`,
    fix: `aws ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=${key},Status=Active`,
  };
}
