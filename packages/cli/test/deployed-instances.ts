/** Instances of a deployed endpoint, but for the security group that AWS gives them. */
export const deployedInstances = {
  type: "ml.m5.xlarge",
  min: 2,
  mostWhileUpdating: 8,
  highAvailability: true,
} as const;
