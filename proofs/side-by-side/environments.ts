import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AccountStack, deploymentsTo } from "@pictor/account";
import { shippedTrafficOf } from "@pictor/cost";
import { createStacks, type Environment, environments } from "@pictor/image-classifier";
import { manifestOf } from "@pictor/testing";
import { App } from "cdktf";

export const accountId = "555555555555";
export const regions = ["us-east-1", "eu-west-1"] as const;

/** An environment with everything that has a name: a network, a firewall, a dashboard, a budget. */
function like(name: string, region: (typeof regions)[number], third: number): Environment {
  const local = environments.find((environment) => environment.name === "local");
  if (local === undefined) throw new Error("there is no environment 'local'");
  return {
    ...local,
    ...{ name, region, accountId },
    network: {
      kind: "vpc",
      cidrBlock: `10.${third}.0.0/16`,
      availabilityZones: [`${region}a`, `${region}b`],
    },
  };
}

/** Two environments in one region, and one in another. All have the same shape, so that equal names would meet. */
export const neighbours: readonly Environment[] = [
  like("east", "us-east-1", 20),
  like("twin", "us-east-1", 21),
  like("west", "eu-west-1", 22),
];

/** The account's stack in a region. */
export const accountStackIn = (region: string): string => `account-${region}`;

/** Synthesises the account's stack in each region, and the stacks of all environments, into one directory. */
export function synthesiseAll(outdir: string): void {
  const app = new App({ outdir, skipValidation: false });
  for (const region of regions) {
    const account = { accountId, region, state: { kind: "local" } } as const;
    new AccountStack(app, accountStackIn(region), account, deploymentsTo(account, neighbours));
  }
  const manifest = manifestOf("a");
  const traffic = shippedTrafficOf("seed");
  createStacks(
    app,
    neighbours.map((environment) => ({ environment, manifest, traffic })),
  );
  app.synth();
}

/** Attributes that are a resource's name where it has one. */
const nameAttributes = ["name", "bucket", "function_name", "dashboard_name", "alarm_name"];
/** Kinds whose names are an account's; all others are of a region, or of their parent. */
const global =
  /^aws_(iam_(role|policy|openid_connect_provider)|s3_bucket|cloudwatch_dashboard|budgets_budget)$/;
/** Kinds whose names are of the resource that they belong to. */
const ofParent =
  /^aws_(iam_role_policy|s3_bucket_.*|lambda_alias|api_gateway_.*|appautoscaling_policy)$/;

/** Every name in the stacks: its kind, where it must be unique, and the name, as often as it occurs. */
export function namesIn(outdir: string, stacks: readonly (readonly [string, string])[]): string[] {
  return stacks.flatMap(([stack, region]) => {
    const file = join(outdir, "stacks", stack, "cdk.tf.json");
    const { resource } = JSON.parse(readFileSync(file, "utf8"));
    const kinds = Object.entries<Record<string, Record<string, unknown>>>(resource);
    return kinds
      .filter(([kind]) => !ofParent.test(kind))
      .flatMap(([kind, resources]) =>
        Object.values(resources).flatMap((values) => {
          const name = nameAttributes.map((key) => values[key]).find((one) => one !== undefined);
          const isLiteral = typeof name === "string" && !name.includes("${");
          return isLiteral ? [`${kind} ${global.test(kind) ? "account" : region} ${name}`] : [];
        }),
      );
  });
}
