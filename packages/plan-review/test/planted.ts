import fc from "fast-check";
import { type Written, writtenPlan } from "./written-plan";

/** A plan as Terraform writes it, and the secrets that were put into it. */
export interface Planted {
  readonly json: Record<string, unknown>;
  readonly secrets: readonly string[];
}

/** A place for a secret in an attribute's value. */
interface Spot {
  readonly value: unknown;
  readonly tree: unknown;
}

/** A value of no pattern: only its place says that it is secret. */
const opaque: fc.Arbitrary<string> = fc
  .string({
    unit: fc.constantFrom(...'abcdefghjkmnpqrstuvwxyz23456789$.*+/"\\é '),
    minLength: 14,
    maxLength: 24,
  })
  .map((text) => `Q${text.trim()}${text.length}Z`);

const letters = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const upper = "ABCDEFGHJKLMNPQRSTUVWXYZ234567";
const mixed = "abcdefghijkmnopqrstuvwxyzABCDEFGHJK23456789";

/** A secret by its look. */
const patterned: fc.Arbitrary<string> = fc.oneof(
  letters(upper, 16).map((text) => `AKIA${text}`),
  letters(mixed, 36).map((text) => `ghp_${text}`),
  letters(mixed, 24).map((text) => `sk_live_${text}`),
  letters(mixed, 40).map((text) => `eyJ${text}.eyJ${text}.${text}`),
  letters(mixed, 30).map((text) => `xoxb-${text}`),
);

const secretName = fc.constantFrom(
  "password",
  "DB_PASSWORD",
  "dbPassword2",
  "api_key",
  "clientSecret",
  "auth_token",
  "secret_string",
  "credentials",
  "connection_string",
);

/** Every way in which an attribute can hold a secret. */
function spots(secret: string, bySight: string, name: string): readonly Spot[] {
  return [
    { value: secret, tree: true },
    { value: { inner: { deep: secret } }, tree: true },
    { value: [{ a: "x" }, { a: secret }], tree: [{}, { a: true }] },
    { value: { [secret]: "a key of a secret map" }, tree: true },
    { value: { [name]: secret }, tree: {} },
    { value: { [name]: { nested: [secret] } }, tree: {} },
    { value: [{ name, value: secret }], tree: [{}] },
    { value: JSON.stringify({ env: { [name]: secret } }), tree: false },
    { value: JSON.stringify([{ name, value: secret }]), tree: false },
    { value: `export DB=1\n${bySight}\n`, tree: false },
    { value: { [bySight]: "a key by its look" }, tree: {} },
    { value: [["plain", `prefix ${bySight} suffix`]], tree: [] },
    { value: { nothing: null, text: `postgres://user:${bySight}@host/db` }, tree: {} },
  ];
}

const action = fc.constantFrom("create", "update", "delete", "replace", "drift");

/** Plans with secrets in every position: attributes, keys, indices, imports, outputs, variables, checks, drift. */
export const planted: fc.Arbitrary<Planted> = fc
  .record({
    changes: fc.array(
      fc.record({ secret: opaque, other: opaque, look: patterned, name: secretName, action }),
      { minLength: 1, maxLength: 4 },
    ),
    type: fc.constantFrom("aws_db_instance", "aws_lambda_function", "google_sql_user"),
    index: patterned,
    importId: patterned,
    message: patterned,
    output: opaque,
    named: opaque,
    variable: opaque,
    repeated: fc.boolean(),
  })
  .map(({ changes, type, index, importId, message, output, named, variable, repeated }) => {
    const attributes = (secret: string, look: string, name: string) => {
      const all = spots(secret, look, name);
      return {
        values: {
          ...Object.fromEntries(all.map(({ value }, at) => [`a${at}`, value])),
          description: repeated ? `the value is ${secret} and ${variable}` : "plain",
        },
        tree: Object.fromEntries(all.map(({ tree }, at) => [`a${at}`, tree])),
      };
    };
    const written = changes.map((change, at): Written & { readonly isDrift: boolean } => {
      const before = attributes(change.secret, change.look, change.name);
      const after = attributes(change.other, change.look, change.name);
      const has = { before: change.action !== "create", after: change.action !== "delete" };
      const isReplaced = change.action === "replace";
      return {
        address: `${type}.r${at}["${index}"]`,
        actions: isReplaced
          ? ["delete", "create"]
          : [change.action === "drift" ? "update" : change.action],
        ...(has.before && { before: before.values, sensitiveBefore: before.tree }),
        ...(has.after && { after: after.values, sensitiveAfter: after.tree }),
        unknown: { [`u-${change.look}`]: true },
        ...(isReplaced && { replacePaths: [["a0"], ["a3", change.secret], ["a10", change.look]] }),
        ...(has.before && has.after && { importing: { id: importId } }),
        isDrift: change.action === "drift",
      };
    });
    const drift = writtenPlan(written.filter(({ isDrift }) => isDrift));
    return {
      json: writtenPlan(
        written.filter(({ isDrift }) => !isDrift),
        {
          resource_drift: drift.resource_changes,
          variables: { v: { value: { deep: variable } } },
          configuration: { root_module: { variables: { v: { sensitive: true } } } },
          output_changes: {
            marked: {
              actions: ["create"],
              after: { a: output },
              before_sensitive: false,
              after_sensitive: true,
            },
            admin_password: {
              actions: ["create"],
              after: named,
              before_sensitive: false,
              after_sensitive: false,
            },
          },
          checks: [
            {
              address: { to_display: "check.up" },
              status: "fail",
              instances: [{ problems: [{ message: `got ${message} and ${variable}` }] }],
            },
          ],
        },
      ),
      secrets: [
        ...changes.flatMap(({ secret, other, look }) => [secret, other, look]),
        index,
        importId,
        message,
        output,
        named,
        variable,
      ],
    };
  });

/** The secrets that a text shows, as they are or as JSON, HTML or Markdown write them. */
export function leaks(text: string, { secrets }: Planted): readonly string[] {
  return secrets.filter((secret) =>
    [secret, JSON.stringify(secret).slice(1, -1), htmlOf(secret), secret.replaceAll("\\", "")].some(
      (form) => text.includes(form),
    ),
  );
}

function htmlOf(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
