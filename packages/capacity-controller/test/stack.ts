import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import { type CapacityPolicy, planCapacityPolicy } from "@pictor/capacity";
import { policyDocument, routingMetrics } from "@pictor/contracts";
import { type Synthesised, synthesise } from "@pictor/testing";
import { Construct } from "constructs";
import { CapacityController, type CapacityControllerProps, type SwitchTopic } from "../src";

export const place = { accountId: "123456789012", region: "us-east-1" };
const encryptionKey = { arn: "arn:aws:kms:us-east-1:123456789012:key/k" };
/** A topic as `@pictor/monitoring` makes it. */
export const topic: SwitchTopic = {
  arn: "arn:aws:sns:us-east-1:123456789012:pictures-notify",
  grantPublish: (role, id = "PublishToTopic") =>
    new IamRolePolicy(role, id, {
      role: role.name,
      name: id,
      policy: policyDocument([
        {
          Sid: "Publish",
          Effect: "Allow",
          Action: "sns:Publish",
          Resource: "arn:aws:sns:us-east-1:123456789012:pictures-notify",
        },
      ]),
    }),
};
export const parameters = {
  spec: "/pictures/capacity/spec",
  state: "/pictures/capacity/state",
  pin: "/pictures/capacity/pin",
};
export const releases = { live: "a".repeat(64), previous: "b".repeat(64) };
export const rollbackAlarms = ["pictures-real-time-rollback-latency"];
const { requests } = routingMetrics("pictures-predict", []);

/** The policy of two instances beside serverless, computed as an app computes it. */
function plannedPolicy(): CapacityPolicy {
  const plan = planCapacityPolicy({
    region: place.region,
    release: { format: "int8", calibration: [] },
    request: { imageBytes: 300_000 },
    realTime: { instanceType: "ml.c5.large", minInstances: 1, maxInstances: 4 },
    serverless: { memorySizeMb: 4096, maxConcurrency: 20 },
    on: "2026-11-28",
  });
  if ("problems" in plan) throw new Error(plan.problems.join("\n"));
  return plan.policy;
}

/** What a test changes of the example. */
export interface Changes {
  readonly props?: Partial<CapacityControllerProps>;
  /** Changes nested values of the props. */
  readonly change?: (usual: CapacityControllerProps) => CapacityControllerProps;
  /** Ids of the constructs around the controller, and its own. */
  readonly path?: readonly string[];
  readonly withoutPrevious?: boolean;
  /** Whether configurations are destroyed before what depends on them changes. */
  readonly inAnyOrder?: boolean;
}

/** Both endpoints as `@pictor/inference` would make them, and a controller of them. */
function addController(stack: Construct, changes: Changes = {}): CapacityController {
  const configuration = (kind: string, id: string) =>
    new SagemakerEndpointConfiguration(stack, `${kind}${id}`, {
      name: `pictures-${kind}-${id}`,
      productionVariants: [{ variantName: "AllTraffic", modelName: `pictures-${id}` }],
      ...(changes.inAnyOrder !== true && { lifecycle: { createBeforeDestroy: true } }),
    });
  const generations = changes.withoutPrevious === true ? ["live"] : ["live", "previous"];
  const [realTime = [], serverless = []] = ["real-time", "serverless"].map((kind) =>
    generations.map((id) => configuration(kind, id)),
  );
  const logs = new CloudwatchLogGroup(stack, "EndpointLogs", { name: "pictures-logs" });
  const resource = new SagemakerEndpoint(stack, "Serverless", {
    name: "pictures-serverless",
    endpointConfigName: serverless[0]?.name ?? "",
    lifecycle: { ignoreChanges: ["endpoint_config_name"] },
  });
  const [id = "Controller", ...outer] = [...(changes.path ?? ["Controller"])].reverse();
  const scope = outer.reduceRight<Construct>((each, name) => new Construct(each, name), stack);
  const usual: CapacityControllerProps = {
    ...place,
    functionName: "pictures-capacity",
    parameters,
    realTime: {
      target: { name: "pictures-real-time", kind: "realTime" },
      spec: {
        variant: "AllTraffic",
        live: { configuration: realTime[0]?.name ?? "", release: releases.live },
        ...(realTime[1] && {
          previous: { configuration: realTime[1].name, release: releases.previous },
        }),
        scaling: {
          min: 1,
          max: 4,
          tracking: {
            metric: "SageMakerVariantInvocationsPerInstance",
            target: 100,
            scaleInCooldownSeconds: 300,
            scaleOutCooldownSeconds: 60,
          },
          schedules: [],
        },
        deployment: {
          BlueGreenUpdatePolicy: {
            TrafficRoutingConfiguration: { Type: "ALL_AT_ONCE", WaitIntervalInSeconds: 180 },
            TerminationWaitInSeconds: 0,
            MaximumExecutionTimeoutInSeconds: 3000,
          },
          AutoRollbackConfiguration: {
            Alarms: rollbackAlarms.map((AlarmName) => ({ AlarmName })),
          },
        },
      },
      before: [logs],
      configurations: realTime,
    },
    serverless: {
      target: { name: "pictures-serverless", kind: "serverless" },
      resource,
      generations: serverless.map((each) => ({ configuration: each })),
    },
    policy: plannedPolicy(),
    requests,
    tags: { Environment: "staging" },
    encryptionKey,
    logRetentionDays: 30,
    protected: false,
    topic,
    today: "2026-10-01",
    ...changes.props,
  };
  return new CapacityController(scope, id, changes.change?.(usual) ?? usual);
}

/** The example, synthesised. */
export function build(changes: Changes = {}): {
  readonly out: Synthesised;
  readonly controller: CapacityController;
} {
  const made: CapacityController[] = [];
  const out = synthesise((stack) => made.push(addController(stack, changes)));
  const [controller] = made;
  if (controller === undefined) throw new Error("nothing was built");
  return { out, controller };
}
