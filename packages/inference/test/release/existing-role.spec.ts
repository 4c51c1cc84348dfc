import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { InferenceNetwork } from "@pictor/network";
import { TerraformOutput, type TerraformStack } from "cdktf";
import {
  type DataCapture,
  type RealTimeEndpoint,
  type RealTimeEndpointProps,
  ServerlessEndpoint,
} from "../../src";
import { type Built, build, realTimeIn, statements } from "../built";
import { endpointProps, network, place } from "../fixture";

type Changes = Partial<Pick<RealTimeEndpointProps, "role" | "roleName" | "securityGroupIds">>;

const role: NonNullable<RealTimeEndpointProps["role"]> = { kind: "existing" };

/** A network that creates no role of its own. */
const theirNetwork = (stack: TerraformStack) =>
  new InferenceNetwork(stack, "Network", {
    ...place,
    name: "pictor-test",
    vpc: {
      kind: "existing",
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      s3: { kind: "existing" },
    },
  });

/** An endpoint, with what its role must allow as an output. */
function made(kind: string, changes: Changes): Built<RealTimeEndpoint | ServerlessEndpoint> {
  return build((stack) => {
    const endpoint =
      kind === "realTime"
        ? realTimeIn(stack, { ...changes, dataCapture, network: theirNetwork(stack) })
        : new ServerlessEndpoint(stack, "Endpoint", {
            ...endpointProps(stack),
            ...{ memorySizeMb: 3072, maxConcurrency: 5, acceptsPublicEgress: true },
            ...changes,
          });
    const value = endpoint.modelRole.requiredPolicy();
    new TerraformOutput(stack, "required", { value, staticId: true });
    return endpoint;
  });
}

const dataCapture: DataCapture = {
  samplingPercent: 10,
  store: {
    bucketName: "payloads",
    grantWrite: (grantee, prefix) => {
      const Statement = [
        { Sid: "Capture", Effect: "Allow", Action: "s3:PutObject", Resource: prefix },
      ];
      const policy = JSON.stringify({ Version: "2012-10-17", Statement });
      new IamRolePolicy(grantee, "Capture", { role: grantee.name, policy });
    },
  },
};

const notes = ({ endpoint }: Built<RealTimeEndpoint | ServerlessEndpoint>): readonly string[] =>
  endpoint.node
    .findAll()
    .flatMap(({ node }) => node.metadata.map(({ data }) => String(data)))
    .filter((text) => / exists?, so /.test(text));

describe.each(["realTime", "serverless"])("a %s endpoint with a role that exists", (kind) => {
  it("runs as that role, creates none and attaches nothing to it", () => {
    const { out } = made(kind, { role });
    for (const model of out.resources("aws_sagemaker_model")) {
      expect(model.execution_role_arn).toBe("arn:aws:iam::123456789012:role/pictor-test-model");
      expect(model.depends_on ?? []).toEqual([]);
    }
    expect(out.resources("aws_sagemaker_model")).toHaveLength(2);
    expect(out.text()).not.toMatch(/aws_iam_role/);
  });

  it("tells all that a role would have got that is created here", () => {
    const own = made(kind, {});
    const theirs = made(kind, { role });
    const required: unknown[] = JSON.parse(String(theirs.out.output("required"))).Statement;
    const attached = statements(own.out);
    expect(required).toHaveLength(attached.length);
    expect(required).toEqual(expect.arrayContaining(attached));
    expect(theirs.endpoint.modelRole.requiredTrust()).toBe(
      own.out.single("aws_iam_role").assume_role_policy,
    );
  });

  it("says what it does not do", () => {
    expect(notes(made(kind, { role }))).toEqual([
      "role 'pictor-test-model' exists, so nothing is attached to it: it must allow what requiredPolicy() returns, and trust whom requiredTrust() names",
    ]);
    expect(notes(made(kind, {}))).toEqual([]);
  });

  it("refuses a role whose path the model store's policy does not name", () => {
    expect(() => made(kind, { role: { kind: "existing", path: "/service-role/" } })).toThrow(
      /role 'pictor-test-model' cannot be given access: its path is '\/service-role\/'.*name it as 'service-role\/pictor-test-model' in readerRoleNames/,
    );
  });

  it("refuses a path that is none, and a boundary that is no policy", () => {
    const words = /role.path is 'team', it must be a literal that begins and ends with '\/'/;
    expect(() => made(kind, { role: { kind: "existing", path: "team" } })).toThrow(words);
    expect(() => made(kind, { role: { kind: "create", permissionsBoundaryArn: "b" } })).toThrow(
      /role.permissionsBoundaryArn is 'b'/,
    );
  });

  it("bounds a role that it creates, if asked to", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { out } = made(kind, { role: { kind: "create", permissionsBoundaryArn } });
    expect(out.single("aws_iam_role").permissions_boundary).toBe(permissionsBoundaryArn);
  });
});

describe("security groups that exist", () => {
  const securityGroupIds = ["sg-1a", "sg-2b"];

  it("are the model's, without a rule and without a group of the endpoint's own", () => {
    const theirs = made("realTime", { securityGroupIds });
    for (const { vpc_config } of theirs.out.resources("aws_sagemaker_model")) {
      expect(vpc_config).toMatchObject({ security_group_ids: securityGroupIds });
    }
    const groups = theirs.out.resources("aws_security_group").map(({ description }) => description);
    expect(groups).not.toContainEqual(expect.stringMatching(/^Instances of/));
    expect(theirs.out.text()).not.toContain("HTTPS to S3 through its gateway endpoint");
    expect(notes(theirs)).toEqual([
      "security groups 'sg-1a', 'sg-2b' exist, so no rule is added to them: they must let the instances reach S3 by HTTPS",
    ]);
  });

  it("are what the role may make network interfaces with, and by which the instances are found", () => {
    const { endpoint, out } = made("realTime", { securityGroupIds });
    const create = statements(out).find(({ Action }) =>
      Action.includes("ec2:CreateNetworkInterface"),
    );
    expect(create?.Resource).toEqual(
      expect.arrayContaining(
        securityGroupIds.map((id) => `arn:aws:ec2:eu-central-1:123456789012:security-group/${id}`),
      ),
    );
    expect(endpoint.description.deployed).toMatchObject({
      instances: { securityGroupId: "sg-1a" },
    });
  });

  it("are one to five, by their ids", () => {
    const problems = (ids: readonly string[]) =>
      build((stack) =>
        realTimeIn(stack, { network: network(stack), securityGroupIds: ids }),
      ).endpoint.node.validate();
    expect(problems([])).toEqual(["securityGroupIds must name one to 5 security groups, got 0"]);
    expect(problems(["default"])).toEqual([
      "securityGroupIds has 'default', which is no id of a security group: sg-…",
    ]);
    expect(problems(securityGroupIds)).toEqual([]);
  });
});
