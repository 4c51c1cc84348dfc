import { join } from "node:path";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { hiddenMembers, hiddenResources } from "@pictor/testing";
import { Fn, Token } from "cdktf";
import type { JobNetwork } from "../../src";
import { trainingCatalogue, trainingPatchWarning } from "../../src/training/training-catalogue";
import { buildTraining, encryptionKey } from "../stack";

const jobOf = (out: ReturnType<typeof buildTraining>["out"]) =>
  JSON.parse(String(out.single("aws_sfn_state_machine").definition)).States.Train.Parameters;
const problemsOf = (changes: Parameters<typeof buildTraining>[0]) =>
  buildTraining(changes).training.node.validate();
const network: JobNetwork = {
  subnetIds: ["subnet-1", "subnet-2"],
  subnetArns: ["arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1"],
  createSecurityGroup: (scope, id, description) =>
    new SecurityGroup(scope, id, { name: "training", description, vpcId: "vpc-1" }),
  allowS3: () => undefined,
};

describe("training on Managed Spot", () => {
  const { out, training } = buildTraining();

  it("runs in the catalogue's image, which the provider finds", () => {
    expect(out.data("aws_sagemaker_prebuilt_ecr_image")).toEqual([
      expect.objectContaining({
        repository_name: "pytorch-training",
        image_tag: "2.10.0-cpu-py313-ubuntu22.04-sagemaker",
        region: "us-east-1",
      }),
    ]);
  });

  it("encrypts artefacts, and volumes where their storage takes a key, never on NVMe", () => {
    expect(jobOf(out).OutputDataConfig.KmsKeyId).toBe(encryptionKey.arn);
    expect(jobOf(out).ResourceConfig.VolumeKmsKeyId).toBe(encryptionKey.arn);
    const nvme = buildTraining({
      container: "pytorch-2.10-gpu",
      instances: { type: "ml.g4dn.xlarge" },
    });
    expect(jobOf(nvme.out).ResourceConfig).not.toHaveProperty("VolumeKmsKeyId");
  });

  it("waits twice as long as it trains unless told, 28 days at most", () => {
    expect(training.plan).toMatchObject({ maxRuntimeMinutes: 240, maxWaitMinutes: 480 });
    const longest = buildTraining({ maxRuntimeMinutes: 40_320 }).training.plan;
    expect(longest).toMatchObject({ maxWaitMinutes: 40_320, problems: [] });
  });

  it("has interfaces in a network, and reaches S3 there", () => {
    const asked: unknown[] = [];
    const { out: inVpc, training: it } = buildTraining({
      network: { ...network, allowS3: (group) => asked.push(group) },
    });
    expect(jobOf(inVpc).VpcConfig.Subnets).toEqual(["subnet-1", "subnet-2"]);
    expect(asked).toEqual([it.securityGroup]);
  });

  it("has its subnets in an order that is not that of the props", () => {
    const subnetsOf = (subnetIds: readonly string[]) =>
      jobOf(buildTraining({ network: { ...network, subnetIds } }).out).VpcConfig.Subnets;
    expect(subnetsOf(["subnet-2", "subnet-1"])).toEqual(["subnet-1", "subnet-2"]);
    const known = ["b", "a"].map((name) => Token.asString(Fn.upper(name)));
    const { out: sorted } = buildTraining({ network: { ...network, subnetIds: known } });
    // Quotation marks of an expression: the document is JSON once Terraform has evaluated it.
    expect(sorted.single("aws_sfn_state_machine").definition).toContain(
      ["$", '{element(sort([upper("b"), upper("a")]), 0)}'].join(""),
    );
  });

  it("tells its function everything by one variable", () => {
    const { environment } = out.single("aws_lambda_function") as {
      environment: { variables: { TRAINING: string } };
    };
    expect(JSON.parse(environment.variables.TRAINING)).toEqual({
      bucket: "pictures-payloads",
      prefix: "training/",
      name: "pictures-training",
      region: "us-east-1",
      program: "train.py",
      hyperparameters: {},
      instances: 1,
      rate: { usdPerHour: 0.461, read: expect.stringMatching(/^2026-/) },
    });
  });

  it("shows every resource that it makes, for overrides", () => {
    const { training: inVpc } = buildTraining({ network });
    // What lets roles publish, read and write belongs to the topic and the store.
    const granted = /\/(Role|Resource)\/(PublishToTopic|(Read|Write|Training)\w+)$/;
    const hidden = hiddenMembers(join(__dirname, "..", ".."));
    expect(hiddenResources(inVpc, hidden).filter((path) => !granted.test(path))).toEqual([]);
  });
});

describe("the catalogue", () => {
  it("warns in time of the last patch", () => {
    expect(trainingCatalogue["pytorch-2.10-cpu"].endOfPatch).toBe("2027-01-21");
    expect(trainingPatchWarning("pytorch-2.10-cpu", "2026-07-24")).toBeUndefined();
    expect(trainingPatchWarning("pytorch-2.10-cpu", "2027-01-22")).toMatch(
      /^container 'pytorch-2\.10-cpu' has had no patches since 2027-01-21/,
    );
  });
});

describe("props of training that are wrong", () => {
  it("are reported together, in words", () => {
    expect(
      problemsOf({
        name: "Pictures",
        roleName: "a role",
        jobRoleName: "another role",
        prefix: "training",
        program: "train",
        instances: { type: "ml.g5.xlarge", count: 0, volumeSizeGb: 0 },
        hyperparameters: { sagemaker_program: "x" },
        maxRuntimeMinutes: 100,
        maxWaitMinutes: 99,
      }),
    ).toEqual([
      expect.stringMatching(/^name 'Pictures' must be .* at most 44 characters/),
      expect.stringMatching(/^roleName must be a literal/),
      expect.stringMatching(/^jobRoleName must be a literal/),
      "prefix 'training' must be folders such as 'training/', with a slash at the end",
      "program 'train' must be a script of the source archive, such as 'train.py'",
      "container 'pytorch-2.10-cpu' is built for cpu, but ml.g5.xlarge is gpu: choose another instance type or another container",
      "hyperparameters has 'sagemaker_program', which the construct sets itself: leave it out",
      "instances.count must be a literal, a whole number from 1 to 20, got 0",
      "instances.volumeSizeGb must be a literal, a whole number from 1 to 16384, got 0",
      "maxWaitMinutes must be at least maxRuntimeMinutes 100, got 99: SageMaker counts waiting for spot capacity and training together",
    ]);
  });

  it("as minutes that are a token are told once, without a comparison", () => {
    const minutes = Token.asNumber(Fn.max([240]));
    expect(problemsOf({ maxWaitMinutes: minutes })).toEqual([
      "maxWaitMinutes must be a literal, a whole number from 1 to 40320, got a token",
    ]);
  });

  it("as a list of subnets that only Terraform has is refused at once", () => {
    const subnetIds = Token.asList(Fn.tolist(["subnet-1"]));
    expect(() => buildTraining({ network: { ...network, subnetIds } })).toThrow(
      "network.subnetIds must be a list whose items are known at synthesis",
    );
  });

  it("as an unknown container or a token in the name are refused at once", () => {
    const token = ["$", "{aws_x.y.name}"].join("");
    expect(() => buildTraining({ name: token })).toThrow("name must be a literal, got a token");
    expect(() => buildTraining({ container: "pytorch-3" as "pytorch-2.10-cpu" })).toThrow(
      "container must be one of pytorch-2.10-cpu, pytorch-2.10-gpu, got 'pytorch-3'",
    );
  });
});
