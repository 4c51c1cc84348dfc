import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import {
  capacityName,
  type EndpointOwner,
  instanceTypeOf,
  type NamedInstanceType,
  printed,
  type RealTimeEndpointDescription,
} from "@pictor/contracts";
import { securityGroupProblems } from "@pictor/function";
import type { InferenceNetwork } from "@pictor/network";
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { type CapacityPlan, type InstanceCapacity, planCapacity } from "../capacity/plan";
import { RollbackAlarms, rollbackAlarmArns } from "../deployment/rollback-alarms";
import { ModelRole } from "../release/model-role";
import {
  createGenerations,
  type Generation,
  type Generations,
} from "../release/versioned-endpoint";
import {
  capturePrefix,
  type DataCapture,
  dataCaptureConfig,
  dataCaptureProblems,
} from "./data-capture";
import type { EndpointProps } from "./endpoint";
import { EndpointBase } from "./endpoint-base";
import { variantName } from "./endpoint-facts";
import { resourcesOf } from "./resources-of";

/** What an endpoint on instances needs, whoever makes the endpoint itself. */
export interface InstanceEndpointProps extends EndpointProps, InstanceCapacity {
  /** The network that the model's instances are in; it must reach S3. */
  readonly network: InferenceNetwork;
  /**
   * Security groups that exist, one to five. No rule is added to them: they must let the instances reach S3 by HTTPS.
   *
   * @default - one is created that reaches S3 and nothing else
   */
  readonly securityGroupIds?: readonly string[];
  /** Requests a second at the environment's peak: the most instances must carry it. */
  readonly expectedPeakRps: number;
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
 * Everything of a model on instances of its own, in isolated subnets, but the endpoint: Terraform makes that, or a
 * capacity controller.
 *
 * SageMaker pulls the image and the release from outside the container, so the container needs no network and has
 * none. Its volumes are encrypted with the key given, where the instance type's storage takes one.
 */
export abstract class InstanceEndpoint extends EndpointBase<"realTime"> {
  public readonly modelRole: ModelRole;
  public readonly generations: readonly [Generation, ...Generation[]];
  public readonly description: RealTimeEndpointDescription;
  public readonly logGroup: CloudwatchLogGroup;
  /** Group of the instances' network interfaces; absent where groups exist. */
  public readonly securityGroup: SecurityGroup | undefined;
  /** Lets the instances fetch releases; absent where groups exist. */
  public readonly s3Rule: VpcSecurityGroupEgressRule | undefined;
  /** The alarms at which SageMaker takes a release back. */
  public readonly rollbackAlarms: RollbackAlarms;
  /** The groups of the instances' network interfaces. */
  public readonly securityGroupIds: readonly string[];
  /** Numbers of instances. */
  protected readonly plan: CapacityPlan;
  protected readonly instance: NamedInstanceType;
  /** What the endpoint runs, and what must exist before it. */
  protected readonly made: Generations;

  protected constructor(
    scope: Construct,
    id: string,
    owner: EndpointOwner,
    props: InstanceEndpointProps,
  ) {
    super(scope, id, "realTime", props);
    const { dataCapture, endpointName, network } = props;
    this.instance = instanceTypeOf(props.instanceType);
    this.plan = planCapacity({
      ...props,
      release: props.manifest.live,
      container: this.container,
    });
    const { plan } = this;
    this.node.addValidation({
      validate: () => [
        ...plan.problems,
        ...(dataCapture ? dataCaptureProblems(dataCapture) : []),
        ...(props.securityGroupIds === undefined
          ? []
          : securityGroupProblems("securityGroupIds", props.securityGroupIds)),
      ],
    });
    for (const warning of plan.warnings) this.warn(warning);
    for (const note of plan.notes) Annotations.of(this).addInfo(note);

    const volume = this.instance.storage === "ebs" ? { volumeKey: props.encryptionKey } : {};
    this.securityGroup = this.createSecurityGroup(props);
    this.s3Rule = this.securityGroup && network.allowS3(this.securityGroup);
    this.securityGroupIds = props.securityGroupIds ?? [(this.securityGroup as SecurityGroup).id];
    const modelNetwork = {
      kind: "vpc",
      subnetIds: network.subnetIds,
      subnetsSorted: network.subnetsSorted,
      subnetArns: network.subnetArns,
      securityGroupIds: this.securityGroupIds,
    } as const;
    this.modelRole = new ModelRole(this, "Role", {
      ...props,
      ...volume,
      network: modelNetwork,
      repositoryArns: this.repositoryArns(props),
      rollbackAlarmArns: rollbackAlarmArns(props, endpointName),
    });
    dataCapture?.store.grantWrite(this.role, capturePrefix(endpointName));
    this.rollbackAlarms = new RollbackAlarms(this, "Rollback", this);
    this.made = createGenerations(this, props, {
      ...volume,
      images: this.images,
      role: this.modelRole,
      network: modelNetwork,
      resources: plan.serving,
      after: [
        ...(this.securityGroup ? resourcesOf(this.securityGroup) : []),
        ...this.rollbackAlarms.resources,
      ],
      ...(dataCapture && { dataCaptureConfig: dataCaptureConfig(endpointName, dataCapture) }),
      variant: {
        variantName,
        instanceType: this.instance.name,
        initialInstanceCount: plan.initial,
        initialVariantWeight: 1,
        ...(props.volumeSizeGb !== undefined && { volumeSizeInGb: props.volumeSizeGb }),
        modelDataDownloadTimeoutInSeconds: startSeconds,
        containerStartupHealthCheckTimeoutInSeconds: startSeconds,
        routingConfig: [{ routingStrategy: "LEAST_OUTSTANDING_REQUESTS" }],
      },
    });
    this.generations = this.made.generations;
    this.logGroup = this.made.logGroup;
    this.description = this.describe(owner, props);
  }

  private createSecurityGroup({
    endpointName,
    network,
    securityGroupIds,
  }: InstanceEndpointProps): SecurityGroup | undefined {
    if (securityGroupIds !== undefined) {
      Annotations.of(this).addInfo(
        `security groups ${securityGroupIds.map(printed).join(", ")} exist, so no rule is added to them: they must let the instances reach S3 by HTTPS`,
      );
      return undefined;
    }
    const description = `Instances of SageMaker endpoint ${endpointName}`;
    return network.createSecurityGroup(this, "SecurityGroup", description);
  }

  private describe(
    owner: EndpointOwner,
    { endpointName, highAvailability }: InstanceEndpointProps,
  ): RealTimeEndpointDescription {
    const { mostWhileUpdating, queue, range, scales, serving } = this.plan;
    const { name: instanceType, vCpus } = this.instance;
    const capacity = capacityName({ kind: "realTime", instanceType });
    return {
      kind: "realTime",
      target: this.target,
      metrics: this.metrics,
      logGroupName: this.logGroup.name,
      deployed: {
        name: endpointName,
        owner,
        kind: "realTime",
        configuration: this.made.configuration.name,
        capacity,
        scales,
        instances: {
          type: instanceType,
          min: range.min,
          mostWhileUpdating,
          highAvailability,
          // Each network interface has all of them: one is enough to find the instances.
          securityGroupId: this.securityGroupIds[0] ?? "",
        },
      },
      size: {
        kind: "realTime",
        capacity,
        minInstances: range.min,
        maxInstances: range.max,
        vCpus,
        workers: serving.workers,
        queue,
      },
    };
  }
}
