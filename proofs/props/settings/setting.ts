import type { TerraformStack } from "cdktf";

/** Builds something valid from props, which go through `change` on their way. */
export type Setting = (stack: TerraformStack, change: <Props>(props: Props) => Props) => void;

/** A setting that creates one construct. */
export const creating =
  <Props>(
    Construct: new (stack: TerraformStack, id: string, props: Props) => unknown,
    propsOf: (stack: TerraformStack) => Props,
  ): Setting =>
  (stack, change) => {
    new Construct(stack, "Subject", change(propsOf(stack)));
  };

/** Valid uses by the name of a construct or method; together they hold every prop. */
export type Settings = Readonly<Record<string, readonly Setting[]>>;

/** Values that nothing else contains, so that it shows where each of them goes. */
export const place = { accountId: "271828182845", region: "eu-central-1" };
const keyId = "31415926-5358-4793-8384-626433832795";
export const encryptionKey = { arn: `arn:aws:kms:eu-central-1:271828182845:key/${keyId}` };
export const logRetentionDays = 731;
export const zones = ["eu-central-1a", "eu-central-1b"];
export const today = "2026-05-04";
