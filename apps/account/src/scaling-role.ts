import type { AwsPlace } from "@pictor/contracts";
import { globalArn } from "./deploy-place";

const service = "sagemaker.application-autoscaling.amazonaws.com";
const name = "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint";

/** Role that Application Auto Scaling makes for itself in an account. */
export const scalingRole: {
  readonly service: string;
  readonly arn: (place: AwsPlace) => string;
} = {
  service,
  arn: (place) => globalArn(place, "iam", `role/aws-service-role/${service}/${name}`),
};
