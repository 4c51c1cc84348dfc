import { InvokeEndpointCommand } from "@aws-sdk/client-sagemaker-runtime";
import type { CapacitySpec } from "@pictor/capacity";
import { formatRequestAttributes } from "@pictor/contracts";
import { clients, within } from "./clients";
import { picture } from "./picture";

/** Milliseconds of a cold start's answer at most: SageMaker ends an invocation after 60 s. */
const longestMs = 60_000;
/** An answer within it came from a container that was there: to start one with a model takes longer. */
const leastWarmMs = 3_000;

/**
 * Asks serverless for a picture, so many times at once, and again where an answer was not from a warm container.
 *
 * @returns how many of the last round's answers were warm
 */
export async function warm({ policy, serverless }: CapacitySpec, count: number): Promise<number> {
  const warmMs = Math.max(leastWarmMs, 4 * policy.serverless.latencyMs);
  const first = await round(serverless.name, count, warmMs);
  return first === count ? first : round(serverless.name, count, warmMs);
}

async function round(name: string, count: number, warmMs: number): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: count }, async () => {
      const start = performance.now();
      try {
        await clients.runtime.send(
          new InvokeEndpointCommand({
            EndpointName: name,
            ContentType: "image/png",
            Accept: "application/json",
            CustomAttributes: formatRequestAttributes({ top: 1 }),
            Body: picture,
          }),
          within(longestMs),
        );
        return performance.now() - start <= warmMs;
      } catch {
        // Throttled, failed or too slow: whatever it was, no caller would have been answered by it.
        return false;
      }
    }),
  );
  return answers.filter(Boolean).length;
}
