import { findProcess } from "../shared/processes";
import { predict, result, run } from "./local-run";

/** What a caller got: the status, and of a refusal whether it says when to come again. */
async function outcome(): Promise<string> {
  const response = await predict(result.image);
  await response.arrayBuffer();
  const { status } = response;
  if (status === 200) return "200";
  return `${status} ${response.headers.has("retry-after") ? "with" : "without"} Retry-After`;
}

/** How often each outcome came of so many requests at once. */
async function atOnce(requests: number): Promise<Record<string, number>> {
  return count(await Promise.all(Array.from({ length: requests }, outcome)));
}

/** The outcomes of clients that each ask again and again, while something happens. */
async function meanwhile(
  clients: number,
  requests: number,
  happens: () => void,
): Promise<Record<string, number>> {
  let answered = 0;
  const outcomes: string[] = [];
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let number = 0; number < requests; number += 1) {
        outcomes.push(await outcome());
        answered += 1;
        if (answered === clients * 2) happens();
      }
    }),
  );
  return count(outcomes);
}

function count(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of outcomes) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

function kill(kind: "java" | "model worker"): void {
  const found = findProcess(run.directory, kind);
  if (found === undefined) throw new Error(`no ${kind} runs`);
  process.kill(found.pid, "SIGKILL");
}

/** Expects nothing but answers and documented refusals. How many are refused `npm run bench -- burst` measures. */
function expectServed(outcomes: Record<string, number>, least: number): void {
  const { 200: served = 0, ...refused } = outcomes;
  expect(Object.keys(refused).filter((each) => !/^(429|503) with Retry-After$/.test(each))).toEqual(
    [],
  );
  expect(served).toBeGreaterThanOrEqual(least);
}

describe("a burst", () => {
  it("waits: 64 requests at once, many more than functions run, are all answered", async () => {
    expect(await atOnce(64)).toEqual({ 200: 64 });
  });

  it("is refused beyond what can be answered in time, with the time to come again", async () => {
    expectServed(await atOnce(400), 16);
    expect(await outcome()).toBe("200");
  });
});

describe("a model server that loses", () => {
  it("a worker costs none of eight clients a request", async () => {
    expect(await meanwhile(8, 10, () => kill("model worker"))).toEqual({ 200: 80 });
  });

  it("all of itself answers or says when to come again, until it is back", async () => {
    expectServed(await meanwhile(4, 10, () => kill("java")), 8);
    while ((await outcome()) !== "200") await new Promise((resolve) => setTimeout(resolve, 500));
  });
});
