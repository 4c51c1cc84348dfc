import { instanceDimension } from "../prices/dimensions";
import { hoursPerMonth, type Traffic } from "../scenario/traffic";
import { amount, type Usage } from "./usage";

/** Quantities that belong to no resource: jobs exist only while they run, and data crosses zones between resources. */
export function usageOfRuns({ batch, training, crossZoneGbPerMonth }: Traffic): readonly Usage[] {
  return [
    ...(batch === undefined ? [] : batchUsage(batch)),
    ...(training === undefined ? [] : trainingUsage(training)),
    ...(crossZoneGbPerMonth === 0
      ? []
      : [
          {
            item: "data between zones",
            dimension: "transfer-between-zones-gb",
            quantity: crossZoneGbPerMonth * 2,
            basis: `${amount(crossZoneGbPerMonth)} GB × 2 directions`,
          } as const,
        ]),
  ];
}

function batchUsage({
  imagesPerMonth,
  imagesPerSecond,
  instanceType,
}: NonNullable<Traffic["batch"]>): Usage[] {
  return [
    {
      item: `batch transform on ${instanceType}`,
      dimension: instanceDimension("batch-transform", instanceType),
      quantity: imagesPerMonth / imagesPerSecond / 3600,
      basis: `${amount(imagesPerMonth)} images ÷ ${amount(imagesPerSecond)}/s`,
    },
  ];
}

function trainingUsage({
  runsPerMonth,
  hoursPerRun,
  instanceType,
  spot,
  volumeGb,
}: NonNullable<Traffic["training"]>): Usage[] {
  const hours = runsPerMonth * hoursPerRun;
  return [
    {
      item: `${spot ? "spot training" : "training"} on ${instanceType}`,
      dimension: instanceDimension(spot ? "spot-training" : "training", instanceType),
      quantity: hours,
      basis: `${amount(runsPerMonth)} runs × ${amount(hoursPerRun)} h`,
    },
    {
      item: "training volume",
      dimension: "training-volume-gb-month",
      quantity: (hours / hoursPerMonth) * volumeGb,
      basis: `${amount(hours)} h ÷ ${hoursPerMonth} h × ${amount(volumeGb)} GB`,
    },
  ];
}
