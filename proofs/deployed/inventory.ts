import { names } from "@pictor/contracts";
import { awaitEndpointDeletions } from "../shared/clean-up";
import type { DeployedService } from "./deployed-service";

/** What exists in a local AWS, without what is in buckets: ids by kind. */
export type Inventory = Readonly<Record<string, readonly string[]>>;

/** Everything that exists, without objects of the buckets that hold states and models. */
export async function inventoryOf({ aws, place }: DeployedService): Promise<Inventory> {
  const { stateBucket, modelBucket } = names(place);
  const isObject = (id: string) =>
    [stateBucket, modelBucket].some((bucket) => id.startsWith(`${bucket}/`));
  const all = Object.entries(await aws.inventory()).map(
    ([kind, ids]) => [kind, ids.filter((id) => !isObject(id))] as const,
  );
  // ministack makes the default groups of a cache as soon as somebody looks for tags.
  const isOurs = (kind: string) => !kind.startsWith("elasticache.");
  return Object.fromEntries(all.filter(([kind, ids]) => isOurs(kind) && ids.length > 0));
}

/** How many there are of each kind, for a comparison of deployments whose ids differ. */
export function countsOf(inventory: Inventory): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(inventory).map(([kind, ids]) => [kind, ids.length]));
}

/** What exists beyond an earlier inventory, once SageMaker has deleted the endpoints that are left. */
export async function leftBeyond(before: Inventory, service: DeployedService): Promise<Inventory> {
  await awaitEndpointDeletions(service.aws);
  const now = Object.entries(await inventoryOf(service)).map(
    ([kind, ids]) => [kind, ids.filter((id) => !before[kind]?.includes(id))] as const,
  );
  return Object.fromEntries(now.filter(([, ids]) => ids.length > 0));
}
