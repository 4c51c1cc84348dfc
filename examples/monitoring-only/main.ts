import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { metricsOf } from "@pictor/contracts";
import { Monitoring } from "@pictor/monitoring";
import { App, TerraformStack } from "cdktf";

const place = { accountId: "123456789012", region: "eu-central-1" };
const app = new App();
const stack = new TerraformStack(app, "alarms");
new AwsProvider(stack, "Aws", { region: place.region });

const ofFunction = metricsOf("AWS/Lambda", { FunctionName: "theirs" });
const variant = { EndpointName: "theirs", VariantName: "AllTraffic" };
const ofVariant = metricsOf("AWS/SageMaker", variant);
const ofInstances = metricsOf("/aws/sagemaker/Endpoints", variant);

new Monitoring(stack, "Monitoring", {
  ...place,
  name: "theirs",
  encryptionKey: {
    arn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
  },
  subscriptions: [{ kind: "email", address: "on-call@example.com", severity: "critical" }],
  dashboard: true,
})
  .watchFunction("Predict", {
    timeoutMs: 28_000,
    logGroupName: "/aws/lambda/theirs",
    metrics: {
      invocations: ofFunction("Invocations", "Count"),
      errors: ofFunction("Errors", "Count"),
      throttles: ofFunction("Throttles", "Count"),
      duration: ofFunction("Duration", "Milliseconds"),
      concurrentExecutions: ofFunction("ConcurrentExecutions", "Count"),
    },
  })
  .watchEndpoint("Model", {
    endpointName: "theirs",
    redundant: false,
    latency: { milliseconds: 300, reason: "what our callers accept", calibrated: true },
    vcpus: 4,
    instances: { min: 2, max: 6 },
    metrics: {
      kind: "realTime",
      invocations: ofVariant("Invocations", "None"),
      clientErrors: ofVariant("Invocation4XXErrors", "None"),
      serverErrors: ofVariant("Invocation5XXErrors", "None"),
      modelErrors: ofVariant("InvocationModelErrors", "None"),
      modelLatency: ofVariant("ModelLatency", "Microseconds"),
      overheadLatency: ofVariant("OverheadLatency", "Microseconds"),
      invocationsPerInstance: ofVariant("InvocationsPerInstance", "None"),
      cpuUtilization: ofInstances("CPUUtilization", "Percent"),
      memoryUtilization: ofInstances("MemoryUtilization", "Percent"),
      diskUtilization: ofInstances("DiskUtilization", "Percent"),
    },
  });

app.synth();
