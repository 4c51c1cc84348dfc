import { runSimulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { decide, type PolicyDocument } from "../src";

const accountId = "123456789012";
const principal = `arn:aws:iam::${accountId}:role/r`;

const variable = (name: string) => `$\{${name}}`;

const actions = fc.constantFrom(
  ...["s3:GetObject", "S3:getobject", "s3:Get*", "s3:G?tObject", "s3:*", "*"],
  ...["s3:PutObject", "lambda:*"],
);
const resources = fc.constantFrom(
  ...["arn:aws:s3:::b/k", "arn:aws:s3:::b/*", "arn:aws:s3:::?/k", "arn:aws:s3:::*", "*"],
  ...[`arn:aws:s3:::b/${variable("aws:PrincipalTag/key")}`],
  ...[`arn:aws:s3:::${variable("aws:PrincipalAccount")}/k`],
  ...["arn:aws:s3:::b", "arn:aws:s3:::other/k", "arn:aws:s3:::b.k/k", "arn:aws:s3:::b/k+"],
);
const some = (names: typeof actions) => fc.array(names, { minLength: 1, maxLength: 3 });
const statements = fc
  .record({
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    about: fc.oneof(some(actions), some(actions), fc.constant(undefined)),
    notAbout: actions,
    of: fc.oneof(some(resources), some(resources), fc.constant(undefined)),
    notOf: resources,
    Condition: fc.constantFrom({}, { StringEquals: { "aws:PrincipalAccount": accountId } }),
  })
  .map(({ about, notAbout, of, notOf, ...statement }) => ({
    ...statement,
    ...(about === undefined ? { NotAction: notAbout } : { Action: about }),
    ...(of === undefined ? { NotResource: notOf } : { Resource: of }),
  }));
const policies = fc
  .array(statements, { maxLength: 4 })
  .map((Statement): PolicyDocument => ({ Version: "2012-10-17", Statement }));

/** What the evaluator says that is given every statement. */
async function evaluated(
  request: { readonly action: string; readonly resource: string },
  identity: PolicyDocument,
  boundary: PolicyDocument | undefined,
): Promise<string> {
  const answer = await runSimulation(
    {
      request: {
        principal,
        action: request.action,
        resource: { resource: request.resource, accountId },
        contextVariables: {
          "aws:PrincipalArn": principal,
          "aws:PrincipalAccount": accountId,
          "aws:ResourceAccount": accountId,
        },
      },
      identityPolicies: [{ name: "identity", policy: identity }],
      ...(boundary && { permissionBoundaryPolicies: [{ name: "boundary", policy: boundary }] }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult;
}

it("decides by the statements that may be about a request as by all, whatever was asked before", async () => {
  const answers = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      policies,
      fc.option(policies, { nil: undefined }),
      fc.constantFrom("s3:GetObject", "s3:PutObject"),
      fc.constantFrom("arn:aws:s3:::b/k", `arn:aws:s3:::${accountId}/k`, "arn:aws:s3:::B/k"),
      async (identity, boundary, action, resource) => {
        const wanted = await evaluated({ action, resource }, identity, boundary);
        const request = { principal, action, resource, accountId };
        expect(await decide(request, { identity, ...(boundary && { boundary }) })).toBe(wanted);
        answers.add(wanted);
      },
    ),
    { numRuns: 500 },
  );
  expect([...answers].sort()).toEqual(["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"]);
});

it("tells roles and contexts apart wherever a policy speaks of the request", async () => {
  const identity = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::b/k",
        Condition: {
          ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/r" },
          Bool: { "aws:SecureTransport": "true" },
        },
      },
    ],
  };
  const ask = (role: string, secure: string) =>
    decide(
      {
        principal: `arn:aws:iam::${accountId}:role/${role}`,
        ...{ action: "s3:GetObject", resource: "arn:aws:s3:::b/k", accountId },
        context: { "aws:SecureTransport": secure },
      },
      { identity },
    );
  const asked = [
    ["r", "false"],
    ["s", "true"],
    ["r", "true"],
    ["s", "false"],
  ] as const;
  const answers = await Promise.all(asked.map(([role, secure]) => ask(role, secure)));
  expect(answers.map((answer) => answer === "Allowed")).toEqual([false, false, true, false]);
});

it("refuses a request that no policy speaks of and that the evaluator does not know", async () => {
  const request = { principal, resource: "arn:aws:s3:::b/k", accountId };
  const nothing = { identity: { Version: "2012-10-17", Statement: [] } };
  await expect(decide({ ...request, action: "s3:GetObjekt" }, nothing)).rejects.toThrow(
    "GetObjekt",
  );
  await expect(decide({ ...request, action: "s3:GetObject" }, nothing)).resolves.toBe(
    "ImplicitlyDenied",
  );
});
