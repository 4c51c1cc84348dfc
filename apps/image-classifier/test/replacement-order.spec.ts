import { manifestOf, namesTakenTwice } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../environments";
import { DataStack } from "../src/data-stack";
import { ServiceStack } from "../src/service-stack";

/**
 * A fixed name that a model's create_before_destroy reaches all the same, and why that does no harm. Both reasons hold for
 * the provider's 5.100.0: its `aws_iam_role`, `aws_iam_role_policy` and `aws_subnet` make one call and then only read.
 */
interface Accepted {
  readonly address: RegExp;
  readonly reason: string;
}

const accepted: readonly Accepted[] = [
  {
    address: /^aws_iam_role(_policy)?\.(Endpoint|Serverless)_Role_/,
    reason:
      "The model must wait for the role and its policies, which CreateModel checks. CreateRole and PutRolePolicy do everything in one call: a creation that AWS refuses leaves nothing that would have to be replaced",
  },
  {
    address: /^aws_subnet\.Network_Vpc_Subnet[A-Z]_/,
    reason:
      "The model lists its subnets' ids. CreateSubnet does everything in one call, so a refused creation leaves nothing either. A subnet has to be replaced only if it never becomes available, or with the whole network, whose block is then another one",
  },
];

const taken = environments.flatMap((environment) =>
  [
    new DataStack(Testing.app(), "data", environment),
    new ServiceStack(Testing.app(), "service", environment, manifestOf("a")),
  ].flatMap((stack) => namesTakenTwice(Testing.synth(stack))),
);

describe("what Terraform creates before it destroys the old one", () => {
  it("depends on nothing with a fixed name, so that a creation that failed half way can be repeated", () => {
    expect(taken.filter((one) => !accepted.some((row) => row.address.test(one.address)))).toEqual(
      [],
    );
  });

  it("depends on what was accepted, and rows that are no longer needed are gone", () => {
    const stale = accepted.filter((row) => !taken.some(({ address }) => row.address.test(address)));
    expect(stale).toEqual([]);
  });
});
