import type { PolicyDocument, PolicyEntry } from "./policy-evaluation";

/** A policy with one thing changed. */
export interface PolicyMutant {
  /** What was changed, for example `OnlyReaders: without Condition.ArnNotLike`. */
  readonly change: string;
  readonly policy: PolicyDocument;
}

/**
 * Every policy that is one line away: a statement, a condition or an item of a list is missing, or a value is another.
 * A test that knows what the policy is for tells each of them from the right one.
 */
export function policyMutants(policy: PolicyDocument): readonly PolicyMutant[] {
  return policy.Statement.flatMap((statement, index) => {
    const name = String(statement.Sid);
    const others = (changed: readonly PolicyEntry[]): PolicyDocument => ({
      ...policy,
      Statement: policy.Statement.flatMap((one, at) => (at === index ? changed : [one])),
    });
    return [
      { change: `${name}: is missing`, policy: others([]) },
      ...[...elements(statement), ...conditions(statement)].map(({ change, entry }) => ({
        change: `${name}: ${change}`,
        policy: others([entry]),
      })),
    ];
  });
}

interface Changed {
  readonly change: string;
  readonly entry: PolicyEntry;
}

/** The other effect, another principal, another action or resource, and lists without each of their items. */
function elements(statement: PolicyEntry): Changed[] {
  const Effect = statement.Effect === "Deny" ? "Allow" : "Deny";
  return [
    { change: `Effect is ${Effect}`, entry: { ...statement, Effect } },
    ...(statement.Principal === "*" || statement.Principal === undefined
      ? []
      : [
          {
            change: "Principal is another service",
            entry: { ...statement, Principal: { Service: "ec2.amazonaws.com" } },
          },
        ]),
    ...["Action", "Resource"].flatMap((element) =>
      others(statement[element]).map((value) => ({
        change: `${element} is ${JSON.stringify(value)}`,
        entry: { ...statement, [element]: value },
      })),
    ),
  ];
}

/** Other values in place of one. */
function others(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.length > 1
      ? value.map((item) => value.filter((other) => other !== item))
      : others(value[0]);
  }
  if (value === "*") return [];
  if (value === "true") return ["false"];
  if (value === "false") return ["true"];
  return typeof value === "string" && /^\d+\.\d+$/.test(value) ? ["1.1"] : [`${value}Other`];
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Without each condition, without each of its values, and with another value. */
function conditions(statement: PolicyEntry): Changed[] {
  const given = (statement.Condition ?? {}) as Conditions;
  return Object.entries(given).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, value]) => {
      const changed = (
        values: Readonly<Record<string, string | readonly string[]>>,
      ): PolicyEntry => {
        const left = { ...given, [operator]: values };
        if (Object.keys(values).length === 0) delete left[operator];
        const { Condition: _, ...bare } = statement;
        return Object.keys(left).length === 0 ? bare : { ...bare, Condition: left };
      };
      const { [key]: __, ...without } = keys;
      return [
        { change: `Condition without ${operator} of ${key}`, entry: changed(without) },
        ...others(value).map((other) => ({
          change: `${operator} of ${key} is ${JSON.stringify(other)}`,
          entry: changed({ ...keys, [key]: other as string }),
        })),
      ];
    }),
  );
}
