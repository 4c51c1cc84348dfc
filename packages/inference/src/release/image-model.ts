import { SagemakerModel } from "@cdktf/provider-aws/lib/sagemaker-model";
import {
  type AwsPlace,
  isToken,
  printed,
  type Release,
  refuseProblems,
  releaseProblems,
  targetKinds,
  wordProblems,
} from "@pictor/contracts";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { ContainerImage } from "../container/container-images";
import type { ExecutionRole } from "./execution-role";
import { createGeneration } from "./generation-name";
import { modelEnvironment, type ServingResources } from "./model-environment";
import type { ModelVpc } from "./model-role";

/** The fields of a release that a model is made of. */
export type ServedRelease = Pick<
  Release,
  "sha256" | "weightsSha256" | "key" | "layout" | "compression"
>;

/** What an {@link ImageModel} is made of. */
export interface ImageModelProps extends Pick<AwsPlace, "region"> {
  /** Begins the model's name. */
  readonly endpointName: string;
  readonly release: ServedRelease;
  readonly image: Pick<ContainerImage, "uri">;
  /** Bucket that holds the release. */
  readonly bucketName: string;
  /** What the model runs as, and what must be there before. */
  readonly role: ExecutionRole;
  /**
   * With a VPC the model is isolated too: its container has no network and no credentials. `isolated` is the same without
   * network interfaces, as batch transform takes it; endpoints without instances take neither.
   */
  readonly network:
    | { readonly kind: "none" }
    | { readonly kind: "isolated" }
    | Omit<ModelVpc, "subnetArns">;
  readonly resources: ServingResources;
}

/**
 * A SageMaker model of one release: its container, its artefact and its environment.
 *
 * @example
 * new ImageModel(stack, "Model", {
 *   region: "eu-central-1",
 *   endpointName: "pictures",
 *   release,
 *   image: { uri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/classifier:1" },
 *   bucketName: "pictures-models",
 *   role,
 *   network: vpc,
 *   resources: { kind: "realTime", workers: 2, threads: 1 },
 * });
 */
export class ImageModel extends Construct {
  public readonly resource: SagemakerModel;

  public constructor(scope: Construct, id: string, props: ImageModelProps) {
    super(scope, id);
    refuseProblems([...releaseProblems(props.release), ...resourceProblems(props.resources)]);
    const { endpointName, image, region, release, role, network } = props;
    const config = {
      executionRoleArn: role.resource.arn,
      primaryContainer: {
        image: image.uri,
        environment: modelEnvironment(release, region, props.resources),
        ...artefact(props.bucketName, release),
      },
      ...(network.kind === "isolated" && { enableNetworkIsolation: true }),
      ...(network.kind === "vpc" && {
        // The container has neither network nor credentials: nothing can be fetched at start, nothing leaves.
        enableNetworkIsolation: true,
        vpcConfig: {
          subnets: [...network.subnetIds],
          securityGroupIds: [...network.securityGroupIds],
        },
      }),
    };
    const inputs = {
      ...config,
      ...(config.vpcConfig &&
        network.kind === "vpc" && {
          vpcConfig: {
            ...config.vpcConfig,
            subnets: subnetSet(network),
            securityGroupIds: groupSet(network.securityGroupIds),
          },
        }),
    };
    this.resource = createGeneration(
      { endpointName, releaseSha256: release.sha256, inputs },
      (name) =>
        new SagemakerModel(this, "Resource", {
          ...config,
          name,
          lifecycle: { createBeforeDestroy: true },
          // SageMaker reads the artefact as this role when it makes the model.
          dependsOn: role.ready,
        }),
    );
  }
}

/** Problems of the workers, threads and queue that a model server is given; empty if valid. A token is no problem. */
function resourceProblems({ kind, ...numbers }: ServingResources): string[] {
  const counts = Object.entries(numbers).filter(([, count]) => count !== undefined);
  return [
    ...wordProblems("resources.kind", kind, targetKinds),
    ...counts
      .filter(([, count]) => !isToken(count) && !(Number.isInteger(count) && count >= 1))
      .map(
        ([name, count]) =>
          `resources.${name} must be a whole number of at least 1, got ${printed(count)}`,
      ),
  ];
}

/** Subnets in an order that has no meaning: Terraform sorts the ids that only it knows. */
function subnetSet({
  subnetIds,
  subnetsSorted,
}: Pick<ModelVpc, "subnetIds" | "subnetsSorted">): string[] {
  const ids = [...subnetIds];
  if (subnetsSorted) return ids;
  return Fn.toset(isToken(ids) ? ids : ids.sort());
}

/** Security groups in an order that has no meaning. One alone is no set: names of models that exist stay as they are. */
function groupSet(securityGroupIds: readonly string[]): string[] {
  const ids = [...securityGroupIds];
  const [only = "", ...others] = ids;
  // CDKTF encodes a list that only Terraform knows as a list of one text.
  if (others.length === 0 && !only.startsWith("#{")) return ids;
  return Fn.toset(isToken(ids) ? ids : ids.sort());
}

function artefact(bucketName: string, release: ServedRelease): object {
  const uri = `s3://${bucketName}/${release.key}`;
  switch (release.compression) {
    case "gzip":
      return { modelDataUrl: uri };
    case "none":
      return {
        modelDataSource: {
          s3DataSource: [
            {
              // The release's schema holds such a key to its final slash, which SageMaker wants of a prefix.
              s3Uri: uri,
              s3DataType: "S3Prefix",
              compressionType: "None",
            },
          ],
        },
      };
  }
}
