import { type PolicyDocument, roleProblems, statementProblems } from "@pictor/testing";
import { stacksOfOneAccount } from "./one-account";
import { policiesOfRoles } from "./roles";

const stacks = stacksOfOneAccount();
const policies = stacks.flatMap(({ environment = "account", policies }) =>
  policies.map((policy) => ({ ...policy, where: `${environment}: ${policy.address}` })),
);

async function problems(document: PolicyDocument): Promise<readonly string[]> {
  return (await Promise.all(document.Statement.map(statementProblems))).flat();
}

describe("every policy of every stack", () => {
  it("has no statement, action, resource or condition that can never apply", async () => {
    const found = await Promise.all(
      policies.map(async ({ where, document }) =>
        (await problems(document)).map((text) => `${where}: ${text}`),
      ),
    );
    expect(found.flat()).toEqual([]);
    expect(policies.length).toBeGreaterThan(60);
  });

  it("gives each role all that its own actions take, also what AWS's tables do not show", async () => {
    const roles = policiesOfRoles(stacks);
    const found = await Promise.all(
      roles.map(async ({ name, identity, boundary }) =>
        // The roles of an environment have a boundary; the others deploy.
        (await roleProblems(identity, { deploys: boundary === undefined })).map(
          (text) => `${name}: ${text}`,
        ),
      ),
    );
    expect(found.flat()).toEqual([]);
    expect(roles.length).toBeGreaterThan(15);
  });
});
