import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";

/** Clients for the runs of an environment's machines. */
export interface JobClients {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
}

/** Creates the clients; the `AWS_*` variables choose credentials and, for a local AWS, the address. */
export function jobClients(region: string): JobClients {
  return { s3: new S3Client({ region }), sfn: new SFNClient({ region }) };
}
