import { join } from "node:path";
import { hiddenMembers, hiddenResources, synthesise } from "@pictor/testing";
import type { Construct } from "constructs";
import {
  EncryptionKey,
  ExistingEncryptionKey,
  HardenedBucket,
  ModelStore,
  PayloadStore,
} from "../src";
import { place } from "./access";

const hidden = hiddenMembers(join(__dirname, ".."));

describe("every resource of storage", () => {
  const made: Construct[] = [];
  synthesise((stack) => {
    const key = new EncryptionKey(stack, "Key", {
      ...place,
      alias: "alias/pictor-test",
      description: "Test",
    });
    const logs = new HardenedBucket(stack, "Logs", {
      ...place,
      bucketName: "pictor-test-logs",
      encryption: { kind: "sse-s3" },
      accessLogs: { kind: "none", reason: "receives the others' logs" },
    });
    const common = {
      ...place,
      encryptionKey: key,
      accessLogs: { kind: "to", bucket: logs, prefix: "x/" },
    } as const;
    made.push(
      key,
      logs,
      new ExistingEncryptionKey(stack, "Existing", { alias: "alias/pictor-test" }),
      new ModelStore(stack, "Models", {
        ...common,
        bucketName: "pictor-test-models",
        readerRoleNames: ["model"],
        deployRoleName: "deploy",
      }),
      new PayloadStore(stack, "Payloads", {
        ...common,
        bucketName: "pictor-test-payloads",
        archive: { kind: "archive", afterDays: 90 },
        eventBridge: true,
      }),
    );
  });

  it.each(made.map((construct) => [construct.constructor.name, construct] as const))(
    "is reached by public properties of %s",
    (_, construct) => {
      expect(hiddenResources(construct, hidden)).toEqual([]);
    },
  );
});
