import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import { SageMakerClient, waitUntilEndpointDeleted } from "@aws-sdk/client-sagemaker";
import type { LocalAws } from "./local-aws";

/** Waits until SageMaker has deleted the endpoints that are left, 60 s each at most. */
export async function awaitEndpointDeletions(aws: LocalAws): Promise<void> {
  const client = new SageMakerClient(aws.client);
  // The AWS provider does not wait until a deleted endpoint is gone.
  const { "sagemaker.endpoints": deleting = [] } = await aws.inventory();
  for (const EndpointName of deleting) {
    const waiting = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 60 };
    await waitUntilEndpointDeleted(waiting, { EndpointName });
  }
}

/** Deletes a bucket and the objects in it, at most 1,000. */
export async function deleteBucketAndObjects(s3: S3Client, Bucket: string): Promise<void> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
