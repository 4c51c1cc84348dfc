const provider = "github.com/hashicorp/terraform-provider-aws/internal/";
const sdk = "github.com/aws/aws-sdk-go-v2/service/";

/**
 * Operations of AWS's SDK that a resource's code can reach, each with the provider's functions that call it.
 *
 * @param binary the provider
 * @param root the function that makes the resource's schema, or the Go type of its methods; `tags`: its tags are read and
 * written by the service's own functions
 */
export function operationsFrom(binary, { root, tags }) {
  const service = root.split(".")[0];
  const methods = root.endsWith(")");
  const first = binary.names.filter((name) =>
    methods
      ? name.startsWith(`${provider}service/${root}.`)
      : name === `${provider}service/${root}`,
  );
  if (first.length === 0) throw new Error(`the provider has no function or type '${root}'`);
  const tagging = ["ListTags", "UpdateTags"].map(
    (name) => `${provider}service/${service}.(*servicePackage).${name}`,
  );
  const waiting = tags ? [...first, ...tagging] : [...first];
  const seen = new Set(waiting);
  const operations = new Map();
  for (let caller = waiting.pop(); caller !== undefined; caller = waiting.pop()) {
    for (const name of binary.references(caller)) {
      const operation = operationOf(name);
      if (operation !== undefined) {
        const callers = operations.get(operation) ?? new Set();
        operations.set(operation, callers.add(caller.replace(`${provider}service/`, "")));
      } else if (name.startsWith(provider) && !seen.has(name)) {
        seen.add(name);
        waiting.push(name);
      }
    }
  }
  const sorted = [...operations].map(([operation, callers]) => [operation, [...callers].sort()]);
  return Object.fromEntries(sorted.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** `ec2:DescribeSubnets` for the client's method and for its paginator; of a waiter its name. */
function operationOf(name) {
  if (!name.startsWith(sdk)) return undefined;
  const [, service, rest] = /^([a-z0-9]+)\.(.*)$/.exec(name.slice(sdk.length)) ?? [];
  const method =
    /^\(\*(?:Client\)\.([A-Z]\w*)|(\w+)Paginator\)\.NextPage|(\w+)Waiter\)\.Wait)/.exec(rest ?? "");
  const [, operation, paged, waiter] = method ?? [];
  if (operation === "Options") return undefined;
  const found = operation ?? paged ?? (waiter && `${waiter}Waiter`);
  return found === undefined ? undefined : `${service}:${found}`;
}
