import { fixtures } from "./hazards/fixtures";
import { type Written, writtenPlan } from "./written-plan";

/** A number from 0 up to a limit, in a sequence that is the same in every run. */
export type Chance = (limit: number) => number;

/** Returns pseudo-random numbers (xorshift32). */
export function chanceOf(seed: number): Chance {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** The resource whose destruction no mutation may hide. */
export const doomed = "aws_s3_bucket.doomed";

const resource = (address: string) => ({
  address,
  mode: "managed",
  type: "aws_s3_bucket",
  values: {},
});

/** Every fixture of every rule, at addresses of their own. */
const hazards: readonly Written[] = Object.values(fixtures)
  .flatMap(({ bad, near }) => [...bad, ...near].flat())
  .map((change, at) => ({ ...change, address: `${change.address}_${at}` }));

/** A plan of a dozen hazards, or what looks like one, which destroys {@link doomed}. */
export function hazardous(chance: Chance): Record<string, unknown> {
  const first = chance(hazards.length - 12);
  return structuredClone(
    writtenPlan(
      [
        { address: doomed, actions: ["delete"], before: { bucket: "models" } },
        ...hazards.slice(first, first + 12),
      ],
      {
        prior_state: {
          format_version: "1.0",
          values: { root_module: { resources: [resource(doomed)] } },
        },
        planned_values: { root_module: {} },
        configuration: configurationOf(hazards.slice(first, first + 12)),
      },
    ),
  );
}

/** A configuration in which each resource refers to the one before it, in the root and in a module. */
function configurationOf(changes: readonly Written[]): unknown {
  const resources = changes.map(({ address }, at) => ({
    address,
    expressions: {
      a: { references: [`${changes[at - 1]?.address}.arn`, "var.v", "module.m.o", "data.a_b.c"] },
      b: [{ c: { references: [doomed] } }],
    },
  }));
  const module = { resources, outputs: { o: { expression: { references: ["var.v", doomed] } } } };
  return {
    root_module: {
      resources: [...resources, { address: doomed, depends_on: ["aws_kms_key.k"] }],
      module_calls: { m: { expressions: { v: { references: [doomed, "module.m"] } }, module } },
    },
  };
}

const replacements: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "x",
  "\u202e\u001b[2J",
  [],
  {},
  [[]],
  ["no-op"],
  ["delete"],
  { __proto__: null, constructor: 1 },
  '{"Statement":[{"Effect":"Allow","Action":{"a":1}}]}',
];

/** Changes one place of a JSON value: removes it, puts something else there, or repeats it. */
export function mutate(value: unknown, chance: Chance): void {
  let at = value;
  for (let depth = 0; depth < 30; depth += 1) {
    if (typeof at !== "object" || at === null) return;
    const container = at as Record<string, unknown>;
    const keys = Object.keys(container);
    const key = keys[chance(Math.max(keys.length, 1))];
    if (key === undefined) return;
    const inner = container[key];
    const isEnd = typeof inner !== "object" || inner === null || chance(4) === 0;
    if (isEnd) {
      mutateAt(container, key, chance);
      return;
    }
    at = inner;
  }
}

function mutateAt(container: Record<string, unknown>, key: string, chance: Chance): void {
  switch (chance(4)) {
    case 0:
      if (Array.isArray(container)) container.splice(Number(key), 1);
      else delete container[key];
      return;
    case 1:
      if (Array.isArray(container)) container.push(structuredClone(container[Number(key)]));
      else container[`${key}_`] = structuredClone(container[key]);
      return;
    default:
      container[key] = structuredClone(replacements[chance(replacements.length)]);
  }
}
