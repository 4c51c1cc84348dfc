import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  SagemakerEndpointConfiguration,
  type SagemakerEndpointConfigurationProductionVariants,
} from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import { SagemakerModel } from "@cdktf/provider-aws/lib/sagemaker-model";
import { planCapacityPolicy } from "@pictor/capacity";
import { CapacityController, type CapacityControllerProps } from "@pictor/capacity-controller";
import { names, type Place, routingMetrics, serviceTrust } from "@pictor/contracts";
import { EncryptionKey } from "@pictor/storage";
import { App, LocalBackend, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** What differs between two syntheses of the stack. */
export interface ControllerOptions {
  /** Releases by a letter, the live one first. */
  readonly releases: readonly string[];
  /** Ids of the constructs around the controller, and its own. @default ["Controller"] */
  readonly path?: readonly string[];
  /** Where the controller was before: its resources are moved from there. */
  readonly movedFrom?: readonly string[];
  /** Whether the function's code is another. */
  readonly isCodeChanged?: boolean;
  readonly isProtected?: boolean;
}

/**
 * Synthesises a stack `controller`: models and configurations of both endpoints, and a controller whose schedule is
 * switched off. Neither endpoint is created, so that no model server has to start: of the serverless one there is only
 * its name.
 */
export function synthesiseController(
  place: Place,
  outdir: string,
  options: ControllerOptions,
): void {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "controller");
  const { accountId, region } = place;
  new LocalBackend(stack, { path: join(outdir, "controller.tfstate") });
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId] });
  const { path = ["Controller"] } = options;
  const controller = addController(stack, path, propsOf(stack, place, options));
  controller.triggers.schedule.addOverride("state", "DISABLED");
  if (options.isCodeChanged === true) {
    controller.function.resource.addOverride("source_code_hash", "of other code");
  }
  if (options.movedFrom !== undefined) move(controller, options.movedFrom, place, options);
  app.synth();
}

function addController(
  stack: Construct,
  path: readonly string[],
  props: CapacityControllerProps,
): CapacityController {
  const scope = path.slice(0, -1).reduce<Construct>((each, id) => new Construct(each, id), stack);
  return new CapacityController(scope, path.at(-1) ?? "", props);
}

/** Declares where each resource was: in a stack like this one with the controller at the place before. */
function move(
  controller: CapacityController,
  from: readonly string[],
  place: Place,
  options: ControllerOptions,
): void {
  const former = new TerraformStack(new App(), "controller");
  const before = addController(former, from, propsOf(former, place, options));
  const addresses = new Map(
    resourcesOf(before).map((each) => [pathWithin(before, each), addressOf(each)]),
  );
  for (const each of resourcesOf(controller)) {
    const address = addresses.get(pathWithin(controller, each));
    if (address !== undefined && address !== addressOf(each)) each.moveFromId(address);
  }
}

const resourcesOf = (construct: Construct): readonly TerraformResource[] =>
  construct.node.findAll().filter((each) => each instanceof TerraformResource);
const pathWithin = (outer: Construct, inner: Construct): string =>
  inner.node.path.slice(outer.node.path.length);
const addressOf = ({ friendlyUniqueId, terraformResourceType }: TerraformResource): string =>
  `${terraformResourceType}.${friendlyUniqueId}`;

function propsOf(
  stack: TerraformStack,
  place: Place,
  { isProtected = false, releases }: ControllerOptions,
): CapacityControllerProps {
  const { accountId, region } = place;
  const { capacityFunction, capacityParameters, endpoints, keyAlias, predictFunction } =
    names(place);
  const encryptionKey = new EncryptionKey(stack, "Key", {
    ...{ accountId, region, alias: keyAlias, protected: false },
    description: "A capacity controller",
  });
  encryptionKey.allowLogs();
  const role = new IamRole(stack, "ModelRole", {
    name: `pictor-${place.environment}-models`,
    assumeRolePolicy: serviceTrust("sagemaker.amazonaws.com", accountId),
  });
  const configurations = (
    endpoint: string,
    variant: Partial<SagemakerEndpointConfigurationProductionVariants>,
  ) =>
    releases.map((release) => {
      const name = `${endpoint}-${release}`;
      const model = new SagemakerModel(stack, `${name}-model`, {
        name,
        executionRoleArn: role.arn,
        primaryContainer: { image: `${accountId}.dkr.ecr.${region}.amazonaws.com/tested:1` },
        lifecycle: { createBeforeDestroy: true },
      });
      return new SagemakerEndpointConfiguration(stack, name, {
        name,
        productionVariants: [{ variantName: "AllTraffic", modelName: model.name, ...variant }],
        lifecycle: { createBeforeDestroy: true },
      });
    });
  const realTime = configurations(endpoints.realTime, {
    ...{ instanceType: "ml.c5.large", initialInstanceCount: 1 },
  });
  const serverless = configurations(endpoints.serverless, {
    serverlessConfig: { memorySizeInMb: 2048, maxConcurrency: 5 },
  });
  const [live, previous] = realTime.map(({ name }, index) => ({
    ...{ configuration: name, release: String(index).repeat(64) },
  }));
  const [running] = serverless;
  if (live === undefined || running === undefined) throw new Error("there is no release");
  return {
    ...{ accountId, region, encryptionKey, logRetentionDays: 1, protected: isProtected },
    ...{ functionName: capacityFunction, parameters: capacityParameters },
    realTime: {
      target: { name: endpoints.realTime, kind: "realTime" },
      spec: {
        ...{ variant: "AllTraffic", live, ...(previous && { previous }) },
        deployment: { AutoRollbackConfiguration: { Alarms: [{ AlarmName: "rollback" }] } },
      },
      before: [role],
      configurations: realTime,
    },
    serverless: {
      target: { name: endpoints.serverless, kind: "serverless" },
      resource: { fqn: running.fqn, endpointConfigName: running.name },
      generations: serverless.map((configuration) => ({ configuration })),
    },
    policy: policyOf(region),
    requests: routingMetrics(predictFunction, []).requests,
    today: "2026-11-29",
  };
}

function policyOf(region: string): CapacityControllerProps["policy"] {
  const plan = planCapacityPolicy({
    ...{ region, release: { format: "int8", calibration: [] }, on: "2026-11-29" },
    request: { imageBytes: 300_000 },
    realTime: { instanceType: "ml.c5.large", minInstances: 1, maxInstances: 4 },
    serverless: { memorySizeMb: 2048, maxConcurrency: 5 },
  });
  if ("problems" in plan) throw new Error(plan.problems.join("\n"));
  return plan.policy;
}
