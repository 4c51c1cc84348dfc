/** What serving needs to know of an instance type. */
export interface InstanceTypeFacts {
  /** Physical cores: half the vCPUs where a core runs two threads. */
  readonly physicalCores: number;
  /**
   * Where the model and the scratch space lie. `ebs` is encrypted with the key given; `nvme` is encrypted by its
   * hardware, and CreateEndpointConfig refuses a key with it.
   */
  readonly storage: "ebs" | "nvme";
}

/** An instance type of the table {@link instanceTypes}. */
export type InstanceType =
  | "ml.m5.large"
  | "ml.m5.xlarge"
  | "ml.m5.2xlarge"
  | "ml.m5d.xlarge"
  | "ml.m6i.large"
  | "ml.m6i.xlarge"
  | "ml.m6i.2xlarge"
  | "ml.c5.large"
  | "ml.c5.xlarge"
  | "ml.c5.2xlarge"
  | "ml.c5d.xlarge"
  | "ml.c6i.large"
  | "ml.c6i.xlarge"
  | "ml.c6i.2xlarge"
  | "ml.c7i.xlarge"
  | "ml.c7i.2xlarge";

/**
 * The instance types that an endpoint can have.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cpu-options-supported-instances-values.html (cores)
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html (`KmsKeyId`)
 */
export const instanceTypes: Readonly<Record<InstanceType, InstanceTypeFacts>> = {
  "ml.m5.large": { physicalCores: 1, storage: "ebs" },
  "ml.m5.xlarge": { physicalCores: 2, storage: "ebs" },
  "ml.m5.2xlarge": { physicalCores: 4, storage: "ebs" },
  "ml.m5d.xlarge": { physicalCores: 2, storage: "nvme" },
  "ml.m6i.large": { physicalCores: 1, storage: "ebs" },
  "ml.m6i.xlarge": { physicalCores: 2, storage: "ebs" },
  "ml.m6i.2xlarge": { physicalCores: 4, storage: "ebs" },
  "ml.c5.large": { physicalCores: 1, storage: "ebs" },
  "ml.c5.xlarge": { physicalCores: 2, storage: "ebs" },
  "ml.c5.2xlarge": { physicalCores: 4, storage: "ebs" },
  "ml.c5d.xlarge": { physicalCores: 2, storage: "nvme" },
  "ml.c6i.large": { physicalCores: 1, storage: "ebs" },
  "ml.c6i.xlarge": { physicalCores: 2, storage: "ebs" },
  "ml.c6i.2xlarge": { physicalCores: 4, storage: "ebs" },
  "ml.c7i.xlarge": { physicalCores: 2, storage: "ebs" },
  "ml.c7i.2xlarge": { physicalCores: 4, storage: "ebs" },
};
