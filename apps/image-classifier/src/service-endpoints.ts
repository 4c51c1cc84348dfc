import type { CapacityPolicy } from "@pictor/capacity";
import type { Names } from "@pictor/contracts";
import { controlledRangeTags, type Traffic } from "@pictor/cost";
import {
  ControlledRealTimeEndpoint,
  type DataCapture,
  type EndpointProps,
  RealTimeEndpoint,
  ServerlessEndpoint,
} from "@pictor/inference";
import type { InferenceNetwork } from "@pictor/network";
import { ExistingPayloadStore } from "@pictor/storage";
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import {
  type AdaptiveCapacity,
  busyHoursOf,
  planAdaptive,
  serverlessOf,
} from "./adaptive-capacity";
import type { Environment } from "./environment";

type Endpoint = ControlledRealTimeEndpoint | RealTimeEndpoint | ServerlessEndpoint;

/** What a capacity controller is made of. */
export interface AdaptiveEndpoints {
  readonly realTime: ControlledRealTimeEndpoint;
  readonly serverless: ServerlessEndpoint;
  readonly policy: CapacityPolicy;
}

/** An endpoint by the id that begins the names of its alarms. */
interface Named {
  readonly id: string;
  readonly endpoint: Endpoint;
}

/** The endpoints of an environment. */
export interface ServiceEndpoints {
  /** In order of preference. */
  readonly all: readonly [Named, ...Named[]];
  /** Both of them, where a capacity controller keeps the first one while it pays. */
  readonly adaptive?: AdaptiveEndpoints;
}

/** What endpoints are made of. */
export interface EndpointInputs {
  readonly environment: Environment;
  readonly names: Names;
  readonly network: InferenceNetwork | undefined;
  readonly traffic: Traffic;
  readonly props: Omit<EndpointProps, "endpointName" | "roleName">;
}

/**
 * Creates the endpoints of an environment as children of `scope`.
 *
 * The real-time endpoint has the construct id `Endpoint`, whether Terraform or the capacity controller creates it. If an
 * environment becomes adaptive, or stops being adaptive, only the endpoint's own Terraform address changes.
 */
export function createEndpoints(scope: Construct, inputs: EndpointInputs): ServiceEndpoints {
  const { capacity, expectedPeakRps } = inputs.environment;
  switch (capacity.kind) {
    case "realTime": {
      const named = namedProps(inputs, "realTime");
      const network = networkOf(inputs);
      const props = {
        ...{ ...named, ...capacity, expectedPeakRps, network },
        ...captureOf(scope, inputs),
      };
      return {
        all: [{ id: "Endpoint", endpoint: new RealTimeEndpoint(scope, "Endpoint", props) }],
      };
    }
    case "serverless": {
      const props = { ...namedProps(inputs, "serverless"), ...capacity };
      return {
        all: [{ id: "Endpoint", endpoint: new ServerlessEndpoint(scope, "Endpoint", props) }],
      };
    }
    case "adaptive":
      return createAdaptive(scope, inputs, capacity);
  }
}

function createAdaptive(
  scope: Construct,
  inputs: EndpointInputs,
  capacity: AdaptiveCapacity,
): ServiceEndpoints {
  const { environment, props, traffic } = inputs;
  const plan = planAdaptive({ ...environment, capacity, manifest: props.manifest, traffic });
  if ("problems" in plan) throw new Error(plan.problems.join("\n"));
  for (const line of plan.lines) Annotations.of(scope).addInfo(line);
  for (const assumption of plan.assumptions) {
    Annotations.of(scope).addWarning(`the thresholds of adaptive capacity assume ${assumption}`);
  }
  const realTime = new ControlledRealTimeEndpoint(scope, "Endpoint", {
    ...namedProps(inputs, "realTime"),
    ...capacity.realTime,
    ...captureOf(scope, inputs),
    expectedPeakRps: environment.expectedPeakRps,
    network: networkOf(inputs),
  });
  // The endpoint is not in the plan: by these tags its bill is.
  realTime.generations[0].configuration.tags = controlledRangeTags({
    ...capacity.realTime.instances,
    busyHoursPerWeek: busyHoursOf(capacity),
  });
  const serverless = new ServerlessEndpoint(scope, "Serverless", {
    ...namedProps(inputs, "serverless"),
    ...serverlessOf(capacity),
    controlled: true,
  });
  return {
    all: [
      { id: "RealTime", endpoint: realTime },
      { id: "Serverless", endpoint: serverless },
    ],
    adaptive: { realTime, serverless, policy: plan.policy },
  };
}

function namedProps(
  { names, props }: EndpointInputs,
  kind: "realTime" | "serverless",
): EndpointProps {
  return { ...props, endpointName: names.endpoints[kind], roleName: names.modelRoles[kind] };
}

/** Where instances keep a share of the requests; empty if the environment keeps none. */
function captureOf(
  scope: Construct,
  { environment: { dataCapture, region }, names, props }: EndpointInputs,
): { readonly dataCapture?: DataCapture } {
  if (dataCapture === undefined) return {};
  const store = new ExistingPayloadStore(scope, "Payloads", {
    ...{ region, encryptionKey: props.encryptionKey },
    bucketName: names.payloadBucket,
  });
  return { dataCapture: { ...dataCapture, store } };
}

/** The schema of environments asks for one beside instances. */
function networkOf({ network }: EndpointInputs): InferenceNetwork {
  if (network === undefined) throw new Error("instances need a network of kind 'vpc'");
  return network;
}
