import { overlaps } from "../permissions/glob-overlap";
import { decide, type PolicyDocument } from "../policy-evaluation";

/** Somebody with policies. */
export interface Identity {
  /** ARN of the role. */
  readonly arn: string;
  /** Whose it is; what it takes over of another owner is a way out. */
  readonly owner: string;
  readonly identity: PolicyDocument;
  readonly boundary?: PolicyDocument;
}

/** One request that gives control over a target, in each of the contexts that a caller can bring about. */
export interface Control {
  readonly action: string;
  readonly resource: string;
  /** Condition keys; a request that is allowed in one of these contexts is possible. */
  readonly contexts: readonly Readonly<Record<string, string>>[];
  readonly resourcePolicy?: PolicyDocument;
}

/** Something that can be taken over. */
export interface Target {
  readonly name: string;
  readonly owner: string;
  readonly controls: readonly Control[];
  /**
   * ARN of the identity that whoever controls the target can act as: a role's own, or that of the role which a
   * function, model, job or state machine runs as.
   *
   * @default none: data, or something that does nothing by itself
   */
  readonly actsAs?: string;
}

/** A step from an identity to a target. */
export interface Step {
  readonly from: string;
  readonly action: string;
  readonly target: Target;
}

/**
 * The steps that somebody can take, from one identity to the next: breadth first, each identity once. What belongs to
 * who began and acts as nobody is left out: it leads nowhere.
 *
 * @param isEnough ends the search at a step
 */
export async function stepsFrom(
  start: Identity,
  identities: readonly Identity[],
  targets: readonly Target[],
  accountId: string,
  isEnough: (step: Step) => boolean = () => false,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const reached = [start];
  const wanted = targets.filter(({ owner, actsAs }) => owner !== start.owner || actsAs);
  for (const who of reached) {
    const before = reached.slice(0, reached.indexOf(who)).filter((one) => isAlike(one, who));
    for (const target of wanted) {
      const action = await wayInto(who, target, accountId, before.length > 0);
      if (action === undefined) continue;
      const step = { from: who.arn, action, target };
      steps.push(step);
      if (isEnough(step)) return steps;
      const next = identities.find(({ arn }) => arn === target.actsAs);
      if (next !== undefined && !reached.includes(next)) reached.push(next);
    }
  }
  return steps;
}

/** Whether two identities have the same policies: only policies of resources tell them apart. */
function isAlike(one: Identity, other: Identity): boolean {
  return one.identity === other.identity && one.boundary === other.boundary;
}

/** The steps to what belongs to another owner than who began, as text. */
export function waysOut(start: Identity, steps: readonly Step[]): readonly string[] {
  return steps.filter(({ target }) => target.owner !== start.owner).map(stepText);
}

/** A step as text: who, what, whose, by which action. */
export function stepText({ from, action, target }: Step): string {
  return `${from} → ${target.name} of ${target.owner} (${action})`;
}

async function wayInto(
  who: Identity,
  { controls }: Target,
  accountId: string,
  onlyByResourcePolicy: boolean,
): Promise<string | undefined> {
  const identity = (action: string) => concerning(who.identity, action);
  const boundary = (action: string) => who.boundary && concerning(who.boundary, action);
  for (const { action, resource, contexts, resourcePolicy } of controls) {
    if (onlyByResourcePolicy && resourcePolicy === undefined) continue;
    const [own, limit] = [identity(action), boundary(action)];
    if (!allowsAny(own) || (limit && !allowsAny(limit))) continue;
    for (const context of contexts) {
      const answer = await decide(
        { principal: who.arn, action, resource, accountId, context },
        {
          identity: own,
          ...(limit && { boundary: limit }),
          ...(resourcePolicy && { resource: resourcePolicy }),
        },
      );
      if (answer === "Allowed") return action;
    }
  }
  return undefined;
}

const known = new WeakMap<PolicyDocument, Map<string, PolicyDocument>>();

/** The statements of a policy that are about an action; the evaluator reads all that it is given, each time. */
function concerning(policy: PolicyDocument, action: string): PolicyDocument {
  const parts = known.get(policy) ?? new Map<string, PolicyDocument>();
  known.set(policy, parts);
  const before = parts.get(action);
  if (before !== undefined) return before;
  const part = {
    ...policy,
    Statement: policy.Statement.filter(({ Action }) =>
      [Action].flat().some((entry) => overlaps(action, String(entry))),
    ),
  };
  parts.set(action, part);
  return part;
}

function allowsAny({ Statement }: PolicyDocument): boolean {
  return Statement.some(({ Effect }) => Effect === "Allow");
}
