import { SagemakerModel } from "@cdktf/provider-aws/lib/sagemaker-model";
import type { Release } from "@pictor/contracts";
import { Construct } from "constructs";
import type { ContainerImage } from "./container-images";
import { generationName } from "./generation-name";
import { modelEnvironment, type ServingResources } from "./model-environment";
import type { ModelNetwork, ModelRole } from "./model-role";

/** What an {@link ImageModel} is made of. */
export interface ImageModelProps {
  /** Begins the model's name. */
  readonly endpointName: string;
  readonly region: string;
  readonly release: Release;
  readonly image: ContainerImage;
  /** Bucket that holds the release. */
  readonly bucketName: string;
  readonly role: ModelRole;
  /** With a VPC the model is isolated too: its container has no network and no credentials. */
  readonly network: ModelNetwork;
  readonly resources: ServingResources;
}

/** A SageMaker model of one release: its container, its artefact and its environment. */
export class ImageModel extends Construct {
  public readonly resource: SagemakerModel;

  public constructor(scope: Construct, id: string, props: ImageModelProps) {
    super(scope, id);
    const { endpointName, image, region, release, role, network } = props;
    const inputs = {
      executionRoleArn: role.resource.arn,
      primaryContainer: {
        image: image.uri,
        environment: modelEnvironment(release, region, props.resources),
        ...artefact(props.bucketName, release),
      },
      ...(network.kind === "vpc" && {
        // The container has neither network nor credentials: nothing can be fetched at start, nothing leaves.
        enableNetworkIsolation: true,
        vpcConfig: {
          subnets: [...network.subnetIds],
          securityGroupIds: [network.securityGroup.id],
        },
      }),
    };
    this.resource = new SagemakerModel(this, "Resource", {
      ...inputs,
      name: generationName(endpointName, release.sha256, inputs),
      lifecycle: { createBeforeDestroy: true },
      // SageMaker reads the artefact as this role when it makes the model.
      dependsOn: role.ready,
    });
  }
}

function artefact(bucketName: string, release: Release): object {
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
