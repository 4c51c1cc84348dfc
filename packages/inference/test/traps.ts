import type { Synthesised } from "@pictor/testing";

/** A fault that projects like this one had, and how it is seen in a synthesised stack. */
export interface Trap {
  /** Its number in the list of traps that the tests speak of. */
  readonly number: number;
  readonly name: string;
  /** What of it is in a stack, given the stack twice and once more with another instance type. */
  readonly findIn: (stack: Synthesised, again: Synthesised, otherType: Synthesised) => string[];
  /** What of it is in the naive version: each form that is looked for. */
  readonly naively: readonly string[];
}

type Attributes = Readonly<Record<string, unknown>>;

const models = "aws_sagemaker_model";
const configurations = "aws_sagemaker_endpoint_configuration";

const json = (value: unknown): string => JSON.stringify(value) ?? "";

const variantsOf = (configuration: Attributes) =>
  configuration.production_variants as readonly Attributes[];

const hasInstances = (stack: Synthesised): boolean =>
  stack
    .resources(configurations)
    .flatMap(variantsOf)
    .some((variant) => "instance_type" in variant);

/** Every policy and assignment in the stack, as text. */
const permissions = (stack: Synthesised): string[] =>
  ["aws_iam_role_policy", "aws_iam_role_policy_attachment"]
    .flatMap((type) => stack.resources(type))
    .map(json);

const offences = (found: readonly (string | false | undefined)[]): string[] =>
  found.filter((one): one is string => typeof one === "string");

export const traps: readonly Trap[] = [
  {
    number: 1,
    name: "a fixed name: the next configuration already exists",
    naively: [
      "configuration carries no hash of its inputs",
      "configuration goes before it comes",
      "instances carries no hash of its inputs",
      "instances goes before it comes",
      "model carries no hash of its inputs",
      "model goes before it comes",
    ],
    findIn: (stack) =>
      [...stack.resources(models), ...stack.resources(configurations)].flatMap(
        ({ name, lifecycle }) =>
          offences([
            !String(name).includes("sha256(jsonencode(") && `${name} carries no hash of its inputs`,
            !json(lifecycle).includes("create_before_destroy") && `${name} goes before it comes`,
          ]),
      ),
  },
  {
    number: 2,
    name: "the endpoint keeps the old configuration, or the old one goes too early",
    naively: [
      "a change of the network of model would do nothing",
      "nothing looks whether endpoint moved before its old configuration goes",
      "nothing looks whether on-instances moved before its old configuration goes",
    ],
    findIn: (stack) => [
      ...stack
        .resources(models)
        .filter(({ vpc_config, name }) => vpc_config && !String(name).includes("vpcConfig"))
        .map(({ name }) => `a change of the network of ${name} would do nothing`),
      ...stack
        .resources("aws_sagemaker_endpoint")
        .filter(({ lifecycle }) => !json(lifecycle).includes("self.endpoint_config_name =="))
        .map(({ name }) => `nothing looks whether ${name} moved before its old configuration goes`),
    ],
  },
  {
    number: 3,
    name: "another plan each time",
    naively: ["two syntheses of the same differ"],
    findIn: (stack, again) =>
      stack.text() === again.text() ? [] : ["two syntheses of the same differ"],
  },
  {
    number: 5,
    name: "autoscaling by a metric that this kind of endpoint has not, or of a burstable type",
    naively: [
      "managed_instance_scaling needs inference components",
      "scales by a metric that only asynchronous endpoints have",
    ],
    findIn: (stack) => [
      ...stack
        .resources("aws_appautoscaling_policy")
        .map(json)
        .filter((policy) => !policy.includes("predefined_metric_type"))
        .map(() => "scales by a metric that only asynchronous endpoints have"),
      ...stack
        .resources(configurations)
        .flatMap(variantsOf)
        .filter((variant) => "managed_instance_scaling" in variant)
        .map(() => "managed_instance_scaling needs inference components"),
    ],
  },
  {
    number: 6,
    name: "milliseconds where SageMaker has microseconds, or half of the dimensions",
    naively: ["latency goes off at 3 ms", "latency sees no data"],
    findIn: (stack) =>
      stack.resources("aws_cloudwatch_metric_alarm").flatMap((alarm) => {
        const dimensions = Object.keys(alarm.dimensions as object).sort();
        return offences([
          alarm.metric_name === "ModelLatency" &&
            Number(alarm.threshold) < 100_000 &&
            `${alarm.alarm_name} goes off at ${Number(alarm.threshold) / 1000} ms`,
          dimensions.join() !== "EndpointName,VariantName" && `${alarm.alarm_name} sees no data`,
        ]);
      }),
  },
  {
    number: 7,
    name: "changes of the endpoint ignored, or an endpoint that new alarms replace",
    naively: [
      "alarms that come later replace the endpoint",
      "alarms that come later replace the endpoint",
      "the endpoint never sees a change",
    ],
    findIn: (stack) => [
      ...stack
        .resources("aws_sagemaker_endpoint")
        .flatMap(({ lifecycle, deployment_config }) =>
          offences([
            json(lifecycle).includes("ignore_changes") && "the endpoint never sees a change",
            hasInstances(stack) &&
              !json(deployment_config).includes("auto_rollback_configuration") &&
              "alarms that come later replace the endpoint",
          ]),
        ),
    ],
  },
  {
    number: 8,
    name: "an instance type cannot change while the variant is registered for scaling",
    naively: [
      "aws_appautoscaling_policy.Policy stays while the type changes",
      "aws_appautoscaling_target.Target stays while the type changes",
      "endpoint/endpoint/variant/AllTraffic is in no order with its endpoint",
    ],
    findIn: (stack, _, otherType) => {
      const scaling = (one: Synthesised) =>
        one.addresses().filter((address) => address.startsWith("aws_appautoscaling"));
      const staying = scaling(stack).filter((address) => scaling(otherType).includes(address));
      const loose = stack
        .resources("aws_appautoscaling_target")
        .filter(({ resource_id }) => !String(resource_id).includes("${aws_sagemaker_endpoint."));
      return [
        ...staying.map((address) => `${address} stays while the type changes`),
        ...loose.map(({ resource_id }) => `${resource_id} is in no order with its endpoint`),
      ];
    },
  },
  {
    number: 9,
    name: "a network, a key or isolation on serverless capacity",
    naively: ["a key for volumes", "a network", "data capture", "isolation"],
    findIn: (stack) => {
      const serverless = stack
        .resources(configurations)
        .filter((one) => variantsOf(one).some((variant) => "serverless_config" in variant));
      if (serverless.length === 0) return [];
      return offences([
        serverless.some((one) => "kms_key_arn" in one) && "a key for volumes",
        serverless.some((one) => "data_capture_config" in one) && "data capture",
        stack.resources(models).some((one) => "vpc_config" in one) && "a network",
        stack.resources(models).some((one) => "enable_network_isolation" in one) && "isolation",
      ]);
    },
  },
  {
    number: 10,
    name: "more permissions than needed, or an image that can change under its name",
    naively: [
      "a managed policy of everything",
      "an image by a tag that moves",
      "every action of a service",
    ],
    findIn: (stack) => [
      ...permissions(stack).flatMap((policy) =>
        offences([
          /FullAccess/.test(policy) && "a managed policy of everything",
          /\\"Action\\":(\[[^\]]*)?\\"\w+:\*/.test(policy) && "every action of a service",
        ]),
      ),
      ...stack
        .resources(models)
        .filter(({ primary_container }) => json(primary_container).includes(":latest"))
        .map(() => "an image by a tag that moves"),
    ],
  },
];
