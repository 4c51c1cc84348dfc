import type { Target } from "@pictor/contracts";
import fc from "fast-check";
import { Breakers } from "../lambda/predict/breakers";
import { mapError } from "../lambda/predict/map-error";
import type { Answer } from "../lambda/predict/model-answer";
import { route } from "../lambda/predict/route";

const modelError = (OriginalStatusCode: number): object => ({
  ...{ name: "ModelError", message: "m", OriginalStatusCode, OriginalMessage: "" },
});
const answer: Answer = {
  predictions: [],
  identity: { release: "a".repeat(64), weights: "b".repeat(64) },
};
const anyOutcome = fc.constantFrom<object>(
  ...[0, 422, 500, 502, 503, 504, 507, 507, 507].map(modelError),
  { name: "ThrottlingException", message: "m" },
  { name: "ValidationError", message: "Endpoint x not found." },
  { name: "TimeoutError", message: "m" },
  answer,
);

describe("route, whatever the targets do", () => {
  it("calls each target once and the last one twice at most, and risks two workers at most", async () => {
    let kills = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(anyOutcome, { minLength: 5, maxLength: 5 }),
        async (count, outcomes) => {
          const targets: Target[] = Array.from({ length: count }, (_, index) => ({
            ...{ name: `t${index}`, kind: "realTime", timeoutMs: 3_000 },
          }));
          const calls: string[] = [];
          const { result, attempts } = await route(
            targets,
            27_000,
            async (target) => {
              const outcome = outcomes[calls.length] ?? answer;
              calls.push(target.name);
              if (outcome === answer) return answer;
              throw outcome;
            },
            new Breakers(),
            async () => undefined,
          );
          expect(attempts.map(({ target }) => target)).toEqual(calls);
          expect(calls.length).toBeLessThanOrEqual(count + 1);
          expect(new Set(calls.slice(0, count)).size).toBe(Math.min(calls.length, count));
          const failures = outcomes
            .slice(0, calls.length)
            .filter((outcome) => outcome !== answer)
            .map(mapError);
          const died = failures.findIndex(({ workerDied }) => workerDied);
          if (died >= 0) {
            kills += 1;
            const before = failures.slice(0, died).filter(({ reachedWorker }) => reachedWorker);
            const after = failures.slice(died + 1).filter(({ reachedWorker }) => reachedWorker);
            expect(after.length).toBeLessThanOrEqual(before.length > 0 ? 0 : 1);
          }
          expect(result.kind === "answered").toBe(outcomes[calls.length - 1] === answer);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(kills).toBeGreaterThan(200);
  });
});
