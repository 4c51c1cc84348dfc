/** What serving needs to know of an instance type. */
export interface InstanceTypeFacts {
  readonly vCpus: number;
  /** Physical cores: half the vCPUs where a core runs two threads. */
  readonly physicalCores: number;
  readonly memoryGiB: number;
  /**
   * Where the model and the scratch space lie. `ebs` is encrypted with the key given; `nvme` is encrypted by its
   * hardware, and CreateEndpointConfig refuses a key with it.
   */
  readonly storage: "ebs" | "nvme";
  /** Whether it earns credits for its processor: Application Auto Scaling takes no such endpoint. */
  readonly burstable: boolean;
  readonly accelerator: "none" | "gpu" | "neuron";
}

/** An instance type of the table {@link instanceTypes}. */
export type InstanceType =
  | "ml.t2.medium"
  | "ml.t2.large"
  | `ml.${"m5" | "m6i"}.${"large" | Sizes | "4xlarge"}`
  | `ml.${"m5d" | "c5d"}.${"large" | Sizes}`
  | `ml.${"c5" | "c6i" | "c7i" | "m7i"}.${"large" | Sizes | "4xlarge"}`
  | `ml.${"g4dn" | "g5" | "g6"}.${Sizes}`
  | "ml.inf2.xlarge";

type Sizes = "xlarge" | "2xlarge";

const sizes = { large: 1, xlarge: 2, "2xlarge": 4, "4xlarge": 8 } as const;

/** Types of one family: a `large` has one core of two threads, each size is twice the one before. */
function family<Name extends string, Size extends keyof typeof sizes>(
  name: Name,
  names: readonly Size[],
  memoryGiBPerCore: number,
  rest: Pick<InstanceTypeFacts, "storage" | "accelerator"> = {
    storage: "ebs",
    accelerator: "none",
  },
): Record<`ml.${Name}.${Size}`, InstanceTypeFacts> {
  const rows = names.map((size) => {
    const physicalCores = sizes[size];
    return [
      `ml.${name}.${size}`,
      {
        vCpus: physicalCores * 2,
        physicalCores,
        memoryGiB: physicalCores * memoryGiBPerCore,
        burstable: false,
        ...rest,
      },
    ];
  });
  return Object.fromEntries(rows);
}

const small = ["large", "xlarge", "2xlarge"] as const;
const wide = [...small, "4xlarge"] as const;
const gpu = ["xlarge", "2xlarge"] as const;
const nvme = { storage: "nvme", accelerator: "none" } as const;
const nvmeGpu = { storage: "nvme", accelerator: "gpu" } as const;

/**
 * The instance types that an endpoint can have: what SageMaker hosts on, as far as it suits pictures one at a time.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cpu-options-supported-instances-values.html (cores)
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html (vCPUs, memory, instance store)
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html (what can host; a test compares the table with the API model)
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html (`KmsKeyId`, read 2026-11)
 */
export const instanceTypes: Readonly<Record<InstanceType, InstanceTypeFacts>> = {
  "ml.t2.medium": burstable(2, 4),
  "ml.t2.large": burstable(2, 8),
  ...family("m5", wide, 8),
  ...family("m6i", wide, 8),
  ...family("m7i", wide, 8),
  ...family("m5d", small, 8, nvme),
  ...family("c5", wide, 4),
  ...family("c6i", wide, 4),
  ...family("c7i", wide, 4),
  ...family("c5d", small, 4, nvme),
  ...family("g4dn", gpu, 8, nvmeGpu),
  ...family("g5", gpu, 8, nvmeGpu),
  ...family("g6", gpu, 8, nvmeGpu),
  ...family("inf2", ["xlarge"], 8, { storage: "ebs", accelerator: "neuron" }),
};

function burstable(vCpus: number, memoryGiB: number): InstanceTypeFacts {
  return {
    vCpus,
    physicalCores: vCpus,
    memoryGiB,
    storage: "ebs",
    burstable: true,
    accelerator: "none",
  };
}
