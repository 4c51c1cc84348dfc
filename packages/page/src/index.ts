export { type PageProps, type PageServer, servePage } from "./server";
export type {
  AlarmState,
  CapacityDecision,
  CapacityState,
  EndpointState,
  ModelFacts,
  PageState,
  RequestRecord,
} from "./state";
