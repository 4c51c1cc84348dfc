import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { DeployedEndpoint } from "@pictor/contracts";
import type { InferenceNetwork } from "@pictor/network";
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import {
  capturePrefix,
  type DataCapture,
  dataCaptureConfig,
  dataCaptureProblems,
} from "./data-capture";
import { deploymentConfig } from "./deployment-config";
import {
  type DeploymentPolicy,
  deploymentProblems,
  instancesWhileUpdating,
} from "./deployment-policy";
import type { EndpointProps } from "./endpoint";
import { EndpointBase } from "./endpoint-base";
import { variantName } from "./endpoint-facts";
import { type InstanceType, instanceTypes } from "./instance-types";
import { servingResources } from "./model-environment";
import { ModelRole } from "./model-role";
import {
  type InstanceRange,
  initialInstances,
  instanceRangeProblems,
  judgePeak,
  type Load,
} from "./peak";
import { resourcesOf } from "./resources-of";
import { rollbackAlarmSeconds } from "./rollback-alarm-table";
import { RollbackAlarms, rollbackAlarmArns, rollbackAlarmNames } from "./rollback-alarms";
import {
  type ScalingPolicy,
  type ScheduledMinimum,
  safetyFactorOf,
  scalingPolicyProblems,
  scheduleProblems,
  targetTracking,
} from "./scaling-policy";
import { throughputOf } from "./throughput";
import { VariantScaling } from "./variant-scaling";
import { createVersionedEndpoint } from "./versioned-endpoint";

/** Capacity that is always there. */
export interface RealTimeEndpointProps extends EndpointProps {
  /** The network that the model's instances are in; it must reach S3. */
  readonly network: InferenceNetwork;
  readonly instanceType: InstanceType;
  /** Fewest and most instances; SageMaker tries to keep two and more in several zones. Equal: nothing scales. */
  readonly instances: InstanceRange;
  /** Whether the endpoint must survive the loss of an instance or of a zone: refuses fewer than 2 instances. */
  readonly highAvailability: boolean;
  /** Requests a second at the environment's peak: the most instances must carry it. */
  readonly expectedPeakRps: number;
  /** How traffic gets from one release to the next. */
  readonly deployment: DeploymentPolicy;
  /**
   * What makes instances come and go.
   *
   * @default { kind: "concurrency" }
   */
  readonly scaling?: ScalingPolicy;
  /**
   * Known peaks, for which instances are there before they come.
   *
   * @default - none
   */
  readonly schedules?: readonly ScheduledMinimum[];
  /**
   * Keeps a share of the requests with their answers.
   *
   * @default - none are kept
   */
  readonly dataCapture?: DataCapture;
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
export class RealTimeEndpoint extends EndpointBase<"realTime"> {
  public readonly resource: SagemakerEndpoint;
  public readonly role: IamRole;
  public readonly deployed: DeployedEndpoint;
  /** The alarms at which SageMaker takes a release back. */
  public readonly rollbackAlarms: RollbackAlarms;
  /** What makes instances come and go; absent where their number is fixed. */
  public readonly scaling: VariantScaling | undefined;

