import { configuredAddress, indicesOf } from "../plan/address";
import type { Change } from "../plan/change";
import { isRecord } from "../plan/json";
import type { References } from "../plan/references";
import { runtimeWays } from "./runtime-ways";

/** The resources of one plan. */
export interface Source {
  readonly name: string;
  /** Managed resources, unchanged ones included. */
  readonly changes: readonly Change[];
  readonly references: References;
}

/** A resource of a plan. */
export interface Place {
  readonly source: Source;
  readonly change: Change;
}

/** One resource depends on another one. */
export interface Edge {
  readonly from: Place;
  readonly to: Place;
  readonly via: string;
  readonly runtime: boolean;
}

/** Returns the references in the configuration of one plan, those through data sources included. */
export function referenceEdges(places: readonly Place[], { references }: Source): Edge[] {
  const byAddress = new Map<string, Place[]>();
  for (const place of places) {
    const address = configuredAddress(place.change.address);
    byAddress.set(address, [...(byAddress.get(address) ?? []), place]);
  }
  const behind = (address: string, seen: Set<string>): readonly string[] => {
    if (!/(?:^|\.)data\.[^.]+\.[^.]+$/.test(address)) return [address];
    if (seen.has(address)) return [];
    seen.add(address);
    return (references.get(address) ?? []).flatMap(({ to }) => behind(to, seen));
  };
  return places.flatMap((from) =>
    (references.get(configuredAddress(from.change.address)) ?? []).flatMap(({ attribute, to }) =>
      behind(to, new Set()).flatMap((address) =>
        (byAddress.get(address) ?? [])
          .filter((target) => target !== from && isSameIndex(from.change, target.change))
          .map((target) => ({
            from,
            to: target,
            ...kindOf(from.change, attribute, target.change),
          })),
      ),
    ),
  );
}

/** A reference is a way of requests, too, where it stands in an attribute by which one uses the other. */
function kindOf(from: Change, attribute: string, to: Change): Pick<Edge, "via" | "runtime"> {
  const way = runtimeWays.find(
    (each) =>
      each.from.test(from.type) && each.to.test(to.type) && each.attributes.includes(attribute),
  );
  return way === undefined ? { via: attribute, runtime: false } : { via: way.verb, runtime: true };
}

/** Instances of one `for_each` refer to each other's by their keys. */
function isSameIndex(from: Change, to: Change): boolean {
  const [one, other] = [indicesOf(from.address), indicesOf(to.address)];
  return one === "" || other === "" || one === other;
}

/** Returns the ways of requests and data, which names in values show, within one plan and between several. */
export function runtimeEdges(places: readonly Place[]): Edge[] {
  const named = new Map<string, Place[]>();
  for (const place of places) {
    if (!runtimeWays.some(({ to }) => to.test(place.change.type))) continue;
    for (const name of namesOf(place.change)) named.set(name, [...(named.get(name) ?? []), place]);
  }
  const found = places.flatMap((from) =>
    runtimeWays
      .filter((way) => way.from.test(from.change.type))
      .flatMap(({ attributes, to, verb }) => {
        const words = attributes.flatMap((name) => wordsIn(valuesOf(from.change)[name]));
        return [...new Set(words)]
          .flatMap((word) => named.get(word) ?? [])
          .filter((target) => target !== from && to.test(target.change.type))
          .map((target) => ({ from, to: target, via: verb, runtime: true }));
      }),
  );
  return [...found, ...encryptionEdges(places)];
}

/** A bucket depends on the key that its encryption names. */
function encryptionEdges(places: readonly Place[]): Edge[] {
  const of = (type: string) => places.filter(({ change }) => change.type === type);
  const keys = new Map(
    of("aws_kms_key").flatMap((key) =>
      ["arn", "key_id", "id"].flatMap((name) => {
        const value = valuesOf(key.change)[name];
        return typeof value === "string" ? [[value, key] as const] : [];
      }),
    ),
  );
  if (keys.size === 0) return [];
  const buckets = new Map(of("aws_s3_bucket").map((bucket) => [nameOf(bucket.change), bucket]));
  return of("aws_s3_bucket_server_side_encryption_configuration").flatMap(({ change }) => {
    const from = buckets.get(nameOf(change));
    const to = [...keys].find(([key]) => JSON.stringify(valuesOf(change).rule)?.includes(key))?.[1];
    if (from === undefined || to === undefined) return [];
    return [{ from, to, via: "is encrypted under", runtime: true }];
  });
}

function nameOf(change: Change): string {
  return String(valuesOf(change).bucket ?? "");
}

/** Shortest name that is searched for: a shorter one is an ordinary word. */
const shortestName = 6;

function namesOf(change: Change): readonly string[] {
  const values = valuesOf(change);
  return ["name", "function_name", "bucket", "id"].flatMap((attribute) => {
    const value = values[attribute];
    return typeof value === "string" && value.length >= shortestName ? [value] : [];
  });
}

/** Words of a value of which names can consist. */
function wordsIn(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (JSON.stringify(value) ?? "").split(/[^\w.-]+/);
}

function valuesOf({ before, after }: Change): Readonly<Record<string, unknown>> {
  if (isRecord(after)) return after;
  return isRecord(before) ? before : {};
}
