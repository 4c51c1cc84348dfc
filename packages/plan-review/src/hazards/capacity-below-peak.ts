import { assumedRps, instanceTypes } from "@pictor/contracts";
import type { Change } from "../plan/change";
import type { Facts, HazardRule } from "./rule";
import { after, blocks, number, text } from "./values";

/** An endpoint that cannot carry the peak even with all the instances that autoscaling may start. */
export const capacityBelowPeak: HazardRule = {
  id: "capacity-below-peak",
  title: "Capacity below the expected peak",
  severity: "high",
  mend: "raise max_capacity, choose larger instances, or lower the expected peak if it is wrong",
  find: ({ changes, expectedPeakRps: peak }) => {
    if (peak === undefined) return [];
    return changes
      .filter(({ type }) => type === "aws_sagemaker_endpoint_configuration")
      .filter(({ kind }) => kind === "create" || kind === "replace" || kind === "update")
      .flatMap((change) =>
        blocks(after(change), "production_variants").flatMap((variant) => {
          const each = throughput(text(variant, "instance_type"));
          const count = instances(change, changes, number(variant, "initial_instance_count"));
          if (each === undefined || count === undefined || each * count >= peak) return [];
          return [
            {
              change,
              reason: `at most ${count} instances of ${text(variant, "instance_type")} carry about ${each * count} requests a second, and the peak is ${peak} (an assumed throughput: calibrate it)`,
            },
          ];
        }),
      );
  },
};

function throughput(type: string): number | undefined {
  const facts = Object.entries(instanceTypes).find(([name]) => name === type)?.[1];
  if (facts === undefined) return undefined;
  return facts.accelerator === "none"
    ? assumedRps.perCore.int8 * facts.physicalCores
    : assumedRps.perAccelerator;
}

/** The most instances that the endpoint of a configuration may have. */
function instances(
  configuration: Change,
  changes: Facts["changes"],
  initial: number | undefined,
): number | undefined {
  const endpoints = changes
    .filter(({ type }) => type === "aws_sagemaker_endpoint")
    .filter((endpoint) => {
      const name = text(after(endpoint), "endpoint_config_name");
      return name === "" || name === text(after(configuration), "name");
    })
    .map((endpoint) => `endpoint/${text(after(endpoint), "name")}/variant/`);
  const most = changes
    .filter(({ type }) => type === "aws_appautoscaling_target")
    .filter((target) => {
      const resource = text(after(target), "resource_id");
      return endpoints.some((prefix) => resource.startsWith(prefix));
    })
    // A maximum that only the apply knows is not judged.
    .map((target) => number(after(target), "max_capacity") ?? Number.POSITIVE_INFINITY);
  return most.length === 0 ? initial : Math.max(...most);
}
