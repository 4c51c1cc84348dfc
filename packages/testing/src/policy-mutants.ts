import type { PolicyDocument, PolicyEntry } from "./policy-evaluation";

/** A policy with one thing changed. */
export interface PolicyMutant {
  /** What was changed, for example `OnlyReaders: without Condition.ArnNotLike`. */
  readonly change: string;
  readonly policy: PolicyDocument;
}

/**
 * Every policy that is one line away: a statement, a condition or an item of a list is missing, a value is another, or
 * an Allow is wider: for every principal, every action of its service, every resource.
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

const partition = "aws";
const elsewhere = {
  account: `arn:${partition}:iam::999999999999:root`,
  resource: `arn:${partition}:s3:::elsewhere`,
};

/** The other effect, another principal, another action or resource, and lists without each of their items. */
function elements(statement: PolicyEntry): Changed[] {
  const Effect = statement.Effect === "Deny" ? "Allow" : "Deny";
  const changed = (element: string, value: unknown): Changed => ({
    change: `${element} is ${JSON.stringify(value)}`,
    entry: { ...statement, [element]: value },
  });
  return [
    changed("Effect", Effect),
    ...otherPrincipals(statement.Principal).map((value) => changed("Principal", value)),
    ...["Action", "Resource"].flatMap((element) =>
      others(statement[element]).map((value) => changed(element, value)),
    ),
    ...(isEverything(statement.Resource) ? [changed("Resource", elsewhere.resource)] : []),
    ...(statement.Effect === "Allow" ? widened(statement, changed) : []),
  ];
}

function otherPrincipals(given: unknown): readonly unknown[] {
  if (given === undefined) return [];
  return given === "*" ? [{ AWS: elsewhere.account }] : [{ Service: "ec2.amazonaws.com" }];
}

/** An Allow for everybody, of everything, to do everything. A Deny that is wider allows nothing, so it is not asked. */
function widened(
  { Principal, Action, Resource }: PolicyEntry,
  changed: (element: string, value: unknown) => Changed,
): Changed[] {
  const actions = [Action].flat();
  const every = `${String(actions[0]).split(":")[0]}:*`;
  return [
    ...(Principal === undefined || Principal === "*" ? [] : [changed("Principal", "*")]),
    ...(Resource === undefined || isEverything(Resource) ? [] : [changed("Resource", "*")]),
    ...(actions.includes(every) ? [] : [changed("Action", every)]),
  ];
}

function isEverything(resource: unknown): boolean {
  return [resource].flat().join() === "*";
}

/** Other values in place of one. */
function others(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.length > 1
      ? value.map((item) => value.filter((other) => other !== item))
      : others(value[0]);
  }
  if (value === undefined || value === "*") return [];
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
        ...[...others(value), ...exemptions(operator, value)].map((other) => ({
          change: `${operator} of ${key} is ${JSON.stringify(other)}`,
          entry: changed({ ...keys, [key]: other as string }),
        })),
      ];
    }),
  );
}

/** A negated operator exempts whom it names, by a pattern: the widest exempts everybody. */
function exemptions(operator: string, value: string | readonly string[]): readonly string[] {
  return /^(ArnNot|StringNotLike)/.test(operator) && value !== "*" ? ["*"] : [];
}
