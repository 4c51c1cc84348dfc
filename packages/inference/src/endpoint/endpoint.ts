import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type {
  AwsPlace,
  EncryptionKeyReference,
  EndpointMetrics,
  EndpointSize,
  ReleaseManifest,
  Target,
} from "@pictor/contracts";
import type { RoleChoice } from "@pictor/function";
import type { ModelStoreReference } from "@pictor/storage";
import type { OwnContainers } from "../container/container-choice";

/** What every endpoint needs, however its capacity is provided. */
export interface EndpointProps extends AwsPlace {
  /** The endpoint's name: lower-case letters, digits and single hyphens, at most 41 characters. It never changes. */
  readonly endpointName: string;
  /** Name of the role that the model runs as. The model store's policy knows it by this name. */
  readonly roleName: string;
  /**
   * Whether that role is created here, or exists. To one that exists nothing is attached:
   * `endpoint.modelRole.requiredPolicy()` returns what it must allow.
   *
   * @default - it is created
   */
  readonly role?: RoleChoice;
  /** The release that serves, and the one before it: both keep their model and endpoint configuration. */
  readonly manifest: ReleaseManifest;
  /** Where the releases lie. */
  readonly modelStore: ModelStoreReference;
  /** Key for the logs, and for the volumes of instances whose storage takes one. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the containers' logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /**
   * Images of one's own, by the ids that releases name as their container.
   *
   * @default - none, releases name containers of the catalogue
   */
  readonly containers?: OwnContainers;
  /**
   * The day (ISO date) by which a container's end of patches is judged. It decides only about a warning.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/** An endpoint as the API sees it, whoever made it: an `ExistingEndpoint` is one that is not made here. */
export interface InferenceEndpoint {
  /** The endpoint's row in the router's list. */
  readonly target: Target;
  /** What the endpoint emits, for `@pictor/monitoring`. */
  readonly metrics: EndpointMetrics;
  /** The endpoint's largest size: the predict function's concurrency is planned from it. */
  readonly size: EndpointSize;
  /**
   * Lets `role` invoke this endpoint, and nothing else.
   *
   * @param id Id of the policy beneath the role.
   */
  grantInvoke(role: IamRole, id?: string): void;
}
