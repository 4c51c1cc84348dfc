/** Tag of the scalable target that a controller registers: its ARN has a random id instead of the endpoint's name. */
export const scalableTargetTag = "CapacityController";
