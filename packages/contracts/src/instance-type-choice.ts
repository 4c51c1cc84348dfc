import { type InstanceType, type InstanceTypeFacts, instanceTypes } from "./instance-types";
import { nearest } from "./nearest";
import { wordProblems } from "./prop-problems";
import { isToken, printed } from "./token";

/** An instance type that the table {@link instanceTypes} lacks, described by who wants it. */
export interface OwnInstanceType {
  /** Name as SageMaker has it, for example `ml.c7g.xlarge`. */
  readonly name: string;
  /** Virtual CPUs, at least 1. */
  readonly vCpus: number;
  /** Memory in GiB, above 0. */
  readonly memoryGiB: number;
  /**
   * Physical cores: a worker of the model server for each.
   *
   * @default - half of the vCPUs, rounded up: right for x86, whose cores run two threads, and on the safe side for Arm
   */
  readonly physicalCores?: number;
  /** @default "ebs" */
  readonly storage?: InstanceTypeFacts["storage"];
  /** @default false */
  readonly burstable?: boolean;
  /** @default "none" */
  readonly accelerator?: InstanceTypeFacts["accelerator"];
}

/** An instance type by its name in the table, or described. */
export type InstanceTypeChoice = InstanceType | OwnInstanceType;

/** An instance type with what serving needs to know of it. */
export interface NamedInstanceType extends InstanceTypeFacts {
  readonly name: string;
}

/** How many names a message offers. */
const mostNames = 3;

/**
 * The facts of an instance type.
 *
 * @throws Error where the name is in no row of the table, or the description is wrong
 */
export function instanceTypeOf(choice: InstanceTypeChoice): NamedInstanceType {
  if (typeof choice === "string") return { name: choice, ...factsOf(choice) };
  const problems = instanceTypeProblems(choice);
  if (problems.length > 0) throw new Error(problems.join("; "));
  return {
    physicalCores: Math.ceil(choice.vCpus / 2),
    storage: "ebs",
    burstable: false,
    accelerator: "none",
    ...choice,
  };
}

/** Problems of an instance type that is described; empty if valid. */
export function instanceTypeProblems(type: OwnInstanceType): string[] {
  const { accelerator = "none", name, memoryGiB, physicalCores, storage = "ebs", vCpus } = type;
  const isCount = (value: number): boolean =>
    !isToken(value) && Number.isInteger(value) && value >= 1;
  const refuse = (prop: string, words: string, value: unknown): string =>
    `instanceType.${prop} must be a literal, ${words}, got ${printed(value)}`;
  return [
    ...(!isToken(name) && /^ml\.[a-z0-9-]+\.[a-z0-9-]+$/.test(name)
      ? []
      : [refuse("name", "such as 'ml.c7g.xlarge'", name)]),
    ...(isCount(vCpus) ? [] : [refuse("vCpus", "a whole number of at least 1", vCpus)]),
    ...(!isToken(memoryGiB) && memoryGiB > 0 && Number.isFinite(memoryGiB)
      ? []
      : [refuse("memoryGiB", "above 0", memoryGiB)]),
    ...(physicalCores === undefined || (isCount(physicalCores) && physicalCores <= vCpus)
      ? []
      : [refuse("physicalCores", "a whole number from 1 to vCpus", physicalCores)]),
    ...wordProblems("instanceType.storage", storage, ["ebs", "nvme"]),
    ...wordProblems("instanceType.accelerator", accelerator, ["none", "gpu", "neuron"]),
  ];
}

function factsOf(name: string): InstanceTypeFacts {
  if (Object.hasOwn(instanceTypes, name)) return instanceTypes[name as InstanceType];
  if (isToken(name) || typeof name !== "string") {
    throw new Error(
      `instanceType must be a literal, got ${printed(name)}: the number of instances follows from it`,
    );
  }
  const offered = nearestNames(name).map(printed).join(", ");
  const hint = offered === "" ? "" : `, nearest are ${offered}`;
  throw new Error(
    `instanceType ${printed(name)} is not in the table of instance types${hint}: use a type from the table, or describe it: { name: ${printed(name)}, vCpus: …, memoryGiB: … }`,
  );
}

function nearestNames(name: string): readonly string[] {
  const found: string[] = [];
  let rest: readonly string[] = Object.keys(instanceTypes);
  for (let next = nearest(name, rest); next !== undefined; next = nearest(name, rest)) {
    if (found.length === mostNames) break;
    found.push(next);
    rest = rest.filter((other) => other !== next);
  }
  return found;
}
