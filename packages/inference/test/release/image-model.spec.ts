import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type TerraformStack, TerraformVariable, Token } from "cdktf";
import { ImageModel, type ImageModelProps, ModelRole } from "../../src";
import { build } from "../built";
import { endpointProps, place, release } from "../fixture";

const token = Token.asString({ resolve: () => "later" });

const modelIn = (stack: TerraformStack, changes: Partial<ImageModelProps> = {}): ImageModel => {
  const { endpointName, modelStore, roleName } = endpointProps(stack);
  return new ImageModel(stack, "Model", {
    ...{ region: place.region, endpointName, release: release("a"), bucketName: "models" },
    image: { uri: "image" },
    role: new ModelRole(stack, "Role", {
      ...{ ...place, roleName, endpointName, modelStore, network: { kind: "none" } },
      repositoryArns: ["arn:aws:ecr:eu-central-1:123456789012:repository/r"],
    }),
    network: { kind: "none" },
    resources: { workers: 2, threads: 1, kind: "realTime" },
    ...changes,
  });
};
const model = (changes: Partial<ImageModelProps>) => build((stack) => modelIn(stack, changes));

describe("ImageModel", () => {
  it.each<[Partial<ImageModelProps>, string]>([
    [{ release: release("a", { sha256: "abc" }) }, "release.sha256: must be a SHA-256"],
    [{ release: release("a", { weightsSha256: token }) }, "release.weightsSha256 must be a lit"],
    [{ release: release("a", { key: "" }) }, "release.key: "],
    [{ release: release("a", { compression: "none" }) }, "release.key: must end with '/'"],
    [{ release: release("a", { layout: "triton" as never }) }, "release.layout: "],
    [{ resources: { workers: 0, kind: "realTime" } }, "resources.workers must be a whole number"],
    [{ resources: { workers: 1, threads: 0.5, kind: "realTime" } }, "resources.threads must be"],
    [
      { resources: { workers: 1, queueLength: 0, kind: "realTime" } },
      "resources.queueLength must be",
    ],
    [{ resources: { workers: 1, kind: "batch" as never } }, "resources.kind must be one of"],
  ])("refuses %j in words", (changes, words) => {
    expect(() => model(changes)).toThrow(words);
    expect(() => model(changes)).not.toThrow(/TfToken/);
  });

  it("carries numbers of a server through that only Terraform knows", () => {
    const { out } = build((stack) => {
      const { numberValue: workers } = new TerraformVariable(stack, "Workers", { type: "number" });
      return modelIn(stack, { resources: { workers, kind: "realTime" } });
    });
    expect(out.single("aws_sagemaker_model").primary_container).toMatchObject({
      environment: { SAGEMAKER_MODEL_SERVER_WORKERS: ["$", "{var.Workers}"].join("") },
    });
  });

  it("has one name, whatever the order of its subnets", () => {
    const nameOf = (...subnetIds: readonly string[]) =>
      build((stack) => {
        const securityGroup = new SecurityGroup(stack, "Group", { description: "g" });
        const securityGroupIds = [securityGroup.id];
        const network = {
          ...({ kind: "vpc", subnetsSorted: false } as const),
          ...{ subnetIds, securityGroupIds },
        };
        return modelIn(stack, { network });
      }).out.single("aws_sagemaker_model").name;
    expect(nameOf("subnet-b", "subnet-a")).toBe(nameOf("subnet-a", "subnet-b"));
    expect(nameOf("subnet-c", "subnet-a")).not.toBe(nameOf("subnet-a", "subnet-b"));
  });
});
