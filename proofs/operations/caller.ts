import type { LocalClientConfig } from "@pictor/local";
import { png } from "../shared/png";
import { askAsRoot } from "./aws-cli";

/** What a caller of the API got. */
interface Answer {
  readonly status: number;
  /** The best class: each artefact of the walk has its own. */
  readonly label?: string;
}

/** Sends a picture with a key to the account's only API. */
export async function classify(root: LocalClientConfig, key: string): Promise<Answer> {
  const apis = askAsRoot(root, "apigateway", "get-rest-apis") as {
    readonly items: readonly [{ readonly id: string }];
  };
  const url = `${root.endpoint}/_aws/execute-api/${apis.items[0].id}/v1/predictions`;
  const headers = { "x-api-key": key, "content-type": "image/png" };
  const answer = await fetch(url, { method: "POST", headers, body: png });
  const text = await answer.text();
  if (answer.status !== 200) return { status: answer.status };
  const [best] = JSON.parse(text).predictions;
  return { status: 200, label: best.label };
}

/** The value of a key by its name; undefined if there is none. */
export function keyNamed(root: LocalClientConfig, name: string): string | undefined {
  const { items } = askAsRoot(root, "apigateway", "get-api-keys", "--include-values") as {
    readonly items: readonly { readonly name: string; readonly value: string }[];
  };
  return items.find((item) => item.name === name)?.value;
}
