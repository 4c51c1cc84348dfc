import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  UpdateEndpointCommand,
} from "@aws-sdk/client-sagemaker";
import type { CapacitySpec, EndpointState, RealTimeSpec } from "@pictor/capacity";
import { callMs, clients, isRefusal, within } from "./clients";

/** An endpoint as SageMaker describes it. */
export interface Described {
  readonly state: EndpointState;
  /** Configuration that it names, whatever its status. */
  readonly configuration?: string;
  /** When it was changed last, milliseconds since 1970. */
  readonly modifiedAt?: number;
  readonly failureReason?: string;
}

/** States in which SageMaker deletes an endpoint. */
export const deletable: readonly EndpointState["status"][] = [
  "InService",
  "Failed",
  "OutOfService",
  "UpdateRollbackFailed",
];

/** Describes an endpoint; `Absent` if there is none of the name. */
export async function describeEndpoint(name: string): Promise<Described> {
  try {
    const found = await clients.sageMaker.send(
      new DescribeEndpointCommand({ EndpointName: name }),
      within(callMs),
    );
    const { EndpointConfigName = "", FailureReason } = found;
    const status = found.EndpointStatus as EndpointState["status"];
    const modifiedAt = found.LastModifiedTime?.getTime() ?? 0;
    const instances = found.ProductionVariants?.[0]?.CurrentInstanceCount ?? 0;
    return {
      state:
        status === "InService"
          ? { status, configuration: EndpointConfigName, instances, modifiedAt }
          : { status },
      configuration: EndpointConfigName,
      modifiedAt,
      ...(FailureReason !== undefined && { failureReason: FailureReason }),
    };
  } catch (error) {
    if (isAbsent(error)) return { state: { status: "Absent" } };
    throw error;
  }
}

export async function createEndpoint(spec: RealTimeSpec, configuration: string): Promise<void> {
  await clients.sageMaker.send(
    new CreateEndpointCommand({
      EndpointName: spec.name,
      EndpointConfigName: configuration,
      Tags: Object.entries(spec.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
    within(callMs),
  );
}

/** Moves the real-time endpoint to a configuration, with its number of instances, watched by its alarms. */
export async function updateRealTime(spec: RealTimeSpec, configuration: string): Promise<void> {
  const { AutoRollbackConfiguration, BlueGreenUpdatePolicy, RollingUpdatePolicy } = spec.deployment;
  await clients.sageMaker.send(
    new UpdateEndpointCommand({
      EndpointName: spec.name,
      EndpointConfigName: configuration,
      RetainAllVariantProperties: true,
      DeploymentConfig: {
        AutoRollbackConfiguration: { Alarms: [...AutoRollbackConfiguration.Alarms] },
        ...(BlueGreenUpdatePolicy && { BlueGreenUpdatePolicy }),
        ...(RollingUpdatePolicy && { RollingUpdatePolicy }),
      },
    }),
    within(callMs),
  );
}

export async function updateServerless(
  { name }: CapacitySpec["serverless"],
  configuration: string,
): Promise<void> {
  await clients.sageMaker.send(
    new UpdateEndpointCommand({ EndpointName: name, EndpointConfigName: configuration }),
    within(callMs),
  );
}

/** Deletes an endpoint; none of the name is as good. */
export async function deleteEndpoint(name: string): Promise<void> {
  try {
    await clients.sageMaker.send(new DeleteEndpointCommand({ EndpointName: name }), within(callMs));
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/** The instance type of a configuration. */
export async function instanceTypeOf(configuration: string): Promise<string | undefined> {
  const { ProductionVariants } = await clients.sageMaker.send(
    new DescribeEndpointConfigCommand({ EndpointConfigName: configuration }),
    within(callMs),
  );
  return ProductionVariants?.[0]?.InstanceType;
}

/** SageMaker has no error of its own for it. */
function isAbsent(error: unknown): boolean {
  return (
    isRefusal(error, "ValidationException") &&
    /could not find endpoint|not found|does not exist/i.test((error as Error).message)
  );
}
