import type { ExpectedAnswer } from "@pictor/testing";
import { accountId, region } from "./fixture";

/** Role of the environment `prod` that its boundary limits. */
const principal = `arn:aws:iam::${accountId}:role/pictor-prod-x`;

const rows =
  (answer: "yes" | "no") =>
  (
    actions: string,
    resource: string,
    context: Readonly<Record<string, string>> = {},
  ): readonly ExpectedAnswer[] =>
    actions
      .split(" ")
      .map((action) => ({ principal, action, resource, accountId, context, answer }));

/** Rows of actions, separated by spaces, that the boundary allows. */
export const yes = rows("yes");
/** Rows of actions, separated by spaces, that the boundary denies. */
export const no = rows("no");

export const here = { "aws:RequestedRegion": region };
export const there = { "aws:RequestedRegion": "us-east-1" };
/** Returns the same resource in another region. */
export const elsewhere = (resource: string) => resource.replace(region, "us-east-1");
