/** Words that name a secret wherever they stand in a name, numbers included. */
const always = new Set(["password", "passwd", "passphrase", "passcode", "pwd"]);

/** Words that name a secret at the end of a name. */
const atTheEnd = new Set([
  "secret",
  "secrets",
  "token",
  "tokens",
  "credential",
  "credentials",
  "apikey",
  "dsn",
]);

/** Pairs of words that name a secret at the end of a name. */
const pairsAtTheEnd = new Set([
  "api key",
  "access key",
  "account key",
  "auth header",
  "client key",
  "connection string",
  "license key",
  "private key",
  "secret binary",
  "secret key",
  "secret string",
  "secret value",
  "shared key",
  "signing key",
]);

/** Last words of names that describe a secret and do not hold it: `secret_arn`, `password_length`. */
const descriptions = new Set([
  "algorithm",
  "arn",
  "arns",
  "count",
  "days",
  "enabled",
  "id",
  "ids",
  "length",
  "name",
  "names",
  "policy",
  "required",
  "rotation",
  "seconds",
  "time",
  "type",
  "ttl",
  "validity",
  "version",
]);

/** Which parts of a value are secret: none, its texts, or its texts and numbers. */
export type Secrecy = "none" | "texts" | "all";

/** Matches every text in lower case that holds the name of a secret, and some more. */
const suspect = new RegExp(
  [...always, ...atTheEnd, ...[...pairsAtTheEnd].map((pair) => pair.replace(" ", "[^a-z]*"))].join(
    "|",
  ),
);

/** Whether a text may hold the name of a secret; most texts hold none and need no second look. */
export function mayNameSecret(text: string): boolean {
  return suspect.test(text.toLowerCase());
}

/** Which parts of an attribute, variable or key with this name are secret. */
export function secrecyOfName(name: string): Secrecy {
  if (!mayNameSecret(name)) return "none";
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  if (descriptions.has(last)) return "none";
  if (words.some((word) => always.has(word))) return "all";
  const isSecret = atTheEnd.has(last) || pairsAtTheEnd.has(words.slice(-2).join(" "));
  return isSecret ? "texts" : "none";
}

/** Words of a name in snake, kebab or camel case, in lower case, without numbers at the end. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
}
