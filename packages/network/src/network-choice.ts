/** The network of an environment, as plain data. */
export type NetworkChoice =
  | {
      /** A VPC of the environment's own: isolated subnets, no way out but the endpoints. */
      readonly kind: "vpc";
      /** Address range of the VPC, for example `10.0.0.0/16`. */
      readonly cidrBlock: string;
      /** At least two zones of the region. */
      readonly availabilityZones: readonly string[];
    }
  | {
      /** No VPC: for an environment that calls serverless endpoints alone, which run outside any VPC. */
      readonly kind: "none";
    };
