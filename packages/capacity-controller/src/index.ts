export {
  CapacityController,
  type CapacityControllerProps,
  type SwitchTopic,
} from "./capacity-controller";
export type { ControlledEndpoint, FollowingEndpoint } from "./controlled-endpoint";
