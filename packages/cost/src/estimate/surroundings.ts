import { isReference } from "../resources/attributes";
import { configuredAddress, moduleOf, type Resource } from "../resources/resource";
import type { Traffic } from "../scenario/traffic";
import { groupBy } from "./group-by";
import type { ServedRelease } from "./latency";

/** What a resource's quantities depend on beyond the resource itself. */
export class Surroundings {
  private readonly byType: ReadonlyMap<string, readonly Resource[]>;

  public constructor(
    resources: readonly Resource[],
    public readonly traffic: Traffic,
    public readonly release: ServedRelease,
  ) {
    this.byType = groupBy(resources, ({ type }) => type);
  }

  /** Resources of some types. */
  public all(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** The part of a quantity that one of the resources of some types has: they share it in equal parts. */
  public share(quantity: number, ...types: readonly string[]): number {
    return quantity / Math.max(1, this.all(...types).length);
  }

  /** The resource of a type that an attribute names or refers to; undefined if it is not in the input. */
  public follow(from: Resource, attribute: string, type: string): Resource | undefined {
    const value = from.values[attribute];
    const name = typeof value === "string" && !isReference(value) ? value : undefined;
    const referred = from.references[attribute] ?? [];
    const candidates = this.all(type).filter(
      ({ address, values }) =>
        referred.includes(configuredAddress(address)) ||
        (name !== undefined && [values.name, values.arn, values.id].includes(name)),
    );
    // Of several instances of a module the one beside it.
    return (
      candidates.find(({ address }) => moduleOf(address) === moduleOf(from.address)) ??
      candidates[0]
    );
  }

  /** Resources of a type of which an attribute names or refers to the given one. */
  public referring(to: Resource, attribute: string, type: string): readonly Resource[] {
    return this.all(type).filter((from) => this.follow(from, attribute, to.type) === to);
  }
}
