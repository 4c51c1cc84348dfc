import type { ExpectedAnswer } from "@pictor/testing";
import { accountId, region } from "./fixture";

type Context = Readonly<Record<string, string>>;

export const deployRole = `arn:aws:iam::${accountId}:role/pictor-prod-${region}-deploy`;

function rows(
  answer: "yes" | "no",
  service: string,
  actions: string,
  resource: string,
  context: Context = {},
): readonly ExpectedAnswer[] {
  return actions.split(" ").map((action) => ({
    principal: deployRole,
    action: `${service}:${action}`,
    resource,
    accountId,
    context,
    answer,
  }));
}

export const yes = (...args: [string, string, string, Context?]) => rows("yes", ...args);
export const no = (...args: [string, string, string, Context?]) => rows("no", ...args);

export const arn = (service: string, id: string) =>
  `arn:aws:${service}:${region}:${accountId}:${id}`;
export const asked = (environment: string) => ({ "aws:RequestTag/Environment": environment });
export const tagged = (environment: string) => ({ "aws:ResourceTag/Environment": environment });