  public constructor(scope: Construct, id: string, props: RealTimeEndpointProps) {
    super(scope, id, "realTime", props);
    const load = loadOf(props);
    const initialInstanceCount = initialInstances(props.instances, load);
    this.node.addValidation({
      validate: () => [...problemsOf(props, initialInstanceCount), ...this.hardwareProblems(props)],
    });
    this.judge(props, load);

    const { endpointName, network } = props;
    const instance = instanceTypes[props.instanceType];
    const volume = instance.storage === "ebs" ? { volumeKey: props.encryptionKey } : {};
    const securityGroup = network.createSecurityGroup(
      this,
      "SecurityGroup",
      `Instances of SageMaker endpoint ${endpointName}`,
    );
    network.allowS3(securityGroup);
    const modelNetwork = { kind: "vpc", subnetIds: network.subnetIds, securityGroup } as const;
    const role = new ModelRole(this, "Role", {
      ...props,
      ...volume,
      network: modelNetwork,
      repositoryArns: this.repositoryArns(props),
      rollbackAlarmArns: rollbackAlarmArns(props, endpointName),
    });
    props.dataCapture?.store.grantWrite(role.resource, capturePrefix(endpointName));
    this.rollbackAlarms = new RollbackAlarms(this, "Rollback", this);
    const resources = servingResources(instance.physicalCores);
    const { resource, configuration } = createVersionedEndpoint(this, props, {
      ...volume,
      images: this.images,
      role,
      network: modelNetwork,
      resources,
      after: [...resourcesOf(securityGroup), ...this.rollbackAlarms.resources],
      deploymentConfig: deploymentConfig(props.deployment, rollbackAlarmNames(endpointName)),
      ...(props.dataCapture && {
        dataCaptureConfig: dataCaptureConfig(endpointName, props.dataCapture),
      }),
      variant: {
        variantName,
        instanceType: props.instanceType,
        initialInstanceCount,
        initialVariantWeight: 1,
        modelDataDownloadTimeoutInSeconds: startSeconds,
        containerStartupHealthCheckTimeoutInSeconds: startSeconds,
        routingConfig: [{ routingStrategy: "LEAST_OUTSTANDING_REQUESTS" }],
      },
    });
    this.resource = resource;
    this.role = role.resource;
    const mostWhileUpdating = instancesWhileUpdating(props.deployment, props.instances.max);
    Annotations.of(this).addInfo(
      `while a release is deployed there are up to ${mostWhileUpdating} instances: quota '${props.instanceType} for endpoint usage' must allow them, which 'pictor preflight' checks`,
    );
    this.deployed = {
      name: endpointName,
      kind: "realTime",
      configuration: configuration.name,
      capacity: props.instanceType,
      scales: scales(props),
      instances: {
        type: props.instanceType,
        min: props.instances.min,
        mostWhileUpdating,
        highAvailability: props.highAvailability,
        securityGroupId: securityGroup.id,
      },
    };
    this.scaling = scales(props)
      ? new VariantScaling(this, scalingId(props.instanceType), {
          endpoint: resource,
          dimension: "sagemaker:variant:DesiredInstanceCount",
          range: props.instances,
          tracking: targetTracking(policyOf(props), load.throughput, resources.workers),
          schedules: props.schedules ?? [],
        })
      : undefined;
  }

  private judge({ instances, instanceType }: RealTimeEndpointProps, load: Load): void {
    const verdict = judgePeak(instances, load);
    if (verdict.kind === "carried") {
      if (load.throughput.calibrated) return;
      this.warn(
        `nobody has measured this release on ${instanceType}: ${load.throughput.rps} requests/s are assumed for an instance; measure it with 'pictor calibrate'`,
      );
    } else if (verdict.refuses) {
      this.node.addValidation({ validate: () => [verdict.text] });
    } else {
      this.warn(verdict.text);
    }
  }

  private hardwareProblems({ instanceType }: RealTimeEndpointProps): string[] {
    const { hardware, id } = this.container;
    const { accelerator } = instanceTypes[instanceType];
    const had = accelerator === "none" ? "cpu" : accelerator;
    return hardware === had
      ? []
      : [
          `container '${id}' is built for ${hardware}, but instances of ${instanceType} are for ${had}: choose the other of either`,
        ];
  }
}

/** Carries the instance type, so that it is another construct with another type: see {@link VariantScaling}. */
function scalingId(instanceType: InstanceType): string {
  const parts = instanceType.split(".").map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return `Scaling${parts.join("")}`;
}

function policyOf({ scaling = { kind: "concurrency" } }: RealTimeEndpointProps): ScalingPolicy {
  return scaling;
}

function scales({ instances, schedules = [] }: RealTimeEndpointProps): boolean {
  return instances.max > instances.min || schedules.length > 0;
}

function loadOf(props: RealTimeEndpointProps): Load {
  return {
    expectedPeakRps: props.expectedPeakRps,
    throughput: throughputOf(props.manifest.live, props.instanceType),
    safetyFactor: safetyFactorOf(policyOf(props)),
  };
}

function problemsOf(props: RealTimeEndpointProps, initialInstanceCount: number): string[] {
  const { instances, instanceType, expectedPeakRps, dataCapture, schedules = [] } = props;
  return [
    ...instanceRangeProblems(instances, props.highAvailability),
    ...(expectedPeakRps > 0 ? [] : [`expectedPeakRps must be above 0, got ${expectedPeakRps}`]),
    ...scalingPolicyProblems(policyOf(props)),
    ...scheduleProblems(schedules, instances, "instances"),
    ...deploymentProblems(props.deployment, initialInstanceCount, rollbackAlarmSeconds),
    ...(dataCapture ? dataCaptureProblems(dataCapture) : []),
    ...(scales(props) && instanceTypes[instanceType].burstable
      ? [
          `${instanceType} is burstable, and Application Auto Scaling takes no such endpoint: take another type, or make instances.min and instances.max equal without schedules`,
        ]
      : []),
  ];
}
