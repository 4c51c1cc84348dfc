import { isToken, type MetricDescription, printed } from "@pictor/contracts";

/**
 * Characters of the parts of a metric's name, and dimensions, that CloudWatch takes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html (read 2026-11)
 */
const limits = { name: 255, value: 1024, dimensions: 30 };

/** Problems of the metric whose sum is the rate; empty if valid. An odd one would read as no requests at all. */
export function requestProblems({ dimensions, name, namespace }: MetricDescription): string[] {
  const entries = Object.entries(dimensions);
  return [
    ...textProblems("requests.namespace", namespace, limits.name),
    ...textProblems("requests.name", name, limits.name),
    ...entries.flatMap(([key, value]) => [
      ...textProblems("a key of requests.dimensions", key, limits.name),
      ...textProblems(`requests.dimensions[${printed(key)}]`, value, limits.value),
    ]),
    ...(entries.length <= limits.dimensions
      ? []
      : [`requests.dimensions must be at most ${limits.dimensions}, got ${entries.length}`]),
  ];
}

function textProblems(prop: string, text: string, longest: number): string[] {
  return isToken(text) || (text.trim() !== "" && !text.startsWith(":") && text.length <= longest)
    ? []
    : [
        `${prop} must be 1 to ${longest} characters, not all blank and no ':' first, got ${printed(text)}`,
      ];
}
