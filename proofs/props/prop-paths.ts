import type { PropType } from "./prop-type";

/** One step from props to a value in them. */
type Step =
  | { readonly kind: "prop"; readonly name: string }
  /** Some item of a list, some value of a record. */
  | { readonly kind: "some" }
  /** The value is of this alternative of a union. */
  | { readonly kind: "arm"; readonly type: PropType };

/** A value that props may hold, by the types of the props. */
export interface Leaf {
  /** For example `vpc<create>.availabilityZones[]`. */
  readonly path: string;
  readonly steps: readonly Step[];
  readonly type: Exclude<PropType, { kind: "object" | "union" | "opaque" | "constant" }>;
  readonly optional: boolean;
}

/** Where a value is: keys and indices from the props on. */
export type Place = readonly (string | number)[];

/** Types whose values code hands on alike, wherever props hold one: walked once for each construct. */
const alike = ["MetricDescription", "Release"];

/** Every value that props of a type may hold. */
export function leavesOf(type: PropType): Leaf[] {
  const walked = new Set<string>();
  const walk = (at: Omit<Leaf, "type"> & { readonly type: PropType }): Leaf[] => {
    const { path, steps, type: here } = at;
    switch (here.kind) {
      case "opaque":
      case "constant":
        return [];
      case "object":
        if (here.name !== undefined && alike.includes(here.name)) {
          if (walked.has(here.name)) return [];
          walked.add(here.name);
        }
        return here.props.flatMap(({ name, optional, type: prop }) =>
          walk({
            path: path === "" ? name : `${path}.${name}`,
            steps: [...steps, { kind: "prop", name }],
            optional,
            type: prop,
          }),
        );
      case "union":
        return here.arms.flatMap((arm) =>
          walk({
            ...at,
            path: `${path}<${armName(arm)}>`,
            steps: [...steps, { kind: "arm", type: arm }],
            type: arm,
          }),
        );
      case "list":
      case "record": {
        const within = here.kind === "list" ? here.item : here.value;
        const some = { path: `${path}[]`, steps: [...steps, { kind: "some" } as const] };
        return [{ ...at, type: here }, ...walk({ ...some, optional: false, type: within })];
      }
      default:
        return [{ ...at, type: here }];
    }
  };
  return walk({ path: "", steps: [], optional: false, type });
}

/** Where props hold a leaf; `undefined` if they do not hold it. */
export function placeOf(steps: readonly Step[], value: unknown): Place | undefined {
  const [step, ...others] = steps;
  if (step === undefined) return value === undefined ? undefined : [];
  if (step.kind === "arm") return matches(value, step.type) ? placeOf(others, value) : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const keys = step.kind === "prop" ? [step.name] : Object.keys(value);
  for (const key of keys) {
    const place = placeOf(others, (value as Record<string, unknown>)[key]);
    if (place !== undefined) return [key, ...place];
  }
  return undefined;
}

/** The value at a place. */
export function valueAt(value: unknown, place: Place): unknown {
  return place.reduce((at, key) => (at as Record<string, unknown>)[key], value);
}

/** A copy with another value at a place; without the prop where the other value is `undefined`. */
export function withValueAt(value: unknown, place: Place, other: unknown): unknown {
  const [key, ...others] = place;
  if (key === undefined) return other;
  const changed = withValueAt((value as Record<string, unknown>)[key], others, other);
  if (Array.isArray(value))
    return value.map((item, index) => (index === Number(key) ? changed : item));
  // Keeps getters and methods of what is a class's.
  const copy = Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors(value));
  // In its place: the order of a record's keys stays as it is.
  if (changed === undefined) delete copy[key];
  else Object.defineProperty(copy, key, { value: changed, enumerable: true, configurable: true });
  return copy;
}

function armName(type: PropType): string {
  if (type.kind !== "object") return type.kind;
  const constants = type.props.flatMap(({ type: prop }) =>
    prop.kind === "constant" ? [prop.value] : [],
  );
  const names = type.props.flatMap(({ name, optional }) => (optional ? [] : [name]));
  return constants.join("+") || names.join("+");
}

/** Whether a value is of a type, as far as alternatives of a union differ. */
function matches(value: unknown, type: PropType): boolean {
  switch (type.kind) {
    case "constant":
      return value === type.value;
    case "list":
      return Array.isArray(value);
    case "object":
    case "record":
      return (
        typeof value === "object" &&
        value !== null &&
        (type.kind === "record" ||
          type.props.every(({ name, optional, type: prop }) => {
            const held = (value as Record<string, unknown>)[name];
            return held === undefined ? optional : matches(held, prop);
          }))
      );
    case "union":
      return type.arms.some((arm) => matches(value, arm));
    case "word":
      return type.words.some((word) => word === value);
    case "opaque":
      return true;
    default:
      return typeof value === type.kind;
  }
}
