import { identityChanges, stackIdentities } from "../src";

const stack = (changes: object = {}) =>
  stackIdentities(
    JSON.stringify({
      terraform: { backend: { s3: { bucket: "state", key: "pictor/prod.tfstate" } } },
      output: { url: { value: "x" } },
      resource: {
        aws_iam_role: { Role: { name: "run", assume_role_policy: '{"a":1}', description: "d" } },
        aws_sagemaker_model: {
          Model: { name: `m-\${substr(sha256(jsonencode({"x" = 1})), 0, 12)}` },
        },
      },
      ...changes,
    }),
  );

describe("the identities of a stack", () => {
  it("are addresses, names, policies by their hash, outputs, and where the state lies", () => {
    expect(stack()).toEqual({
      "aws_iam_role.Role": {
        name: "run",
        assume_role_policy: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      "aws_sagemaker_model.Model": { name: "m-<hash of the inputs>" },
      "backend.s3": { bucket: "state", name: "pictor/prod.tfstate" },
      "output.url": {},
    });
  });

  const role = { name: "run", assume_role_policy: '{"a":1}', description: "d" };
  const model = { Model: { name: `m-\${substr(sha256(jsonencode({"x" = 2})), 0, 12)}` } };

  it.each<[string, object, readonly string[]]>([
    ["a description", { aws_iam_role: { Role: { ...role, description: "e" } } }, []],
    ["a name", { aws_iam_role: { Role: { ...role, name: "walk" } } }, ["aws_iam_role.Role name"]],
    [
      "a policy",
      { aws_iam_role: { Role: { ...role, assume_role_policy: '{"a":2}' } } },
      ["aws_iam_role.Role assume_role_policy"],
    ],
    [
      "an address",
      { aws_iam_role: { Other: role } },
      ["aws_iam_role.Other address", "aws_iam_role.Role address"],
    ],
  ])("differ by a changed %s accordingly", (_, resources, expected) => {
    const after = stack({ resource: { aws_sagemaker_model: model, ...resources } });
    expect(
      identityChanges(stack(), after).map(({ address, attribute }) => `${address} ${attribute}`),
    ).toEqual(expected);
  });

  it("differ by a state that moved", () => {
    const moved = stack({ terraform: { backend: { s3: { bucket: "other", key: "k" } } } });
    expect(identityChanges(stack(), moved).map(({ attribute }) => attribute)).toEqual([
      "bucket",
      "name",
    ]);
  });
});
