import { isRecord } from "../plan/json";

/** One condition of a statement: all of a statement's conditions must hold. */
export interface Condition {
  /** For example `StringEquals`. */
  readonly operator: string;
  /** In lower case, as AWS compares them. */
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a policy, with every list written as a list. */
export interface Statement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** `*`, or kind and name such as `AWS:arn:…`; undefined in a policy of an identity. */
  readonly principals?: readonly string[];
  readonly notPrincipals?: readonly string[];
  /** In lower case, as AWS compares them. */
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly Condition[];
}

/** Documents by their texts: each rule reads each policy of a plan again. */
const documents = new Map<string, readonly Statement[] | undefined>();

/** More than a large plan has; afterwards the memory is freed. */
const mostDocuments = 4096;

/** Reads a policy document; undefined if the text or value is none. */
export function readDocument(value: unknown): readonly Statement[] | undefined {
  if (typeof value !== "string") return statementsOf(value);
  if (!documents.has(value)) {
    if (documents.size >= mostDocuments) documents.clear();
    documents.set(value, statementsOf(parse(value)));
  }
  return documents.get(value);
}

function statementsOf(document: unknown): readonly Statement[] | undefined {
  if (!isRecord(document) || document.Statement === undefined) return undefined;
  const statements = [document.Statement].flat();
  return statements.every(isRecord) ? statements.map(statementOf) : undefined;
}

function parse(text: string): unknown {
  if (!text.includes("Statement")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statementOf(written: Readonly<Record<string, unknown>>): Statement {
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } =
    written;
  return {
    ...(typeof Sid === "string" && Sid !== "" && { sid: Sid }),
    effect: Effect === "Deny" ? "Deny" : "Allow",
    ...(Principal !== undefined && { principals: principalsOf(Principal) }),
    ...(NotPrincipal !== undefined && { notPrincipals: principalsOf(NotPrincipal) }),
    ...(Action !== undefined && { actions: textsOf(Action).map((action) => action.toLowerCase()) }),
    ...(NotAction !== undefined && {
      notActions: textsOf(NotAction).map((action) => action.toLowerCase()),
    }),
    ...(Resource !== undefined && { resources: textsOf(Resource) }),
    ...(NotResource !== undefined && { notResources: textsOf(NotResource) }),
    conditions: conditionsOf(written.Condition),
  };
}

function textsOf(value: unknown): string[] {
  return [value].flat().map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
}

function principalsOf(value: unknown): string[] {
  if (!isRecord(value)) return textsOf(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    textsOf(names).map((name) =>
      kind === "AWS" && name === "*" ? "*" : `${kind}:${account(name)}`,
    ),
  );
}

/** An account's number and its root principal mean the same. */
function account(name: string): string {
  return /^arn:[\w-]+:iam::(\d{12}):root$/.exec(name)?.[1] ?? name;
}

function conditionsOf(written: unknown): Condition[] {
  if (!isRecord(written)) return [];
  return Object.entries(written).flatMap(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: textsOf(values),
    })),
  );
}
