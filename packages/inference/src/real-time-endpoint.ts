import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { InferenceNetwork } from "@pictor/network";
import type { Construct } from "constructs";
import type { EndpointProps } from "./endpoint";
import { EndpointBase } from "./endpoint-base";
import { variantName } from "./endpoint-facts";
import { type InstanceType, instanceTypes } from "./instance-types";
import { ModelRole } from "./model-role";
import { resourcesOf } from "./resources-of";
import { createVersionedEndpoint } from "./versioned-endpoint";

/** Capacity that is always there. */
export interface RealTimeEndpointProps extends EndpointProps {
  /** The network that the model's instances are in; it must reach S3. */
  readonly network: InferenceNetwork;
  readonly instanceType: InstanceType;
  /** Instances that serve, at least 1; SageMaker spreads two or more over availability zones. */
  readonly instanceCount: number;
  /** Whether the endpoint must survive the loss of an instance or of a zone: refuses fewer than 2 instances. */
  readonly highAvailability: boolean;
}

/**
 * Time that an instance may take to fetch and unpack a release, and then to answer its first health check, in
 * seconds (60 to 3600). A release of 100 MB takes some 20; what takes minutes never comes up.
 */
const startSeconds = 300;

/**
 * A model on instances of its own, in isolated subnets.
 *
 * SageMaker pulls the image and the release from outside the container, so the container needs no network and has
 * none. Its volumes are encrypted with the key given, where the instance type's storage takes one.
 */
export class RealTimeEndpoint extends EndpointBase {
  public readonly resource: SagemakerEndpoint;
  public readonly role: IamRole;

  public constructor(scope: Construct, id: string, props: RealTimeEndpointProps) {
    super(scope, id, "realTime", props);
    this.node.addValidation({ validate: () => instanceCountProblems(props) });

    const instance = instanceTypes[props.instanceType];
    const volume = instance.storage === "ebs" ? { volumeKey: props.encryptionKey } : {};
    const securityGroup = props.network.createSecurityGroup(
      this,
      "SecurityGroup",
      `Instances of SageMaker endpoint ${props.endpointName}`,
    );
    props.network.allowS3(securityGroup);
    const network = { kind: "vpc", subnetIds: props.network.subnetIds, securityGroup } as const;
    const role = new ModelRole(this, "Role", {
      ...props,
      ...volume,
      network,
    });
    this.resource = createVersionedEndpoint(this, props, {
      ...volume,
      role,
      network,
      resources: { threads: instance.physicalCores },
      after: resourcesOf(securityGroup),
      variant: {
        variantName,
        instanceType: props.instanceType,
        initialInstanceCount: props.instanceCount,
        initialVariantWeight: 1,
        modelDataDownloadTimeoutInSeconds: startSeconds,
        containerStartupHealthCheckTimeoutInSeconds: startSeconds,
        routingConfig: [{ routingStrategy: "LEAST_OUTSTANDING_REQUESTS" }],
      },
    });

    this.role = role.resource;
  }
}

function instanceCountProblems(props: RealTimeEndpointProps): string[] {
  const least = props.highAvailability ? 2 : 1;
  if (Number.isInteger(props.instanceCount) && props.instanceCount >= least) return [];
  const way = props.highAvailability ? ", or declare highAvailability false" : "";
  return [
    `instanceCount must be a whole number of at least ${least}, got ${props.instanceCount}${way}`,
  ];
}
