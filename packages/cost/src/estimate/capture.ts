import { block, isOn, numberOf } from "../resources/attributes";
import type { Resource } from "../resources/resource";
import type { Surroundings } from "./surroundings";
import { amount, mapRange, type Range, type Usage } from "./usage";

/** Base64 writes four characters for three bytes of a picture. */
const base64 = 4 / 3;
const bytesPerGb = 1e9;

/**
 * Storage of the requests that an endpoint configuration captures; empty if it captures none.
 *
 * @param calls requests that the endpoint's instances answer in a month
 */
export function captured(configuration: Resource, calls: Range, around: Surroundings): Usage[] {
  const config = block(configuration.values, "data_capture_config");
  if (config === undefined || !isOn(config, "enable_capture")) return [];
  const percent = numberOf(config, "initial_sampling_percentage");
  const { answerBytes, imageBytes } = around.traffic;
  const bytes = imageBytes * base64 + answerBytes;
  const kept = (count: number): number => (count * percent) / 100;
  return [
    {
      item: "captured requests",
      dimension: "s3-standard-gb-month",
      quantity: mapRange(calls, (count) => (kept(count) * bytes) / bytesPerGb),
      basis: `${percent} % of ${amount(calls.expected)} × ${amount(Math.round(bytes))} bytes`,
      assumption:
        "captured requests are kept for a month, pictures as base64; SageMaker does not say how many files it writes",
    },
  ];
}
