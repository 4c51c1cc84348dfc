import type { Target } from "@pictor/contracts";

/** What the page knows of what it talks to. JSON, asked for every few seconds. */
export interface PageState {
  readonly model: ModelFacts;
  readonly endpoints: readonly EndpointState[];
  readonly alarms: readonly AlarmState[];
  /** The last quarter of an hour, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Missing where the environment is not adaptive. */
  readonly capacity?: CapacityState | undefined;
}

/** Who serves an adaptive environment, and why. Times are milliseconds since 1970. */
export interface CapacityState {
  readonly mode: Target["kind"];
  /** Missing while it is in the mode that it was deployed in. */
  readonly since?: number | undefined;
  /** Mode that an operator pinned. */
  readonly pin?: Target["kind"] | undefined;
  /** Requests a second from which a reason to be on instances holds. */
  readonly thresholds: readonly { readonly kind: string; readonly rps: number }[];
  /** Requests a second of each minute that the controller has seen, oldest first. */
  readonly rates: readonly { readonly at: number; readonly rps: number }[];
  /** Newest first: those that did something, or had another cause than the one before. */
  readonly decisions: readonly CapacityDecision[];
}

/** A decision of the capacity controller. */
export interface CapacityDecision {
  readonly at: number;
  readonly action: string;
  readonly because: string;
  readonly reason: string;
}

/** Which model is loaded, and what it can know. */
export interface ModelFacts {
  /** SHA-256 of the artefact that the manifest says is live. */
  readonly release: string;
  readonly format: string;
  /** Bytes of the artefact. */
  readonly size: number;
  /** Pixels that the network sees. */
  readonly input: { readonly width: number; readonly height: number };
  /** How many classes there are. */
  readonly classes: number;
  /** Names of the classes as the model itself gives them, in the order of their index; not all where there are more than 100. */
  readonly labels: readonly string[];
  readonly measured?: { readonly accuracy?: number | undefined; readonly on: string } | undefined;
}

export interface EndpointState {
  readonly name: string;
  readonly kind: Target["kind"];
  /** As SageMaker says it, for example `InService`. */
  readonly status: string;
  readonly reason?: string | undefined;
}

export interface AlarmState {
  readonly name: string;
  /** As CloudWatch says it. */
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly description: string;
}

/** One request: as the predict function logged it, or the gateway where it answered itself. */
export interface RequestRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly requestId: string;
  readonly status: number;
  /** Code of the status table, or `ok`; of the gateway's own answers their type, for example `THROTTLED`. */
  readonly code: string;
  /** Milliseconds in the function, the model's included; of the gateway's own answers those in the gateway. */
  readonly ms: number;
  /** Who answered. */
  readonly answeredBy: "function" | "gateway";
  /** Endpoint that answered; none where the request failed. */
  readonly servedBy?: string | undefined;
}
