import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { synthesise } from "@pictor/testing";
import type { Construct } from "constructs";
import {
  ExistingPayloadStore,
  type ExistingPayloadStoreProps,
  HardenedBucket,
  PayloadStore,
} from "../../src";
import { place } from "../access";

const encryptionKey = { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" };
const { region } = place;
const props: ExistingPayloadStoreProps = { region, bucketName: "pictures", encryptionKey };

type Store = Pick<ExistingPayloadStore, "grantRead" | "grantWrite">;

/** Policies that a store's grants make. */
function policiesOf(make: (stack: Construct) => Store): readonly unknown[] {
  const out = synthesise((stack) => {
    const role = new IamRole(stack, "Role", { name: "reader", assumeRolePolicy: "{}" });
    const store = make(stack);
    store.grantRead(role, "batch/in/");
    store.grantWrite(role, "batch/out/");
  });
  return out
    .resources("aws_iam_role_policy")
    .map(({ policy }) => String(policy).replaceAll(/\$\{[^}]+\}/g, "pictures"));
}

describe("a payload store that another stack made", () => {
  it("grants what the store itself grants", () => {
    const existing = policiesOf((stack) => new ExistingPayloadStore(stack, "Store", props));
    const made = policiesOf((stack) => {
      const logs = new HardenedBucket(stack, "Logs", {
        ...place,
        bucketName: "logs",
        encryption: { kind: "sse-s3" },
        accessLogs: { kind: "none", reason: "receives the access log" },
      });
      const accessLogs = { kind: "to", bucket: logs, prefix: "p/" } as const;
      return new PayloadStore(stack, "Store", { ...place, ...props, accessLogs });
    });
    expect(existing).toHaveLength(2);
    expect(existing).toEqual(made);
  });

  it("makes nothing but grants", () => {
    const out = synthesise((stack) => new ExistingPayloadStore(stack, "Store", props));
    expect(out.addresses()).toEqual([]);
  });

  it("refuses a prefix that would be more than one", () => {
    expect(() =>
      policiesOf((stack) => {
        const store = new ExistingPayloadStore(stack, "Store", props);
        return { ...store, grantRead: (role) => store.grantRead(role, "*"), grantWrite: () => {} };
      }),
    ).toThrow("prefix '*' of a grant must be a literal beginning of keys");
  });

  it("reports what is wrong with its props, in words", () => {
    const made: ExistingPayloadStore[] = [];
    synthesise((stack) =>
      made.push(
        new ExistingPayloadStore(stack, "Store", { ...props, bucketName: "Pictures", region: "x" }),
      ),
    );
    expect(made[0]?.node.validate()).toEqual([
      expect.stringContaining("region 'x' must be an AWS region's code"),
      expect.stringContaining("bucketName 'Pictures' must be 3 to 63 lower-case letters"),
    ]);
  });
});
