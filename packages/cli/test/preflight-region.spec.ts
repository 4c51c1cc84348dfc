import { EC2Client } from "@aws-sdk/client-ec2";
import { componentsOf } from "../src/checks/preflight/components";
import { checkEndpointZones } from "../src/checks/preflight/endpoint-zones";
import { checkEndsOfLife } from "../src/checks/preflight/ends-of-life";
import { type Needs, needsOf } from "../src/checks/preflight/needs";
import { LoopbackAws } from "./loopback-aws";

const image = (tag: string) => `\${data.aws_ecr.Images.registry}/${tag}`;

/** The service of an environment with a network, and its jobs, as far as preflight reads them. */
const service = {
  "//": { metadata: { version: "0.21.0" } },
  terraform: { required_providers: { aws: { version: "5.100.0" } } },
  resource: {
    aws_lambda_function: { Predict: { runtime: "nodejs22.x" } },
    aws_subnet: {
      A: { availability_zone: "eu-central-1a" },
      B: { availability_zone: "eu-central-1b" },
    },
  },
  data: {
    aws_sagemaker_prebuilt_ecr_image: {
      Image: { repository_name: "pytorch-inference", image_tag: "2.6.0-cpu-py312-ubuntu22.04" },
    },
    aws_vpc_endpoint_service: {
      Runtime: { service: "sagemaker.runtime", service_type: "Interface" },
      S3: { service: "s3", service_type: "Gateway" },
    },
  },
  output: { endpoints: { value: [] } },
};
const jobs = {
  resource: {
    aws_sfn_state_machine: {
      Training: {
        definition: JSON.stringify({ Image: image("pytorch-training:2.10.0-gpu-py313-cu130") }),
      },
    },
  },
};

describe("the components of a deployment", () => {
  it("are found in its stacks: runtimes, images and their Python, provider, CDKTF; and Node.js", () => {
    const found = componentsOf([service, jobs], "22.23.3");
    expect(found.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      "AWS provider 5",
      "CDKTF 0.21",
      "Lambda runtime nodejs22.x",
      "Node.js 22",
      "Python 3.12",
      "Python 3.13",
      "container image pytorch-inference:2.6",
      "container image pytorch-training:2.10",
    ]);
  });

  it("have no end of their own on CDKTF's fork", () => {
    const fork = { ...service, "//": { metadata: { version: "0.24.0" } } };
    expect(componentsOf([fork], "22.23.3").map(({ kind }) => kind)).not.toContain("CDKTF");
  });
});

describe("the check of ends of life", () => {
  const lambda = [{ kind: "Lambda runtime", name: "nodejs22.x" }] as const;

  it.each([
    ["2026-10-31", "ok", /^no end of support within 180 days$/],
    ["2026-11-01", "warning", /^Lambda runtime 'nodejs22.x' is patched until 2027-04-30 \(180 /],
    ["2027-04-30", "warning", /^Lambda runtime 'nodejs22.x' is patched until .*\(0 days\)/],
    ["2027-05-01", "warning", /^Lambda runtime 'nodejs22.x' has had no patches since 2027-04-30: /],
  ])("on %s is %s", (today, status, text) => {
    expect(checkEndsOfLife(lambda, today)).toEqual([{ status, text: expect.stringMatching(text) }]);
  });

  it("lists every component that ended or is about to", () => {
    const found = checkEndsOfLife(componentsOf([service, jobs], "22.23.3"), "2026-11-29");
    expect(found.map(({ text }) => text.split("'")[1])).toEqual([
      ...["pytorch-inference:2.6", "pytorch-training:2.10", "nodejs22.x", "5", "0.21", "22"],
    ]);
  });
});

describe("the check of interface endpoints' zones", () => {
  let aws: LoopbackAws;
  const needs: Needs = needsOf(service, [jobs]);
  const runtime = "com.amazonaws.eu-central-1.sagemaker.runtime";
  const check = (region = "eu-central-1") =>
    checkEndpointZones(new EC2Client({ region, maxAttempts: 1 }), needs, region);

  beforeEach(async () => {
    aws = await LoopbackAws.start();
  });
  afterEach(() => aws.stop());

  it("compares the zones of the network with those that AWS offers the service in", async () => {
    expect(needs.zones).toEqual(["eu-central-1a", "eu-central-1b"]);
    expect(needs.interfaceServices).toEqual(["sagemaker.runtime"]);
    aws.account.endpointServices = { [runtime]: ["eu-central-1a", "eu-central-1b"] };
    expect(await check()).toEqual([expect.objectContaining({ status: "ok" })]);
    aws.account.endpointServices = { [runtime]: ["eu-central-1a", "eu-central-1c"] };
    expect(await check()).toEqual([
      {
        status: "failed",
        text: "interface endpoint of sagemaker.runtime in eu-central-1a, eu-central-1b: not offered in eu-central-1b; give the environment's network two of eu-central-1a, eu-central-1c",
      },
    ]);
  });

  it("fails where AWS does not know the service, whose name in China begins with cn", async () => {
    expect(await check()).toEqual([
      {
        status: "failed",
        text: "interface endpoint of sagemaker.runtime in eu-central-1a, eu-central-1b: AWS does not offer it in eu-central-1",
      },
    ]);
    const china = "cn.com.amazonaws.cn-north-1.sagemaker.runtime";
    aws.account.endpointServices = { [china]: needs.zones };
    expect(await check("cn-north-1")).toEqual([expect.objectContaining({ status: "ok" })]);
  });
});
