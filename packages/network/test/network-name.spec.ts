import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformStack, Testing } from "cdktf";
import { InferenceNetwork, InterfaceEndpoint, IsolatedVpc, VpcFlowLog } from "../src";
import { encryptionKey, props, services, vpc } from "./fixture";

describe("a part of a network, used alone", () => {
  const wrong = { name: "Pictor", region: "frankfurt", accountId: "12" };
  const problems = [
    "name 'Pictor' must be 2 to 32 lower-case letters",
    "accountId '12' must be twelve digits",
    "region 'frankfurt' must be an AWS region's code",
  ];

  const makeVpc = (stack: TerraformStack) => new IsolatedVpc(stack, "Part", { ...vpc, ...wrong });
  const makeFlowLog = (stack: TerraformStack) =>
    new VpcFlowLog(stack, "Part", {
      ...wrong,
      vpc: new Vpc(stack, "Vpc"),
      logRetentionDays: 30,
      encryptionKey,
    });
  const makeEndpoint = (stack: TerraformStack) =>
    new InterfaceEndpoint(stack, "Part", {
      ...wrong,
      service: "logs",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1"],
      availabilityZones: ["eu-central-1a"],
      createSecurityGroup: (scope, id) => new SecurityGroup(scope, id),
    });

  it.each([
    ["IsolatedVpc", makeVpc],
    ["VpcFlowLog", makeFlowLog],
    ["InterfaceEndpoint", makeEndpoint],
  ])("refuses a wrong place, all at once: %s", (_, make) => {
    const stack = new TerraformStack(Testing.app(), "test");
    make(stack);
    for (const problem of problems) {
      expect(() => Testing.synth(stack, true)).toThrow(`[test/Part] ${problem}`);
    }
  });

  it("leaves it to the construct around it to say so, once", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new InferenceNetwork(stack, "Network", { ...props, ...wrong, interfaceEndpoints: services });
    const told = () => Testing.synth(stack, true);
    expect(told).toThrow("[test/Network] name 'Pictor'");
    expect(told).not.toThrow(/name 'Pictor'.*name 'Pictor'/s);
  });
});
