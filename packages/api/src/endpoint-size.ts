import {
  type EndpointSize,
  isToken,
  literalProblems,
  printed,
  type RealTimeSize,
  type ServerlessSize,
} from "@pictor/contracts";

type Count = Exclude<keyof RealTimeSize | keyof ServerlessSize, "kind" | "capacity">;

/**
 * Calls of a serverless endpoint that the SDK holds for each container: it repeats a throttled call twice, for about a
 * second in all.
 */
const throttledPerContainer = 1;

/** The least that each number of a size may be; each is whole. */
const least: Readonly<Record<Count, number>> = {
  minInstances: 1,
  maxInstances: 1,
  vCpus: 1,
  workers: 1,
  queue: 0,
  maxConcurrency: 1,
};

/** Problems of an endpoint's size, from which a concurrency is calculated: literals all; empty if valid. */
export function endpointSizeProblems(endpoint: string, size: EndpointSize): string[] {
  const { kind: _, capacity, ...numbers } = size;
  const named = (prop: string): string => `size.${prop} of endpoint ${printed(endpoint)}`;
  const reason = "the function's concurrency is calculated from it";
  const problems = [
    ...literalProblems({ [named("capacity")]: capacity }, reason),
    ...(capacity === ""
      ? [
          `${named("capacity")} is empty, it must name what a calibration's rows are measured on, such as 'ml.c5.large × 1'`,
        ]
      : []),
    ...Object.entries(numbers).flatMap(([prop, value]) => {
      if (isToken(value)) return literalProblems({ [named(prop)]: value }, reason);
      const fewest = least[prop as Count];
      return Number.isSafeInteger(value) && value >= fewest
        ? []
        : [`${named(prop)} is ${value}, it must be a whole number of at least ${fewest}`];
    }),
  ];
  return problems.length > 0 || Number.isSafeInteger(held(size))
    ? problems
    : [
        `size of endpoint ${printed(endpoint)} holds more requests than can be counted (2^53), lower its numbers`,
      ];
}

/** Requests that an endpoint holds at its largest size, at work and waiting. */
export function held(size: EndpointSize): number {
  switch (size.kind) {
    case "realTime":
      return size.maxInstances * (size.workers + size.queue);
    case "serverless":
      return size.maxConcurrency * (1 + throttledPerContainer);
  }
}

/** How the number of {@link held} comes about. */
export function heldText(size: EndpointSize): string {
  switch (size.kind) {
    case "realTime":
      return `${size.maxInstances} instances × (${size.workers} at work + ${size.queue} queued)`;
    case "serverless":
      return `${size.maxConcurrency} containers × (1 at work + ${throttledPerContainer} throttled and repeated)`;
  }
}
