import { instanceTypes } from "@pictor/contracts";

const catalogue: ReadonlyMap<string, { readonly storage: string }> = new Map(
  Object.entries(instanceTypes),
);

/** Families with local disks that the catalogue of instance types does not hold. */
const localFamilies =
  /^ml\.(?:[a-z]+\d+[a-z]*d[a-z]*|g4dn|g5|g6|g6e|p3dn|p4d|p4de|p5|inf1|inf2|trn1)\./;

/** Whether instances of a type have NVMe disks of their own, which encrypt by themselves and take no key. */
export function hasLocalDisks(type: string): boolean {
  const known = catalogue.get(type);
  return known === undefined ? localFamilies.test(type) : known.storage === "nvme";
}
