import { keyArn, type Row } from "./access";

/** As every request of an SDK is. */
export const tls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

/** Condition keys with which a request says how an object is to be encrypted. */
export const sse = "s3:x-amz-server-side-encryption";
const withKey = (arn: string) => ({ [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: arn });
export const customer = { [`${sse}-customer-algorithm`]: "AES256" };

/** A request for an object, or for the list of them, as {@link tls} but for the context. */
type Ask = (
  action: string,
  answer: Row["answer"],
  context: Readonly<Record<string, string>>,
) => Row;

/** What every bucket with a KMS key promises, of a principal that may read, write and list. */
export function hardened(ask: Ask): readonly (readonly [string, Row])[] {
  const put = (answer: Row["answer"], context: Readonly<Record<string, string>>): Row =>
    ask("PutObject", answer, context);
  return [
    ...["GetObject", "ListBucket"].flatMap((action): readonly (readonly [string, Row])[] => [
      ["plain HTTP is refused", ask(action, "no", { "aws:SecureTransport": "false" })],
      ["TLS 1.1 is refused", ask(action, "no", { "s3:TlsVersion": "1.1" })],
      ["TLS 1.2 is not", ask(action, "yes", { "s3:TlsVersion": "1.2" })],
    ]),
    ["an upload that asks for no encryption gets the bucket's", put("yes", {})],
    ["another algorithm is refused", put("no", { [sse]: "AES256" })],
    ["the key of AWS is refused", put("no", { [sse]: "aws:kms" })],
    ["another key is refused", put("no", withKey(`${keyArn}-other`))],
    [
      "another algorithm with the right key is refused",
      put("no", { ...withKey(keyArn), [sse]: "aws:kms:dsse" }),
    ],
    ["the right key may be asked for", put("yes", withKey(keyArn))],
    ["a customer's key is refused", put("no", customer)],
    ["a replica with a customer's key is refused", ask("ReplicateObject", "no", customer)],
    ...["ReplicateObject", "UpdateObjectEncryption"].flatMap((action) =>
      [
        withKey(`${keyArn}-other`),
        { ...withKey(keyArn), [sse]: "aws:kms:dsse" },
        { [sse]: "aws:kms" },
      ].map((context): readonly [string, Row] => [
        `${action} is refused with ${JSON.stringify(context)}`,
        ask(action, "no", context),
      ]),
    ),
  ];
}
