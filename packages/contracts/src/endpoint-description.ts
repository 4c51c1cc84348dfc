import type { DeployedRealTimeEndpoint, DeployedServerlessEndpoint } from "./deployed-endpoint";
import type { RealTimeEndpointMetrics, ServerlessEndpointMetrics } from "./metric";
import type { Target } from "./target";

/** The largest size of an endpoint on instances. */
export interface RealTimeSize {
  readonly kind: "realTime";
  /** The instance type, as the rows of a calibration name it. */
  readonly capacity: string;
  /** Fewest instances, at least 1. */
  readonly minInstances: number;
  /** Most instances that autoscaling makes, at least 1. */
  readonly maxInstances: number;
  /** Virtual CPUs of one instance. */
  readonly vCpus: number;
  /** Requests that one instance works on at a time, at least 1. */
  readonly workers: number;
  /** Requests that wait in one instance's model server before it answers 503. */
  readonly queue: number;
}

/** The largest size of a serverless endpoint. */
export interface ServerlessSize {
  readonly kind: "serverless";
  /** `serverless-<memory in MB>`, as the rows of a calibration name it. */
  readonly capacity: string;
  /** Containers that serve at a time, one request each. SageMaker throttles what is above: it has no queue. */
  readonly maxConcurrency: number;
}

/**
 * The largest size of an endpoint: how many requests it can work on and hold in its queues. Numbers are literals, known
 * at synthesis.
 */
export type EndpointSize = RealTimeSize | ServerlessSize;

interface Described {
  /** The endpoint's row in the router's list. */
  readonly target: Target;
  /** Name of the log group of its containers. In a construct that is Terraform's reference to the group. */
  readonly logGroupName: string;
}

/** An endpoint on instances, as everything that is not the endpoint sees it. */
export interface RealTimeEndpointDescription extends Described {
  readonly kind: "realTime";
  readonly deployed: DeployedRealTimeEndpoint;
  readonly metrics: RealTimeEndpointMetrics;
  readonly size: RealTimeSize;
}

/** A serverless endpoint, as everything that is not the endpoint sees it. */
export interface ServerlessEndpointDescription extends Described {
  readonly kind: "serverless";
  readonly deployed: DeployedServerlessEndpoint;
  readonly metrics: ServerlessEndpointMetrics;
  readonly size: ServerlessSize;
}

/**
 * Everything that the router, the monitoring and the tools need of an endpoint: one description, by the kind of its
 * capacity. Constructs make it, nothing joins it by hand.
 */
export type EndpointDescription = RealTimeEndpointDescription | ServerlessEndpointDescription;
