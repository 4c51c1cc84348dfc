import type { Environment } from "@pictor/image-classifier";
import { environmentOf } from "./life";
import { proveLife } from "./prove-life";

const first = environmentOf("local");
if (first.capacity.kind !== "realTime") throw new Error("'local' has no instances");
const { capacity } = first;

const scaled: Environment = {
  ...first,
  capacity: { ...capacity, instances: { min: 1, max: 3 } },
  monitoring: { ...first.monitoring, leastRequestsPerMinute: 7 },
};
/** With the queue of `local`, three instances hold more than the account lets a function reserve. */
const shorter = { ...capacity, instances: { min: 1, max: 3 }, queueLength: 100 };
const queued: Environment = { ...scaled, capacity: shorter };
const onInstances = (instanceType: typeof capacity.instanceType): Environment => ({
  ...scaled,
  capacity: { ...shorter, instanceType },
});

/** A model, a configuration, and what the function has to know of them. */
const sized = {
  "aws_budgets_budget.Monitoring_Budget": "update",
  "aws_cloudwatch_dashboard.Monitoring_Dashboard": "update",
  "aws_cloudwatch_metric_alarm.Monitoring_EndpointCpu": "update",
  "aws_cloudwatch_metric_alarm.Monitoring_EndpointModelLatency": "update",
  "aws_cloudwatch_metric_alarm.Monitoring_PredictConcurrency": "update",
  "aws_lambda_function.Predict": "update",
  "aws_sagemaker_endpoint.Endpoint": "update",
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
      what: "more instances and an alarm",
      environment: scaled,
      plan: {
        "aws_appautoscaling_policy.Endpoint_ScalingMlM5Xlarge_Policy": "create",
        "aws_appautoscaling_target.Endpoint_ScalingMlM5Xlarge_Target": "create",
        "aws_budgets_budget.Monitoring_Budget": "update",
        "aws_cloudwatch_composite_alarm.Monitoring_SymptomAvailability": "update",
        "aws_cloudwatch_dashboard.Monitoring_Dashboard": "update",
        "aws_cloudwatch_metric_alarm.Monitoring_ApiFewRequests": "create",
        "aws_cloudwatch_metric_alarm.Monitoring_EndpointAllInstances": "create",
        "aws_cloudwatch_metric_alarm.Monitoring_PredictConcurrency": "update",
        "aws_lambda_function.Predict": "update",
      },
    },
    {
      what: "a shorter queue in its model servers",
      environment: queued,
      plan: {
        "aws_cloudwatch_dashboard.Monitoring_Dashboard": "update",
        "aws_cloudwatch_metric_alarm.Monitoring_PredictConcurrency": "update",
        "aws_lambda_function.Predict": "update",
        "aws_sagemaker_endpoint.Endpoint": "update",
        "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration":
          "create+delete, create+delete",
        "aws_sagemaker_model.Endpoint_Release…_Model": "create+delete, create+delete",
      },
    },
    {
      what: "another instance type",
      environment: onInstances("ml.m5.2xlarge"),
      plan: {
        ...sized,
        "aws_appautoscaling_policy.Endpoint_ScalingMlM52xlarge_Policy": "create",
        "aws_appautoscaling_policy.Endpoint_ScalingMlM5Xlarge_Policy": "delete",
        "aws_appautoscaling_target.Endpoint_ScalingMlM52xlarge_Target": "create",
        "aws_appautoscaling_target.Endpoint_ScalingMlM5Xlarge_Target": "delete",
        "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration":
          "create+delete, create+delete",
        "aws_sagemaker_model.Endpoint_Release…_Model": "create+delete, create+delete",
      },
    },
    {
      what: "a container for GPUs",
      environment: onInstances("ml.g4dn.xlarge"),
      release: { container: "pytorch-2.6-gpu" },
      plan: {
        ...sized,
        "aws_appautoscaling_policy.Endpoint_ScalingMlG4dnXlarge_Policy": "create",
        "aws_appautoscaling_policy.Endpoint_ScalingMlM52xlarge_Policy": "delete",
        "aws_appautoscaling_target.Endpoint_ScalingMlG4dnXlarge_Target": "create",
        "aws_appautoscaling_target.Endpoint_ScalingMlM52xlarge_Target": "delete",
        "aws_iam_role_policy.Endpoint_Role_Run": "update",
        "aws_sagemaker_endpoint_configuration.Endpoint_Release…_Configuration":
          "create, create, delete, delete",
        "aws_sagemaker_model.Endpoint_Release…_Model": "create, create, delete, delete",
      },
    },
  ],
});
