import type { Environment } from "@pictor/image-classifier";
import { environmentOf } from "./life";
import { proveLife } from "./prove-life";

const first = environmentOf("dev");
if (first.capacity.kind !== "serverless") throw new Error("'dev' is not serverless");
const { capacity } = first;

const scaled: Environment = {
  ...first,
  capacity: { ...capacity, maxConcurrency: 7 },
  monitoring: { ...first.monitoring, leastRequestsPerMinute: 7 },
};
const larger: Environment = {
  ...scaled,
  capacity: { ...capacity, maxConcurrency: 7, memorySizeMb: 3072 },
};

/** Both releases' configurations are made again, and the endpoint moves. */
const reconfigured = {
  "aws_budgets_budget.Monitoring_Budget": "update",
  "aws_sagemaker_endpoint.Endpoint": "update",
  "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration":
    "create+delete, create+delete",
};

proveLife({
  environment: first,
  release: {
    "aws_lambda_alias.Predict_Alias": "update",
    "aws_lambda_function.Predict": "update",
    "aws_sagemaker_endpoint.Endpoint": "update",
    "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration": "create",
    "aws_sagemaker_model.Endpoint_Release…_Model": "create",
  },
  steps: [
    {
      what: "more concurrency and an alarm",
      environment: scaled,
      plan: {
        ...reconfigured,
        "aws_cloudwatch_composite_alarm.Monitoring_SymptomAvailability": "update",
        "aws_cloudwatch_metric_alarm.Monitoring_ApiFewRequests": "create",
        "aws_cloudwatch_metric_alarm.Monitoring_PredictConcurrency": "update",
        "aws_lambda_function.Predict": "update",
      },
    },
    {
      what: "more memory",
      environment: larger,
      plan: {
        ...reconfigured,
        "aws_cloudwatch_metric_alarm.Monitoring_EndpointModelLatency": "update",
      },
    },
    {
      what: "the container of Ray Serve",
      environment: larger,
      release: { container: "ray-serve-1.4-cpu", layout: "ray-serve" },
      onlyPlanned: true,
      plan: {
        "aws_iam_role_policy.Endpoint_Role_Run": "update",
        "aws_sagemaker_endpoint.Endpoint": "update",
        "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration":
          "create, create, delete, delete",
        "aws_sagemaker_model.Endpoint_Release…_Model": "create, create, delete, delete",
      },
    },
  ],
});
