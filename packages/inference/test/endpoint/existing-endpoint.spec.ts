import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { EndpointSize } from "@pictor/contracts";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { ExistingEndpoint, type ExistingEndpointProps } from "../../src";
import { build } from "../built";
import { place } from "../fixture";

const size: EndpointSize = {
  ...{ kind: "realTime", capacity: "ml.c6i.xlarge", minInstances: 2, maxInstances: 6 },
  ...{ vCpus: 4, workers: 2, queue: 100 },
};
const serverless: EndpointSize = {
  kind: "serverless",
  capacity: "serverless-3072",
  maxConcurrency: 5,
};

const existing = (changes: Partial<ExistingEndpointProps> = {}) =>
  build((stack) => {
    const endpoint = new ExistingEndpoint(stack, "Theirs", {
      ...place,
      endpointName: "Birds-Prod",
      size,
      ...changes,
    });
    const role = new IamRole(stack, "Role", { name: "caller", assumeRolePolicy: "{}" });
    endpoint.grantInvoke(role);
    new TerraformOutput(stack, "metrics", { value: endpoint.metrics, staticId: true });
    return endpoint;
  });

describe("an ExistingEndpoint", () => {
  it("lets a role invoke it and nothing else, by its name in lower case as IAM compares it", () => {
    const { out } = existing();
    const { policy } = out.single("aws_iam_role_policy");
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: "Invoke",
        Effect: "Allow",
        Action: "sagemaker:InvokeEndpoint",
        Resource: "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/birds-prod",
      },
    ]);
  });

  it("creates nothing", () => {
    const { out } = existing();
    const types = out.addresses().map((address) => address.replace(/\..*/, ""));
    expect(types).toEqual(["aws_iam_role", "aws_iam_role_policy"]);
  });

  it("is called by its own name, for as long as its kind is given", () => {
    expect(existing().endpoint).toMatchObject({ name: "Birds-Prod", kind: "realTime", size });
    expect(existing().endpoint.target).toEqual({
      ...{ name: "Birds-Prod", kind: "realTime", timeoutMs: 3_000 },
    });
    expect(existing({ size: serverless }).endpoint.target).toEqual({
      ...{ name: "Birds-Prod", kind: "serverless", timeoutMs: 26_000 },
    });
    expect(existing({ timeoutMs: 1_500 }).endpoint.target.timeoutMs).toBe(1_500);
  });

  it("has the metrics of the variant that it is told", () => {
    expect(existing().endpoint.metrics.invocations.dimensions).toEqual({
      EndpointName: "Birds-Prod",
      VariantName: "AllTraffic",
    });
    const { metrics } = existing({ size: serverless, variantName: "Blue" }).endpoint;
    expect(metrics).toMatchObject({
      kind: "serverless",
      modelSetupTime: { dimensions: { EndpointName: "Birds-Prod", VariantName: "Blue" } },
    });
  });

  it.each<[Partial<ExistingEndpointProps>, RegExp]>([
    [{ endpointName: "birds_prod" }, /endpointName 'birds_prod' must be a literal of 1 to 63/],
    [{ endpointName: "b".repeat(64) }, /endpointName 'b+' must be a literal of 1 to 63/],
    [{ variantName: "-" }, /variantName '-' must be/],
    [{ region: "Frankfurt" }, /region 'Frankfurt' must be an AWS region's code/],
  ])("refuses %j", (changes, text) => {
    expect(existing(changes).endpoint.node.validate()).toEqual([expect.stringMatching(text)]);
  });

  it("refuses a name that only Terraform knows, and takes such a variant", () => {
    const withVariable = (prop: string) =>
      build((stack) => {
        const value = new TerraformVariable(stack, "value", { type: "string" }).stringValue;
        const props = { ...place, endpointName: "birds", size, [prop]: value };
        const endpoint = new ExistingEndpoint(stack, "Theirs", props);
        new TerraformOutput(stack, "metrics", { value: endpoint.metrics, staticId: true });
        return endpoint;
      });
    expect(withVariable("endpointName").endpoint.node.validate()).toEqual([
      expect.stringMatching(/^endpointName a token must be a literal/),
    ]);
    const { endpoint, out } = withVariable("variantName");
    expect(endpoint.node.validate()).toEqual([]);
    expect(JSON.stringify(out.output("metrics"))).toContain(["$", "{var.value}"].join(""));
  });
});
