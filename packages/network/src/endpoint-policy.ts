import { type AwsPlace, bucketArn, type PolicyStatement, policyDocument } from "@pictor/contracts";
import { endpointServices, type InterfaceService } from "./endpoint-services";

/**
 * Policy of an interface endpoint: principals of this account, on resources of this account and region.
 *
 * Credentials of another account get nothing through it, whoever smuggled them in. What a principal of this account
 * may do there is its own policy's matter.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function interfaceEndpointPolicy(service: InterfaceService, place: AwsPlace): string {
  const { actions, resources, unscopedActions } = endpointServices[service];
  const own = { "aws:PrincipalAccount": place.accountId };
  return policyDocument([
    allow("OwnPrincipalsAndResources", actions, resources(place), own),
    ...(unscopedActions === undefined ? [] : [allow("OwnPrincipals", unscopedActions, ["*"], own)]),
  ]);
}

/**
 * Policy of the S3 endpoint: principals of this account, on buckets of this account.
 *
 * ECR signs the links to image layers as itself, so neither condition holds for them; its layer bucket is opened,
 * for reading only, to a network that can pull images.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
export function s3EndpointPolicy(place: AwsPlace, pullsImages: boolean): string {
  const layers = bucketArn(place.region, `prod-${place.region}-starport-layer-bucket/*`);
  return policyDocument([
    allow("OwnPrincipalsAndBuckets", ["s3:*"], ["*"], {
      "aws:PrincipalAccount": place.accountId,
      "aws:ResourceAccount": place.accountId,
    }),
    ...(pullsImages ? [allow("ImageLayers", ["s3:GetObject"], [layers])] : []),
  ]);
}

function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  equal?: Readonly<Record<string, string>>,
): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Principal: "*",
    Action,
    Resource,
    ...(equal && { Condition: { StringEquals: equal } }),
  };
}
