"""Every service that the emulator adds or mends."""

from pictor_local.services.apigateway.service import ApiGateway
from pictor_local.services.application_autoscaling.service import ApplicationAutoScaling
from pictor_local.services.awslambda.service import Lambda
from pictor_local.services.cloudtrail.service import CloudTrail
from pictor_local.services.cloudwatch.service import CloudWatch
from pictor_local.services.ec2.service import Ec2
from pictor_local.services.eventbridge.service import EventBridge
from pictor_local.services.iam.service import Iam
from pictor_local.services.kms.service import Kms
from pictor_local.services.logs.service import CloudWatchLogs
from pictor_local.services.parts import Parts
from pictor_local.services.sagemaker.service import SageMaker, SageMakerRuntime
from pictor_local.services.scheduler.service import EventBridgeScheduler
from pictor_local.services.service import Service
from pictor_local.services.servicequotas.service import ServiceQuotas
from pictor_local.services.ssm.service import SystemsManager
from pictor_local.services.stepfunctions.service import StepFunctions
from pictor_local.services.tagging.service import Tagging
from pictor_local.services.wafv2.service import Waf

SERVICES: tuple[type[Service], ...] = (
    ApiGateway,
    ApplicationAutoScaling,
    CloudTrail,
    CloudWatch,
    CloudWatchLogs,
    Ec2,
    EventBridge,
    EventBridgeScheduler,
    Iam,
    Kms,
    Lambda,
    SageMaker,
    SageMakerRuntime,
    ServiceQuotas,
    StepFunctions,
    SystemsManager,
    Tagging,
    Waf,
)


def build(parts: Parts) -> list[Service]:
    """Build one of each."""
    return [service(parts) for service in SERVICES]
