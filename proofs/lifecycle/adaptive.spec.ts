import type { Environment } from "@pictor/image-classifier";
import { environmentOf } from "./life";
import { proveLife } from "./prove-life";

const adaptive = environmentOf("staging", { protectsData: false });
if (adaptive.capacity.kind !== "adaptive") throw new Error("'staging' is not adaptive");
const { capacity } = adaptive;
const { realTime, serverless } = capacity;

const scaled: Environment = {
  ...adaptive,
  capacity: { ...capacity, realTime: { ...realTime, instances: { min: 1, max: 3 } } },
  monitoring: { ...adaptive.monitoring, leastRequestsPerMinute: 7 },
};
const typed: Environment = {
  ...scaled,
  capacity: {
    ...capacity,
    realTime: { ...realTime, instances: { min: 1, max: 3 }, instanceType: "ml.c5.xlarge" },
  },
};
if (typed.capacity.kind !== "adaptive") throw new Error("no longer adaptive");

proveLife({
  environment: adaptive,
  release: {
    "aws_iam_role_policy.Controller_Permissions": "update",
    "aws_lambda_alias.Predict_Alias": "update",
    "aws_lambda_function.Predict": "update",
    "aws_lambda_invocation.pictor_staging_capacity_Invocation": "update",
    "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration": "create, update",
    "aws_sagemaker_endpoint_configuration.Serverless_Release…_Configuration": "create",
    "aws_sagemaker_model.Endpoint_Release…_Model": "create",
    "aws_sagemaker_model.Serverless_Release…_Model": "create",
    "aws_ssm_parameter.pictor_staging_capacity_Spec": "update",
  },
  steps: [
    {
      what: "more instances and an alarm",
      environment: scaled,
      plan: {
        "aws_budgets_budget.Monitoring_Budget": "update",
        "aws_cloudwatch_composite_alarm.Monitoring_SymptomAvailability": "update",
        "aws_cloudwatch_dashboard.Monitoring_Dashboard": "update",
        "aws_cloudwatch_metric_alarm.Monitoring_ApiFewRequests": "create",
        "aws_cloudwatch_metric_alarm.Monitoring_PredictConcurrency": "update",
        "aws_cloudwatch_metric_alarm.Monitoring_RealTimeAllInstances": "update",
        "aws_lambda_function.Predict": "update",
        "aws_lambda_invocation.pictor_staging_capacity_Invocation": "update",
        "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration": "update",
        "aws_ssm_parameter.pictor_staging_capacity_Spec": "update",
      },
    },
    {
      what: "another instance type",
      environment: typed,
      plan: {
        "aws_cloudwatch_dashboard.Monitoring_Dashboard": "update",
        "aws_cloudwatch_metric_alarm.Monitoring_PredictConcurrency": "update",
        "aws_cloudwatch_metric_alarm.Monitoring_RealTimeCpu": "update",
        "aws_cloudwatch_metric_alarm.Monitoring_RealTimeModelLatency": "update",
        "aws_iam_role_policy.Controller_Permissions": "update",
        "aws_lambda_function.Predict": "update",
        "aws_lambda_invocation.pictor_staging_capacity_Invocation": "update",
        "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration":
          "create+delete, create+delete",
        "aws_sagemaker_model.Endpoint_Release…_Model": "create+delete, create+delete",
        "aws_ssm_parameter.pictor_staging_capacity_Spec": "update",
      },
    },
  ],
  refusals: [
    {
      what: "another memory of the serverless endpoint, whose configuration the controller has to change first",
      environment: {
        ...typed,
        capacity: { ...typed.capacity, serverless: { ...serverless, memorySizeMb: 3072 } },
      },
      says: /serverless still runs a configuration/,
    },
  ],
});
