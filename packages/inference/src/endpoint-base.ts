import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import {
  type DeployedEndpoint,
  type EndpointMetrics,
  limits,
  type Target,
  type TargetKind,
} from "@pictor/contracts";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import {
  type Container,
  containerOf,
  endOfPatchWarning,
  ownContainerProblems,
} from "./container-choice";
import { ContainerImages } from "./container-images";
import type { EndpointProps, InferenceEndpoint } from "./endpoint";
import { endpointArn, endpointMetrics, endpointNameProblems } from "./endpoint-facts";
import { generationsOf } from "./generation-list";
import { grantInvokeEndpoint } from "./invoke-grant";

/** What the router, the monitoring and the callers know of an endpoint, however its capacity is provided. */
export abstract class EndpointBase<Kind extends TargetKind>
  extends Construct
  implements InferenceEndpoint
{
  public abstract readonly resource: SagemakerEndpoint;
  /** What the model runs as. */
  public abstract readonly role: IamRole;
  /** The endpoint as it is to be found in AWS, for the tools that look. */
  public abstract readonly deployed: DeployedEndpoint;
  public readonly target: Target;
  public readonly metrics: Extract<EndpointMetrics, { kind: Kind }>;
  /** The images of the releases, and the container of the live one. */
  protected readonly images: ContainerImages;
  protected readonly container: Container;
  private readonly arn: string;

  protected constructor(scope: Construct, id: string, kind: Kind, props: EndpointProps) {
    super(scope, id);
    const { containers = {}, endpointName, manifest, region } = props;
    this.node.addValidation({
      validate: () => [
        ...endpointNameProblems(endpointName),
        ...ownContainerProblems(containers, region),
      ],
    });
    this.target = { name: endpointName, kind, timeoutMs: limits.timeoutMs[kind] };
    this.metrics = endpointMetrics(kind, endpointName);
    this.images = new ContainerImages(this, "Images", { region, own: containers });
    this.container = containerOf(manifest.live, containers);
    this.arn = endpointArn(props, endpointName);
    this.warn(endOfPatchWarning(this.container, props.today ?? today()));
  }

  public grantInvoke(role: IamRole, id = `Invoke${this.node.id}`): void {
    grantInvokeEndpoint(role, id, this.arn);
  }

  /** What the model role must be able to pull. */
  protected repositoryArns(props: EndpointProps): string[] {
    const arns = generationsOf(props.manifest).map(
      ({ release }) => this.images.of(release).repositoryArn,
    );
    return [...new Set(arns)];
  }

  /** Tells the one who synthesises, and goes on. */
  protected warn(text: string | undefined): void {
    if (text !== undefined) Annotations.of(this).addWarning(text);
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
