/** Who makes and changes an endpoint: Terraform, or the capacity controller, which also deletes it when it does not pay. */
export type EndpointOwner = "terraform" | "controller";

interface Deployed {
  readonly name: string;
  readonly owner: EndpointOwner;
  /** Name of the endpoint configuration that it is to run. */
  readonly configuration: string;
  /** Name of its capacity in a release's calibration, see {@link capacityName}. */
  readonly capacity: string;
  /** Whether Application Auto Scaling changes its capacity. */
  readonly scales: boolean;
}

/** An endpoint on instances as it was deployed. */
export interface DeployedRealTimeEndpoint extends Deployed {
  readonly kind: "realTime";
  readonly instances: {
    readonly type: string;
    /** Fewest that there may be. */
    readonly min: number;
    /** Most that there are at a time: while an update of the most that scaling makes runs. */
    readonly mostWhileUpdating: number;
    /** Whether they must be in two zones or more. */
    readonly highAvailability: boolean;
    /** Security group of their network interfaces, which tell their zones. */
    readonly securityGroupId: string;
  };
}

/** A serverless endpoint as it was deployed. */
export interface DeployedServerlessEndpoint extends Deployed {
  readonly kind: "serverless";
  readonly serverless: { readonly maxConcurrency: number };
}

/** An endpoint as it was deployed: what is to be found in AWS afterwards. An output of the service stack. */
export type DeployedEndpoint = DeployedRealTimeEndpoint | DeployedServerlessEndpoint;
