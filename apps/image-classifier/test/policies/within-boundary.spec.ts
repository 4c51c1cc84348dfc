import { overlaps, type PolicyDocument, type PolicyEntry } from "@pictor/testing";
import { stacksOfOneAccount } from "./one-account";
import { type PlacedRole, policiesOfRoles } from "./roles";

const list = (value: unknown): readonly string[] => [value].flat().map(String);
const allowed = ({ Statement }: PolicyDocument): readonly PolicyEntry[] =>
  Statement.filter(({ Effect, Action }) => Effect === "Allow" && Action !== undefined);

/** What a role's own policies allow and its boundary does not: each action with its resource. */
function voided(identity: PolicyDocument, boundary: PolicyDocument): readonly string[] {
  return allowed(identity).flatMap((statement) =>
    list(statement.Action).flatMap((action) =>
      list(statement.Resource)
        .filter(
          (resource) =>
            !allowed(boundary).some(
              (limit) =>
                list(limit.Action).some((pattern) => overlaps(action, pattern)) &&
                list(limit.Resource).some((pattern) => overlaps(resource, pattern)),
            ),
        )
        .map((resource) => `${action} on ${resource}`),
    ),
  );
}

type BoundedRole = PlacedRole & { readonly boundary: PolicyDocument };
const bounded = policiesOfRoles(stacksOfOneAccount()).filter(
  (role): role is BoundedRole => role.boundary !== undefined,
);

describe("the boundary of an environment", () => {
  it("leaves each role of the environment all that its own policies allow", () => {
    expect(bounded.length).toBeGreaterThan(10);
    const found = bounded.flatMap(({ name, identity, boundary }) =>
      voided(identity, boundary).map((permission) => `${name}: ${permission}`),
    );
    expect(found).toEqual([]);
  });

  it("would be caught without one of its statements, if a role's statement has no other", () => {
    const caught = new Set<string>();
    const statements = new Set<string>();
    for (const { identity, boundary } of bounded) {
      for (const removed of allowed(boundary)) {
        const Statement = boundary.Statement.filter((statement) => statement !== removed);
        statements.add(String(removed.Sid));
        if (voided(identity, { ...boundary, Statement }).length > 0)
          caught.add(String(removed.Sid));
      }
    }
    expect([...statements].filter((sid) => !caught.has(sid))).toEqual([]);
  });
});
