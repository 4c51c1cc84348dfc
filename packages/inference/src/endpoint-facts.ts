import {
  type ArnPlace,
  arnOf,
  type EndpointMetrics,
  type MetricDescription,
} from "@pictor/contracts";

/** Name of an endpoint's only variant. */
export const variantName = "AllTraffic";

/** Longest endpoint name: SageMaker's 63 characters less those that {@link generationName} adds. */
const nameLength = 41;

/** What is wrong with an endpoint's name. Its ARN has it in lower case, so a policy would not match another. */
export function endpointNameProblems(name: string): string[] {
  return name.length <= nameLength && /^[a-z0-9](-?[a-z0-9])*$/.test(name)
    ? []
    : [
        `endpoint name '${name}' must be lower-case letters, digits and single hyphens, at most ${nameLength} characters`,
      ];
}

/** ARN of an endpoint, known before the endpoint is. */
export function endpointArn(place: ArnPlace, name: string): string {
  return arnOf(place, "sagemaker", `endpoint/${name}`);
}

/** Log group that SageMaker writes an endpoint's containers to. */
export function endpointLogGroupName(name: string): string {
  return `/aws/sagemaker/Endpoints/${name}`;
}

/** What SageMaker publishes of an endpoint; with the endpoint's name alone there would be no data. */
export function endpointMetrics(endpointName: string): EndpointMetrics {
  const metric = (name: string, unit: MetricDescription["unit"]): MetricDescription => ({
    namespace: "AWS/SageMaker",
    name,
    dimensions: { EndpointName: endpointName, VariantName: variantName },
    unit,
  });
  return {
    invocations: metric("Invocations", "Count"),
    modelErrors: metric("InvocationModelErrors", "Count"),
    serverErrors: metric("Invocation5XXErrors", "Count"),
    modelLatency: metric("ModelLatency", "Microseconds"),
  };
}
