import type {
  ApiMetrics,
  CapacityMetrics,
  FirewallMetrics,
  FunctionMetrics,
  MachineMetrics,
  MetricDescription,
  RealTimeEndpointMetrics,
  RoutingMetrics,
  ServerlessEndpointMetrics,
} from "@pictor/contracts";

/** An API: what it emits, and what is expected of it. */
export interface WatchedApi {
  readonly metrics: ApiMetrics;
  /** What a web ACL in front of it emits. @default - there is none */
  readonly firewall?: FirewallMetrics;
  /** Group of its access log: JSON lines with `status` and `error`. @default - rejections by the throttle are not told apart */
  readonly accessLogGroupName?: string;
  /**
   * Requests a minute below which something keeps callers away.
   *
   * @default - no alarm on missing callers: only its owner knows what is usual
   */
  readonly leastRequestsPerMinute?: number;
  /** Requests a second that it was planned and paid for. @default - no alarm on more */
  readonly expectedPeakRps?: number;
}

/** A Lambda function: what it emits, and its limits. */
export interface WatchedFunction {
  readonly metrics: FunctionMetrics;
  /** The function's time limit. */
  readonly timeoutMs: number;
  /** Its reserved concurrency. @default - it shares the account's, and no alarm watches that */
  readonly reservedConcurrency?: number;
  /** What it says of its routing. @default - it routes nothing */
  readonly routing?: RoutingMetrics;
  /**
   * 1 while the first target exists, 0 while it does not: of one that a capacity controller creates and deletes. While
   * it does not exist, that another target answers is no fault.
   *
   * @default - it always exists
   */
  readonly firstTargetExists?: MetricDescription;
  /** Group of its log: JSON lines with `status`, `code` and `requestId`. @default - its log is not read */
  readonly logGroupName?: string;
}

interface WatchedEndpointBase {
  readonly endpointName: string;
  /** Group of its containers' log. @default - its log is not read */
  readonly logGroupName?: string;
  /** Whether another target answers where this one fails: then its failures wake nobody. */
  readonly redundant: boolean;
  /** What a call may take. */
  readonly latency: LatencyLimit;
}

/** A SageMaker endpoint: what it emits, and its size. */
export type WatchedEndpoint =
  | (WatchedEndpointBase & {
      readonly metrics: RealTimeEndpointMetrics;
      /** Virtual CPUs of an instance: its CPU utilization goes to 100 × that. */
      readonly vcpus: number;
      /** Instances between which it scales. */
      readonly instances: { readonly min: number; readonly max: number };
      /**
       * Whether a capacity controller creates and deletes it: while it does not exist, its alarms are off.
       *
       * @default false
       */
      readonly comesAndGoes?: boolean;
    })
  | (WatchedEndpointBase & { readonly metrics: ServerlessEndpointMetrics });

/** A limit of the model's p99 latency. */
export interface LatencyLimit {
  readonly milliseconds: number;
  /** Where the number comes from. */
  readonly reason: string;
  /** Whether it was measured of the release on this kind of capacity. */
  readonly calibrated: boolean;
}

/** A VPC. */
export interface WatchedNetwork {
  /** Group of its flow log, in the default format. */
  readonly flowLogGroupName: string;
}

/** A state machine that runs jobs: each execution is a run. */
export interface WatchedJobs {
  readonly metrics: MachineMetrics;
}

/** A capacity controller: it creates and deletes a real-time endpoint, with a serverless one beside it. */
export interface WatchedCapacity {
  readonly metrics: CapacityMetrics;
}
