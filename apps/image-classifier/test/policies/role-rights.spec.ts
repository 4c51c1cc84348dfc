import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accountKeyPolicy, actionsOf, decide, type PolicyEntry } from "@pictor/testing";
import { commandActions } from "./command-actions";
import { place, stacksOfOneAccount } from "./one-account";
import type { Calls } from "./prod-resources";
import { providerActions } from "./provider-actions";
import { type PlacedRole, policiesOfRoles } from "./roles";
import type { Need } from "./runtime-needs";
import { needsOf } from "./runtime-roles";
import { besidesTheTables, gatewayLogs } from "./terraform-needs";
import { unusedRights } from "./unused-rights";

const roles = policiesOfRoles(stacksOfOneAccount());
const runtime = roles.filter(({ boundary }) => boundary !== undefined);
const deployers = roles.filter(({ name }) => /-(deploy|plan)$/.test(name));
const keyPolicy = accountKeyPolicy(place.accountId);

const actionsIn = (calls: Calls): readonly string[] =>
  calls.flatMap(([, list]) => {
    const [service = "", names = ""] = list.split(":");
    return names.split(" ").map((name) => `${service}:${name}`);
  });
const needsFor = ({ name, environment = "" }: PlacedRole) => needsOf(environment)[name];

/** What of a need the policy engine refuses the role. */
async function refused(
  { name, identity, boundary }: PlacedRole,
  { calls, context }: Need,
): Promise<readonly string[]> {
  const asked = calls.flatMap((row) => actionsIn([row]).map((action) => [action, row[0]] as const));
  const answers = await Promise.all(
    asked.map(async ([action, resource]) => {
      const request = {
        principal: `arn:aws:iam::${place.accountId}:role/${name}`,
        action,
        resource,
        accountId: place.accountId,
        context: { "aws:RequestedRegion": place.region, ...context },
      };
      const decision = await decide(request, {
        identity,
        ...(boundary && { boundary }),
        ...(resource.includes(":key/") && { resource: keyPolicy }),
      });
      return decision === "Allowed" ? [] : [`${action} on ${resource}`];
    }),
  );
  return answers.flat();
}

/** Actions that a role's policies allow, each with the entry that does. */
async function rightsOf({ identity }: PlacedRole): Promise<readonly (readonly [string, string])[]> {
  const entries = identity.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(
    ({ Action }: PolicyEntry) => [Action].flat().map(String),
  );
  const all = await Promise.all(
    [...new Set(entries)].map(async (entry) =>
      (await actionsOf(entry)).map(({ action }) => [entry, action] as const),
    ),
  );
  return all.flat();
}

async function unused(role: PlacedRole, needed: readonly string[]): Promise<readonly string[]> {
  const names = new Set(needed.map((action) => action.toLowerCase()));
  return (await rightsOf(role))
    .filter(([, action]) => !names.has(action.toLowerCase()))
    .filter(([entry, action]) => !isExplained(role, entry, action))
    .map(([entry, action]) => (entry === action ? action : `${action} by ${entry}`));
}

const isExplained = ({ name }: PlacedRole, entry: string, action: string) =>
  unusedRights.some(
    (row) =>
      row.entry === entry &&
      row.roles.test(name) &&
      (row.actions === undefined || actionsIn([["*", row.actions]]).includes(action)),
  );

const neededToDeploy = [
  ...Object.values(providerActions),
  ...Object.values(commandActions),
  besidesTheTables,
].flatMap(actionsIn);

describe("a role that something runs as", () => {
  it.each(runtime.map((role) => [role.name, role] as const))(
    "may make each of its calls, within its boundary, and has no right beyond them: %s",
    async (_, role) => {
      const needs = needsFor(role) ?? [];
      expect(needs.length).toBeGreaterThan(0);
      const problems = await Promise.all(needs.map((need) => refused(role, need)));
      expect(problems.flat()).toEqual([]);
      expect(
        await unused(
          role,
          needs.flatMap(({ calls }) => actionsIn(calls)),
        ),
      ).toEqual([]);
    },
  );

  it("makes every call of AWS's SDK that is in its code", () => {
    const byCode = (folder: string) =>
      runtime.flatMap((role) => needsFor(role) ?? []).filter(({ by }) => by === folder);
    const folders = ["api", "capacity-controller", "jobs"].map((name) => `packages/${name}/lambda`);
    for (const folder of folders) {
      const named = byCode(folder).flatMap(({ calls }) => actionsIn(calls));
      const called = commandsIn(folder);
      expect(called.length).toBeGreaterThan(0);
      const missing = called.filter(
        (name) => !named.some((action) => action.endsWith(`:${permissionOf[name] ?? name}`)),
      );
      expect([folder, missing]).toEqual([folder, []]);
    }
  });
});

describe("a role that deploys or plans", () => {
  it.each(deployers.map((role) => [role.name, role] as const))(
    "has no right that no call needs, but those that are explained: %s",
    async (_, role) => {
      expect(await unused(role, neededToDeploy)).toEqual([]);
    },
  );

  it("has each explained right, and needs none of them: no explanation is left over", async () => {
    const needed = new Set(neededToDeploy);
    const rights = (await Promise.all(deployers.map(rightsOf))).flat();
    const over = unusedRights.filter(
      ({ entry, actions }) =>
        !rights.some(([one, action]) => one === entry && !needed.has(action)) ||
        actionsIn([["*", actions ?? ":"]]).some((action) => needed.has(action)),
    );
    expect(over.map(({ entry }) => entry)).toEqual([]);
  });

  it("would be found to have a right too many", async () => {
    const [role] = deployers as [PlacedRole];
    const Statement = [{ Effect: "Allow", Action: "s3:PutBucket*", Resource: "*" }];
    const wider = { ...role, identity: { ...role.identity, Statement } };
    expect(await unused(wider, neededToDeploy)).toContain("s3:PutBucketAcl by s3:PutBucket*");
  });
});

it("the role of API Gateway's logs has the rights that AWS demands of it", async () => {
  const role = roles.find(({ name }) => name.startsWith("pictor-api-gateway-logs"));
  expect(await refused(role as PlacedRole, gatewayLogs)).toEqual([]);
  expect(await unused(role as PlacedRole, actionsIn(gatewayLogs.calls))).toEqual([]);
});

/** Permissions of commands that have another name. */
const permissionOf: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: "PutObject",
  CreateMultipartUpload: "PutObject",
  ListObjectsV2: "ListBucket",
  UploadPart: "PutObject",
};

function commandsIn(folder: string): readonly string[] {
  const directory = join(__dirname, "..", "..", "..", "..", folder);
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [
      ...readFileSync(join(directory, name), "utf8").matchAll(/new ([A-Z]\w+)Command\(/g),
    ])
    .map(([, command = ""]) => command);
}
