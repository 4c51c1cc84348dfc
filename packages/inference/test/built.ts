import { type Synthesised, synthesise } from "@pictor/testing";
import type { TerraformStack } from "cdktf";
import {
  ControlledRealTimeEndpoint,
  RealTimeEndpoint,
  type RealTimeEndpointProps,
  ServerlessEndpoint,
  type ServerlessEndpointProps,
} from "../src";
import { endpointProps, network } from "./fixture";

export interface Built<E> {
  readonly endpoint: E;
  readonly out: Synthesised;
}

export function build<E>(create: (stack: TerraformStack) => E): Built<E> {
  let endpoint: E | undefined;
  const out = synthesise((stack) => {
    endpoint = create(stack);
  });
  return { endpoint: endpoint as E, out };
}

export function realTime(changes: Partial<RealTimeEndpointProps> = {}): Built<RealTimeEndpoint> {
  return build((stack) => realTimeIn(stack, changes));
}

export function realTimeIn(
  stack: TerraformStack,
  changes: Partial<RealTimeEndpointProps> = {},
): RealTimeEndpoint {
  return new RealTimeEndpoint(stack, "Endpoint", instanceProps(stack, changes));
}

/** The same props, for a capacity controller. */
export function controlled(
  changes: Partial<RealTimeEndpointProps> = {},
): Built<ControlledRealTimeEndpoint> {
  return build((stack) => controlledIn(stack, changes));
}

export function controlledIn(
  stack: TerraformStack,
  changes: Partial<RealTimeEndpointProps> = {},
): ControlledRealTimeEndpoint {
  return new ControlledRealTimeEndpoint(stack, "Endpoint", instanceProps(stack, changes));
}

function instanceProps(
  stack: TerraformStack,
  changes: Partial<RealTimeEndpointProps>,
): RealTimeEndpointProps {
  return {
    ...endpointProps(stack),
    network: changes.network ?? network(stack),
    instanceType: "ml.m5.xlarge",
    instances: { min: 2, max: 4 },
    highAvailability: true,
    expectedPeakRps: 4,
    deployment: { kind: "canary", canaryPercent: 50, waitSeconds: 300 },
    ...changes,
  };
}

export function serverless(
  changes: Partial<ServerlessEndpointProps> = {},
): Built<ServerlessEndpoint> {
  return build(
    (stack) =>
      new ServerlessEndpoint(stack, "Endpoint", {
        ...endpointProps(stack),
        memorySizeMb: 3072,
        maxConcurrency: 5,
        acceptsPublicEgress: true,
        ...changes,
      }),
  );
}

/** What an endpoint warns of while it is synthesised. */
export function warnings({ endpoint }: Built<RealTimeEndpoint | ServerlessEndpoint>): string[] {
  return endpoint.node.metadata
    .filter(({ type }) => type === "@cdktf/warn")
    .map(({ data }) => data);
}

interface Statement {
  readonly Action: readonly string[] | string;
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

export function statements(out: Synthesised): Statement[] {
  return out
    .resources("aws_iam_role_policy")
    .flatMap(({ policy }) => JSON.parse(String(policy)).Statement);
}
