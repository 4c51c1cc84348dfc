import { bucketArn, type PolicyStatement, viaService } from "@pictor/contracts";
import { type DeployPlace, namesAt } from "./deploy-place";

/** ARNs of an environment's states and of their lock files, in the bucket of Terraform's states. */
export interface StatePlace {
  readonly bucket: string;
  readonly states: readonly string[];
  /** The locks beside the states. */
  readonly locks: readonly string[];
}

export function statePlace(place: DeployPlace): StatePlace {
  const { stacks, stateBucket } = namesAt(place);
  const bucket = bucketArn(place.region, stateBucket);
  const states = Object.values(stacks).map((stack) => `${bucket}/${stack}.tfstate`);
  return { bucket, states, locks: states.map((state) => `${state}.tflock`) };
}

/** Allows the use of the states' key through S3. The locks are encrypted, too. */
export function useStateKey(place: DeployPlace, Sid: string): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: place.stateKeyArn,
    Condition: { StringEquals: { "kms:ViaService": viaService("s3", place.region) } },
  };
}
