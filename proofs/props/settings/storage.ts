import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  EncryptionKey,
  type EncryptionKeyProps,
  ExistingEncryptionKey,
  type ExistingEncryptionKeyProps,
  ExistingModelStore,
  type ExistingModelStoreProps,
  ExistingPayloadStore,
  type ExistingPayloadStoreProps,
  type GrantService,
  HardenedBucket,
  type HardenedBucketProps,
  ModelStore,
  type ModelStoreProps,
  PayloadStore,
  type PayloadStoreProps,
  StateBackend,
  type StateBackendProps,
} from "@pictor/storage";
import type { TerraformStack } from "cdktf";
import { encryptionKey, place, type Setting, type Settings } from "./setting";

const bucketName = "numbat-bucket";
const unlogged = { kind: "none", reason: "Receives the logs of bilbies" } as const;

const bucket =
  (changes: Partial<HardenedBucketProps>): Setting =>
  (stack, change) => {
    const usual = {
      ...place,
      bucketName,
      encryption: { kind: "sse-s3" },
      accessLogs: unlogged,
    } as const;
    new HardenedBucket(stack, "Subject", change<HardenedBucketProps>({ ...usual, ...changes }));
  };

function logsOf(stack: TerraformStack): HardenedBucket {
  return new HardenedBucket(stack, "Logs", {
    ...place,
    bucketName: "dingo-logs",
    encryption: { kind: "sse-s3" },
    accessLogs: unlogged,
  });
}

const stored = { ...place, bucketName, encryptionKey, protected: true };
const roles = {
  readerRoleNames: ["kakapo-reader", "kiwi-reader"],
  deployRoleName: "kea-deploy",
} as const;
const statement = { Sid: "Wallaby", Effect: "Deny" } as const;

export function modelStoreOf(stack: TerraformStack, reader: string): ExistingModelStore {
  return new ExistingModelStore(stack, "Models", {
    ...place,
    bucketName: "potoroo-models",
    readerRoleNames: [reader],
    deployRoleName: "kea-deploy",
    encryption: { kind: "sse-kms", key: encryptionKey },
  });
}

function payloadsOf(stack: TerraformStack): PayloadStore {
  return new PayloadStore(stack, "Payloads", { ...stored, accessLogs: unlogged });
}

function roleOf(stack: TerraformStack, name: string): IamRole {
  return new IamRole(stack, "Role", { name, assumeRolePolicy: "{}" });
}

const keyOf = (stack: TerraformStack): EncryptionKey =>
  new EncryptionKey(stack, "Key", { ...place, alias: "alias/emu", description: "Emus" });

const existingPayloadGrant = (method: "grantRead" | "grantWrite"): Setting[] => [
  (stack, change) => {
    const { prefix } = change({ prefix: "brolga/" });
    const store = new ExistingPayloadStore(stack, "Payloads", {
      ...{ region: place.region, bucketName, encryptionKey },
    });
    store[method](roleOf(stack, "lyrebird"), prefix);
  },
];

const payloadGrant = (method: "grantRead" | "grantWrite"): Setting[] => [
  (stack, change) => {
    const { prefix } = change({ prefix: "brolga/" });
    payloadsOf(stack)[method](roleOf(stack, "lyrebird"), prefix);
  },
];

const existing =
  (changes: Pick<ExistingModelStoreProps, "encryption" | "modelPrefix">): Setting =>
  (stack, change) => {
    const props: ExistingModelStoreProps = { ...place, ...roles, bucketName, ...changes };
    new ExistingModelStore(stack, "Subject", change(props)).grantRead(
      roleOf(stack, "kakapo-reader"),
    );
  };

