import { GetAccountSettingsCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { Finding } from "../report/finding";
import type { Needs } from "./needs";
import { raise } from "./quotas";

/** Concurrency that Lambda keeps for functions that reserve none. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const unreserved = 100;

/** Concurrency that an account begins with; a young one may have far less. */
const standard = 1_000;

/** "Concurrent executions" in Service Quotas. */
const quotaCode = "L-B99A9384";

/** Whether Lambda's concurrency lets functions reserve what they are to. */
export async function checkLambdaConcurrency(
  client: LambdaClient,
  { reservedConcurrency }: Needs,
  region: string,
): Promise<Finding> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  const limit = AccountLimit?.ConcurrentExecutions ?? 0;
  // A function that reserves nothing is never refused.
  const needed = reservedConcurrency === 0 ? 0 : reservedConcurrency + unreserved;
  const text = `${reservedConcurrency} reserved and ${unreserved} kept free are needed, the account has ${limit}`;
  return limit >= needed
    ? { check: "lambda", status: "ok", text }
    : {
        check: "lambda",
        status: "failed",
        text,
        fix: raise("lambda", quotaCode, Math.max(standard, needed), region),
      };
}
