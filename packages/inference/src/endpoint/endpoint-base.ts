import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  type EndpointDescription,
  type EndpointMetrics,
  limits,
  providerProblems,
  type Target,
  type TargetKind,
} from "@pictor/contracts";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { type Container, containerOf, endOfPatchWarning } from "../container/container-choice";
import { ContainerImages } from "../container/container-images";
import { generationsOf } from "../release/generation-list";
import type { ModelRole } from "../release/model-role";
import type { Generation } from "../release/versioned-endpoint";
import type { EndpointProps, InferenceEndpoint } from "./endpoint";
import { endpointArn, endpointMetrics } from "./endpoint-facts";
import { endpointProblems, refuseUnbuildable } from "./endpoint-problems";
import { grantInvokeEndpoint } from "./invoke-grant";
import { regionFindings } from "./region-findings";

/** What the router, the monitoring and the callers know of an endpoint, however its capacity is provided. */
export abstract class EndpointBase<Kind extends TargetKind>
  extends Construct
  implements InferenceEndpoint
{
  /** What the model runs as, and what it may do. */
  public abstract readonly modelRole: ModelRole;
  /** Everything that the router, the monitoring and the tools need of the endpoint. */
  public abstract readonly description: Extract<EndpointDescription, { kind: Kind }>;
  /** Model and endpoint configuration of each release, the live one first. */
  public abstract readonly generations: readonly [Generation, ...Generation[]];
  /** Group of the containers' log. */
  public abstract readonly logGroup: CloudwatchLogGroup;
  public readonly target: Target;
  public readonly metrics: Extract<EndpointMetrics, { kind: Kind }>;
  /** The images of the releases. */
  public readonly images: ContainerImages;
  /** The endpoint's ARN, known before the endpoint is. */
  public readonly arn: string;
  /** The container of the live one. */
  protected readonly container: Container;

  protected constructor(scope: Construct, id: string, kind: Kind, props: EndpointProps) {
    super(scope, id);
    refuseUnbuildable(props);
    const { containers = {}, endpointName, manifest, region } = props;
    const findings = regionFindings(region, kind);
    this.node.addValidation({
      validate: () => [
        ...endpointProblems(props),
        ...providerProblems(this, props),
        ...findings.problems,
      ],
    });
    for (const warning of findings.warnings) this.warn(warning);
    for (const note of findings.notes) Annotations.of(this).addInfo(note);
    this.target = { name: endpointName, kind, timeoutMs: limits.timeoutMs[kind] };
    this.metrics = endpointMetrics(kind, endpointName);
    this.images = new ContainerImages(this, "Images", { region, own: containers });
    this.container = containerOf(manifest.live, containers);
    this.arn = endpointArn(props, endpointName);
    this.warn(endOfPatchWarning(this.container, props.today ?? today()));
  }

  /** The role that the model runs as. */
  public get role(): IamRole {
    return this.modelRole.resource;
  }

  /** The endpoint's largest size. */
  public get size(): EndpointDescription["size"] {
    return this.description.size;
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

  /** Adds a synthesis warning. */
  protected warn(text: string | undefined): void {
    if (text !== undefined) Annotations.of(this).addWarning(text);
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
