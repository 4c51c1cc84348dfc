import { readFileSync } from "node:fs";
import { join } from "node:path";
import { permissionFor } from "@pictor/testing";
import type { Calls } from "./prod-resources";
import { providerActions } from "./provider-actions";
import calls from "./provider-calls.json";
import { besides, unasked } from "./provider-differences";

const operations: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> =
  calls.types;

const inTable = (rows: Calls) =>
  rows.flatMap(([, list]) => {
    const [service = "", names = ""] = list.split(":");
    return names.split(" ").map((name) => `${service}:${name}`);
  });

const called = (type: string) => Object.keys(operations[type] ?? {}).map(permissionFor);
const leftOut = (type: string) =>
  (unasked[type] ?? []).flatMap(({ permissions }) => permissions.split(" "));
const sorted = (actions: readonly string[]) => [...new Set(actions)].sort();

describe("the table of the provider's calls", () => {
  it("is of the provider that the stacks are applied with", () => {
    const terraform = join(__dirname, "../../../../packages/terraform/src/provider-mirror.ts");
    expect(readFileSync(terraform, "utf8")).toContain(`version: "${calls.version}"`);
  });

  it("has the types that were read from the provider", () => {
    expect(sorted(Object.keys(operations))).toEqual(sorted(Object.keys(providerActions)));
  });

  it.each(Object.entries(providerActions))(
    "has every call that the provider's code can make for %s, or a reason why it is never made",
    (type, rows) => {
      const asked = called(type).filter((action) => !leftOut(type).includes(action));
      const expected = [...asked, ...(besides[type]?.split(" ") ?? [])];
      expect(sorted(inTable(rows))).toEqual(sorted(expected));
    },
  );

  it.each(Object.entries(unasked))("leaves out only calls that the provider has: %s", (type) => {
    expect(leftOut(type).filter((action) => !called(type).includes(action))).toEqual([]);
  });

  it.each([
    ["aws_iam_role", "iam:ListInstanceProfilesForRole", "iam.findInstanceProfilesForRole"],
    ["aws_subnet", "ec2:DeleteNetworkInterface", "ec2.deleteNetworkInterface"],
    ["aws_security_group", "ec2:DetachNetworkInterface", "ec2.detachNetworkInterface"],
    ["aws_sns_topic_subscription", "sns:ListSubscriptionsByTopic", "sns.findSubscriptionInTopic"],
  ])("was read down to the function: %s calls %s in %s", (type, operation, caller) => {
    expect(operations[type]?.[operation]).toContain(caller);
  });
});
