import {
  type AwsPlace,
  arnOf,
  type EndpointMetrics,
  isToken,
  metricsOf,
  printed,
  type TargetKind,
} from "@pictor/contracts";

/** Name of an endpoint's only variant. */
export const variantName = "AllTraffic";

/** Longest endpoint name: SageMaker's 63 characters less those that {@link createGeneration} adds. */
const nameLength = 41;

/** Problems of an endpoint's name. Its ARN has it in lower case, so a policy would not match another. */
export function endpointNameProblems(name: string): string[] {
  return !isToken(name) && name.length <= nameLength && /^[a-z0-9](-?[a-z0-9])*$/.test(name)
    ? []
    : [
        `endpointName ${printed(name)} must be a literal of lower-case letters, digits and single hyphens, at most ${nameLength} characters`,
      ];
}

/** ARN of an endpoint, known before the endpoint is. */
export function endpointArn(place: AwsPlace, name: string): string {
  return arnOf(place, "sagemaker", `endpoint/${name}`);
}

/** Log group that SageMaker writes an endpoint's containers to. */
export function endpointLogGroupName(name: string): string {
  return `/aws/sagemaker/Endpoints/${name}`;
}

/**
 * What SageMaker publishes of an endpoint; with the endpoint's name alone there would be no data.
 *
 * @param variant Name of the variant; endpoints that are made here have one, `AllTraffic`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html (read 2026-11)
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html (read 2026-11)
 */
export function endpointMetrics<Kind extends TargetKind>(
  kind: Kind,
  endpointName: string,
  variant?: string,
): Extract<EndpointMetrics, { kind: Kind }>;
export function endpointMetrics(
  kind: TargetKind,
  endpointName: string,
  variant: string = variantName,
): EndpointMetrics {
  const dimensions = { EndpointName: endpointName, VariantName: variant };
  const invocation = metricsOf("AWS/SageMaker", dimensions);
  const instance = metricsOf("/aws/sagemaker/Endpoints", dimensions);
  const common = {
    invocations: invocation("Invocations", "None"),
    clientErrors: invocation("Invocation4XXErrors", "None"),
    serverErrors: invocation("Invocation5XXErrors", "None"),
    modelLatency: invocation("ModelLatency", "Microseconds"),
    overheadLatency: invocation("OverheadLatency", "Microseconds"),
    memoryUtilization: instance("MemoryUtilization", "Percent"),
  };
  switch (kind) {
    case "realTime":
      return {
        kind,
        ...common,
        modelErrors: invocation("InvocationModelErrors", "None"),
        invocationsPerInstance: invocation("InvocationsPerInstance", "None"),
        cpuUtilization: instance("CPUUtilization", "Percent"),
        diskUtilization: instance("DiskUtilization", "Percent"),
      };
    case "serverless":
      return {
        kind,
        ...common,
        modelSetupTime: invocation("ModelSetupTime", "Microseconds"),
        concurrentExecutionsUtilization: invocation(
          "ServerlessConcurrentExecutionsUtilization",
          "None",
        ),
      };
  }
}
