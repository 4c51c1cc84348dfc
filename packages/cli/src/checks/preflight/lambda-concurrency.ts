import { GetAccountSettingsCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { Verdict } from "./check";
import type { Needs } from "./needs";
import { raise } from "./quotas";

/** Concurrency that Lambda keeps for functions that reserve none. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const unreserved = 100;

/** Concurrency that an account begins with; a young one may have far less. */
const standard = 1_000;

/** "Concurrent executions" in Service Quotas. */
const quotaCode = "L-B99A9384";

/**
 * Checks that the account's Lambda concurrency covers what the stack's functions reserve.
 *
 * AWS refuses a reservation that leaves less than 100 unreserved, so an account with 100 and less, as new ones are, takes
 * none: a function without a reservation works in it, on as many requests at once as the account has.
 */
export async function checkLambdaConcurrency(
  client: LambdaClient,
  { reservedConcurrency }: Needs,
  region: string,
): Promise<Verdict> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  const limit = AccountLimit?.ConcurrentExecutions ?? 0;
  const fix = (value: number): string => raise("lambda", quotaCode, value, region);
  if (reservedConcurrency === 0) {
    const text = `nothing is reserved, all functions together work on the ${limit} requests at once that the account has`;
    return limit > unreserved
      ? { status: "ok", text }
      : { status: "ok", text: `${text}: ${meanwhile}`, fix: fix(standard) };
  }
  const needed = reservedConcurrency + unreserved;
  const text = `${reservedConcurrency} reserved and ${unreserved} kept free are needed, the account has ${limit}`;
  if (limit >= needed) return { status: "ok", text };
  const until =
    limit > unreserved
      ? `until it has more, accountConcurrency ${limit} in the environment reserves the ${limit - unreserved} that are left`
      : `until it has more, accountConcurrency ${limit} in the environment reserves none: ${meanwhile}`;
  return {
    status: "failed",
    text: `${text}; ${until}`,
    fix: fix(Math.max(standard, needed)),
  };
}

const meanwhile =
  "what other functions use is missing here, and requests above are answered 503 with Retry-After";
