import type { PolicyDocument, PolicyEntry } from "@pictor/testing";
import type { PlacedStack } from "./one-account";

/** A role and everything that says what it may do and who may be it. */
export interface PlacedRole {
  readonly name: string;
  /** Absent: the account's own. */
  readonly environment: string | undefined;
  readonly identity: PolicyDocument;
  readonly trust: PolicyDocument;
  readonly boundary?: PolicyDocument;
}

const joined = (statements: readonly PolicyEntry[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});

/** Every role of every stack with its policies, inline and attached, and its boundary. */
export function policiesOfRoles(stacks: readonly PlacedStack[]): readonly PlacedRole[] {
  const all = stacks.flatMap(({ policies }) => policies);
  const managed = new Map(
    all
      .filter(({ type }) => type === "aws_iam_policy")
      .map(({ attributes, document }) => [String(attributes.name), document]),
  );
  return stacks.flatMap(({ environment, json, policies }) => {
    const attached = Object.values(json.resource?.aws_iam_role_policy_attachment ?? {});
    const nameOf = (type: string, reference: unknown) => {
      const [, id = ""] = String(reference).replace("${", "").split(".");
      return String(json.resource?.[type]?.[id]?.name);
    };
    return policies
      .filter(({ kind }) => kind === "trust")
      .map(({ attributes, document }): PlacedRole => {
        const name = String(attributes.name);
        const inline = policies.filter(
          ({ type, attributes: own }) => type === "aws_iam_role_policy" && own.role === name,
        );
        const taken = attached
          .filter(({ role }) => nameOf("aws_iam_role", role) === name)
          .flatMap(({ policy_arn: arn }) => managed.get(nameOf("aws_iam_policy", arn)) ?? []);
        const boundary = managed.get(
          String(attributes.permissions_boundary ?? "").replace(/^.*policy\//, ""),
        );
        return {
          name,
          environment: environment ?? /^pictor-(\w+)-.*-deploy$/.exec(name)?.[1],
          trust: document,
          identity: joined(
            [...inline.map((one) => one.document), ...taken].flatMap((one) => one.Statement),
          ),
          ...(boundary && { boundary }),
        };
      });
  });
}