export const storageSettings: Settings = {
  HardenedBucket: [
    bucket({
      protected: true,
      encryption: { kind: "sse-kms", key: encryptionKey },
      lifecycle: {
        noncurrent: { expireAfterDays: 411, keepNewest: 17, moveAfterDays: 53 },
        intelligentTiering: true,
        expiries: [
          { prefix: "echidna/", days: 29 },
          { prefix: "platypus/", days: 37 },
        ],
      },
      policy: [
        {
          ...statement,
          Principal: "*",
          Action: ["s3:GetObject", "s3:PutObject"],
          Resource: ["arn:aws:s3:::numbat-bucket/a/*", "arn:aws:s3:::numbat-bucket/b/*"],
          Condition: { StringEquals: { "aws:PrincipalTag/team": ["fauna", "flora"] } },
        },
        { ...statement, Sid: "Potoroo", Principal: { AWS: "*" }, Action: "s3:DeleteObject" },
      ],
    }),
    bucket({
      policy: [
        {
          ...statement,
          Principal: { Service: "quoll.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::numbat-bucket/c/*",
          Condition: { StringEquals: { "aws:PrincipalTag/team": "fauna" } },
        },
        {
          ...statement,
          Sid: "Koala",
          Principal: { Federated: "eucalyptus" },
          Action: "s3:PutObject",
        },
      ],
    }),
    (stack, change) => {
      const props = { ...place, bucketName, encryption: { kind: "sse-s3" } } as const;
      const accessLogs = { kind: "to", bucket: logsOf(stack), prefix: "bandicoot/" } as const;
      new HardenedBucket(stack, "Subject", change<HardenedBucketProps>({ ...props, accessLogs }));
    },
  ],
  ExistingPayloadStore: [
    (stack, change) => {
      const { region } = place;
      const props: ExistingPayloadStoreProps = { region, bucketName, encryptionKey };
      const store = new ExistingPayloadStore(stack, "Subject", change(props));
      store.grantRead(roleOf(stack, "kakapo-reader"), "brolga/");
    },
  ],
  "ExistingPayloadStore.grantRead": existingPayloadGrant("grantRead"),
  "ExistingPayloadStore.grantWrite": existingPayloadGrant("grantWrite"),
  PayloadStore: [
    (stack, change) => {
      const props: PayloadStoreProps = {
        ...stored,
        accessLogs: { kind: "to", bucket: logsOf(stack), prefix: "bandicoot/" },
        archive: { kind: "archive", afterDays: 97 },
        eventBridge: true,
        expiries: [
          { prefix: "echidna/", days: 29 },
          { prefix: "platypus/", days: 37 },
        ],
      };
      new PayloadStore(stack, "Subject", change(props));
    },
    (stack, change) => {
      const archive = { kind: "deepArchive", afterDays: 191 } as const;
      const props: PayloadStoreProps = { ...stored, accessLogs: unlogged, archive };
      new PayloadStore(stack, "Subject", change(props));
    },
  ],
  "PayloadStore.grantRead": payloadGrant("grantRead"),
  "PayloadStore.grantWrite": payloadGrant("grantWrite"),
  EncryptionKey: [
    (stack, change) => {
      new EncryptionKey(
        stack,
        "Subject",
        change<EncryptionKeyProps>({
          ...place,
          alias: "alias/emu",
          description: "Locks up emus",
          deletionWindowDays: 23,
          protected: true,
        }),
      );
    },
  ],
  "EncryptionKey.allowS3Delivery": [
    (stack, change) => {
      keyOf(stack).allowS3Delivery(change({ bucketName }).bucketName);
    },
  ],
  "EncryptionKey.allowGrants": [
    (stack, change) => {
      keyOf(stack).allowGrants(change<{ service: GrantService }>({ service: "lambda" }).service);
    },
  ],
  ExistingEncryptionKey: [
    (stack, change) => {
      const props: ExistingEncryptionKeyProps = { alias: "alias/emu" };
      new ExistingEncryptionKey(stack, "Subject", change(props));
    },
  ],
  ExistingModelStore: [
    existing({
      modelPrefix: "bettong/",
      encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
    }),
    existing({ encryption: { kind: "sse-s3" } }),
  ],
  ModelStore: [
    (stack, change) => {
      const props: ModelStoreProps = {
        ...stored,
        ...roles,
        operatorRoleArns: [
          "arn:aws:iam::271828182845:role/ibis-*",
          "arn:aws:iam::271828182845:role/jabiru-*",
        ],
        accessLogs: { kind: "to", bucket: logsOf(stack), prefix: "bandicoot/" },
      };
      new ModelStore(stack, "Subject", change(props)).grantRead(roleOf(stack, "kakapo-reader"));
    },
    (stack, change) => {
      const encryptionKey = { kind: "sse-s3" } as const;
      const props: ModelStoreProps = { ...stored, ...roles, accessLogs: unlogged, encryptionKey };
      new ModelStore(stack, "Subject", change(props));
    },
  ],
  StateBackend: [
    (stack, change) => {
      const props: StateBackendProps = { bucketName, region: place.region };
      new StateBackend(stack, change(props));
    },
  ],
};
