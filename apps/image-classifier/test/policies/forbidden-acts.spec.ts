import {
  type AccessRequest,
  accountKeyPolicy,
  decide,
  everything,
  type Policies,
} from "@pictor/testing";
import { type Attacker, escalations, type ForbiddenAct } from "./forbidden-acts";
import { workloadActs } from "./forbidden-acts-of-workloads";
import { otherActs } from "./forbidden-acts-on-data";
import { place, stacksOfOneAccount } from "./one-account";
import { type PlacedRole, policiesOfRoles } from "./roles";

const stacks = stacksOfOneAccount();
const roles = policiesOfRoles(stacks);
const acts = [...escalations, ...otherActs];
/** Keys leave the decision to the identities here, so that no act is refused by a key's policy alone. */
const keyPolicy = accountKeyPolicy(place.accountId);
const arnOfRole = ({ name }: PlacedRole) => `arn:aws:iam::${place.accountId}:role/${name}`;

function attackerOf(role: PlacedRole): Attacker {
  const [, planned] = /^pictor-(\w+)-.*-plan$/.exec(role.name) ?? [];
  const environment = role.environment ?? planned ?? "prod";
  return {
    self: arnOfRole(role),
    environment,
    // Its name begins like the other's.
    foreign: environment === "prod" ? "prod2" : "prod",
    others: roles.filter((one) => one !== role),
  };
}

/** Every request by which a role could commit an act. */
function requestsFor(
  { calls, contexts }: ForbiddenAct,
  role: PlacedRole,
): readonly AccessRequest[] {
  const attacker = attackerOf(role);
  const circumstances = contexts?.(attacker) ?? [{}];
  return calls(attacker).flatMap(([resource, list]) => {
    const [service = "", actions = ""] = list.split(":");
    return actions.split(" ").flatMap((name) =>
      circumstances.map((context) => ({
        principal: attacker.self,
        action: `${service}:${name}`,
        resource,
        accountId: place.accountId,
        context: { "aws:RequestedRegion": place.region, ...context },
      })),
    );
  });
}

async function allowed(
  requests: readonly AccessRequest[],
  { identity, boundary }: Policies,
): Promise<readonly string[]> {
  const answers = await Promise.all(
    requests.map(async (request) => {
      const policies = {
        ...(identity && { identity }),
        ...(boundary && { boundary }),
        ...(request.resource.includes(":key/") && { resource: keyPolicy }),
      };
      return (await decide(request, policies)) === "Allowed"
        ? [`${request.principal}: ${request.action} on ${request.resource}`]
        : [];
    }),
  );
  return [...new Set(answers.flat())];
}

const named = (list: readonly ForbiddenAct[]) => list.map((act) => [act.act, act] as const);
/** Roles that something runs as. */
const workloads = roles.filter(({ boundary }) => boundary !== undefined);

async function found(act: ForbiddenAct, by: readonly PlacedRole[]): Promise<readonly string[]> {
  return (await Promise.all(by.map((role) => allowed(requestsFor(act, role), role)))).flat();
}

describe("what no role may do", () => {
  it("is a list of more than thirty acts, tried by every role of every environment", () => {
    expect(acts.length).toBeGreaterThan(30);
    expect(new Set(acts.map(({ act }) => act)).size).toBe(acts.length);
    expect(roles.length).toBeGreaterThan(30);
  });

  it.each(named(acts))("%s", async (_, act) => {
    expect(await found(act, roles)).toEqual([]);
  });

  it.each(named(workloadActs))("in its own environment, unless it deploys: %s", async (_, act) => {
    expect(workloads.length).toBeGreaterThan(15);
    expect(await found(act, workloads)).toEqual([]);
  });

  it.each(named([...acts, ...workloadActs]))(
    "would be found if a role had an administrator's policy: %s",
    async (_, act) => {
      const [role] = workloads as [PlacedRole];
      const requests = requestsFor(act, role);
      const asked = new Set(requests.map(({ action, resource }) => `${action} on ${resource}`));
      expect(asked.size).toBeGreaterThan(0);
      expect(await allowed(requests, { identity: everything })).toHaveLength(asked.size);
    },
  );
});
