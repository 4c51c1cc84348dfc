"""What SageMaker does here, for the README: each part with its source and its test."""

from pictor_local.services.service import Shim

SHIMS = (
    Shim(
        parts=(
            "sagemaker/control_plane",
            "sagemaker/catalog",
            "sagemaker/permissions",
            "sagemaker/service",
        ),
        behaviour=('tags, lists, and the wording of "could not find" that the provider looks for'),
        source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Service.html",
        test="test_sagemaker_control",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=("sagemaker/validation", "sagemaker/execution_role", "iam/service_role"),
        behaviour=(
            "CreateModel refuses a role that does not trust SageMaker, cannot read the "
            "data or decrypt it, and data that is not there; serverless refuses KMS, "
            "VPC, isolation, capture"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
        test="test_sagemaker_control",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=("sagemaker/endpoint", "sagemaker/endpoints"),
        behaviour=(
            "changes take minutes; update, scale and delete are refused in Creating, "
            "Updating, SystemUpdating and RollingBack; Failed can only be deleted; "
            "OutOfService takes no requests; an update resets counts unless "
            "RetainAllVariantProperties; a configuration that is gone refuses the next "
            "update"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html",
        test="test_endpoint_states",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=(
            "sagemaker/rollout",
            "sagemaker/update",
            "sagemaker/pending",
            "sagemaker/traffic",
        ),
        behaviour=(
            "a guard alarm in ALARM while an update bakes brings the old configuration "
            "back; a rolling update that cannot go back is UpdateRollbackFailed"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html",
        test="test_rollout",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=("sagemaker/state_changes",),
        behaviour=(
            "each change of an endpoint's state is an event in EventBridge, a moment later, "
            "and sometimes twice"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html",
        test="test_state_changes",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=("sagemaker/scaling",),
        behaviour=(
            "weights and counts change in an update of their own; one that cannot get "
            "its model is RollingBack, then in service as it was"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpointWeightsAndCapacities.html",
        test="test_endpoint_states",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=(
            "sagemaker/deployment",
            "sagemaker/model_server",
            "sagemaker/toolkit_entry",
            "sagemaker/server_environment",
            "sagemaker/confined",
            "sagemaker/deaf",
            "sagemaker/probe",
            "sagemaker/artefact",
        ),
        behaviour=(
            "runs the image itself; in service once `/ping` answers, here once a "
            "picture is answered"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html",
        test="test_sagemaker_endpoint",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=("sagemaker/keeper",),
        behaviour=(
            "a container that ends is started again; how often is not documented, here "
            "the third death in a row without an answer between makes the endpoint "
            "Failed"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html",
        test="test_model_server_death",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=("sagemaker/serverless",),
        behaviour=(
            "nothing runs until it is asked; a cold start; beyond MaxConcurrency "
            "ThrottlingException; 4 MB; stopped when idle"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
        test="test_serverless",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=("sagemaker/interfaces",),
        behaviour=(
            "an endpoint in a VPC holds interfaces that outlive it; subnet and "
            "security group cannot be deleted meanwhile"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html",
        test="test_propagation",
        gap="test_moto_deletes_a_subnet_that_an_interface_is_in",
    ),
    Shim(
        parts=(
            "sagemaker/storage",
            "sagemaker/late_events",
            "sagemaker/jobs/job",
            "sagemaker/jobs/jobs",
            "sagemaker/jobs/runner",
            "sagemaker/jobs/checks",
            "sagemaker/jobs/data",
            "sagemaker/jobs/logs",
            "sagemaker/jobs/listing",
            "sagemaker/jobs/transform_job",
            "sagemaker/jobs/transform_jobs",
            "sagemaker/jobs/transform_run",
        ),
        behaviour=(
            "a transform job sends each object under a prefix or of a manifest to the "
            "model's container and writes `.out`; what fails does not keep others from "
            "their results, but fails the job; job names are never free again"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html",
        test="test_transform_jobs",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=(
            "sagemaker/jobs/training_job",
            "sagemaker/jobs/training_jobs",
            "sagemaker/jobs/training_checks",
            "sagemaker/jobs/training_place",
            "sagemaker/jobs/training_run",
            "sagemaker/jobs/training_outputs",
            "sagemaker/jobs/checkpoints",
            "sagemaker/jobs/container",
            "sagemaker/jobs/supervised",
        ),
        behaviour=(
            "a training job really trains: channels, hyperparameters, checkpoints, an "
            "interruption of spot with SIGTERM and SIGKILL, limits of time, artefacts, metrics"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo.html",
        test="test_training_jobs",
        gap="test_sagemaker_is_absent",
    ),
    Shim(
        parts=("sagemaker/metrics",),
        behaviour=(
            "by endpoint and variant together; latencies in microseconds; utilisation "
            "every minute, idle or not"
        ),
        source="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
        test="test_metrics",
        gap="test_sagemaker_is_absent",
    ),
)
