import type { Release } from "@pictor/contracts";
import { InferenceNetwork } from "@pictor/network";
import { ExistingModelStore } from "@pictor/storage";
import type { TerraformStack } from "cdktf";
import type { EndpointProps } from "../src";

export const place = { accountId: "123456789012", region: "eu-central-1" };
export const encryptionKey = { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" };

/** A release whose hash is one digit repeated. */
export function release(digit: string, changes: Partial<Release> = {}): Release {
  const sha256 = digit.repeat(64);
  return {
    sha256,
    size: 1,
    key: `releases/${sha256}/model.tar.gz`,
    layout: "torchserve",
    container: "pytorch-2.6-cpu",
    format: "fp32",
    weightsSha256: "f".repeat(64),
    input: { width: 32, height: 32, mean: [0, 0, 0], std: [1, 1, 1] },
    labels: { count: 10, sha256 },
    compression: "gzip",
    smoke: { file: "smoke.png", index: 0 },
    calibration: [],
    ...changes,
  };
}

export function network(stack: TerraformStack): InferenceNetwork {
  return new InferenceNetwork(stack, "Network", {
    ...place,
    name: "pictor-test",
    vpc: {
      kind: "create",
      availabilityZones: ["eu-central-1a", "eu-central-1b"],
      logRetentionDays: 1,
      encryptionKey,
    },
  });
}

export function endpointProps(stack: TerraformStack): EndpointProps {
  return {
    ...place,
    encryptionKey,
    endpointName: "pictor-test-endpoint",
    roleName: "pictor-test-model",
    manifest: { schema: 1, live: release("a"), previous: release("b") },
    modelStore: new ExistingModelStore(stack, "Store", {
      ...place,
      bucketName: "models",
      readerRoleNames: ["pictor-test-model"],
      deployRoleName: "pictor-test-deploy",
      encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
    }),
    logRetentionDays: 30,
    today: "2025-12-01",
  };
}
