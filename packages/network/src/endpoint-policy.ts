import { type ArnPlace, arnOf } from "@pictor/contracts";

/**
 * Policy of the S3 endpoint: credentials of other accounts get nothing through it, whoever smuggled them in.
 *
 * What a principal of this account may do is its own policy's matter. Which buckets is, too: models may lie in
 * another account's bucket.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export function s3EndpointPolicy(place: ArnPlace): string {
  return ownPrincipals(place, "s3:*", "*");
}

/**
 * Policy of the SageMaker runtime endpoint: principals of this account may invoke endpoints of this account and region.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html
 */
export function sagemakerRuntimeEndpointPolicy(place: ArnPlace): string {
  return ownPrincipals(place, "sagemaker:InvokeEndpoint", arnOf(place, "sagemaker", "endpoint/*"));
}

function ownPrincipals(place: ArnPlace, action: string, resource: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OwnPrincipals",
        Effect: "Allow",
        Principal: "*",
        Action: action,
        Resource: resource,
        Condition: { StringEquals: { "aws:PrincipalAccount": place.accountId } },
      },
    ],
  });
}
