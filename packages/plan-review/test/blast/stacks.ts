import { type BlastRadius, reviewPlans } from "../../src";
import { type Written, writtenPlan } from "../written-plan";

const today = "2026-11-29";

export interface Stack {
  readonly changes: readonly Written[];
  readonly module?: unknown;
}

export const review = (...stacks: readonly Stack[]) =>
  reviewPlans(
    stacks.map(({ changes, module }, at) => ({
      name: `stack-${at}`,
      plan: writtenPlan(changes, { configuration: { root_module: module ?? {} } }),
    })),
    { today },
  );
export const radius = (...stacks: readonly Stack[]): BlastRadius =>
  review(...stacks).stacks[0]?.blast ?? { nodes: [], edges: [], left: 0, dependents: [] };

export const kept = (address: string, values: object = {}): Written => ({
  address,
  actions: ["no-op"],
  before: values,
  after: values,
});
export const updated = (address: string, values: object = {}): Written => ({
  address,
  actions: ["update"],
  before: values,
  after: { ...values, x: 1 },
});
export const refers = (address: string, expressions: unknown, more: object = {}) => ({
  address,
  expressions,
  ...more,
});
export const to = (...references: readonly string[]) => ({ references });
export const edgesOf = ({ edges }: BlastRadius) =>
  edges.map(({ from, to: end, via }) => `${from} ${via} ${end}`);
