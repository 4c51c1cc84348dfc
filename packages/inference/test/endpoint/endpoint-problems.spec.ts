import type { Release } from "@pictor/contracts";
import { ExistingModelStore } from "@pictor/storage";
import { TerraformVariable, Token } from "cdktf";
import type { EndpointProps } from "../../src";
import { build, realTimeIn, serverless, warnings } from "../built";
import { place, release } from "../fixture";

/** Those of the endpoint and of all that it makes. */
const problemsOf = (changes: Partial<EndpointProps>): string[] =>
  serverless(changes)
    .endpoint.node.findAll()
    .flatMap(({ node }) => node.validate());
const imageProblemsOf = (changes: Partial<EndpointProps>): string[] =>
  serverless(changes).endpoint.images.node.validate();
const live = (changes: Partial<Release>): Partial<EndpointProps> => ({
  manifest: { schema: 1, live: release("a", changes) },
});
const ray = { container: "ray-serve-1.4-cpu", layout: "ray-serve" } as const;

describe("the props of every endpoint", () => {
  it.each<[Partial<EndpointProps>, string]>([
    [{ region: "Frankfurt" }, "region 'Frankfurt' must be an AWS region's code"],
    [{ region: "eu-cental-1" }, "did you mean 'eu-central-1'?"],
    [{ accountId: "12" }, "accountId '12' must be twelve digits"],
    [{ endpointName: "Birds" }, "endpointName 'Birds' must be a literal of lower-case letters"],
    [{ endpointName: "b".repeat(42) }, "at most 41 characters"],
    [{ logRetentionDays: 29 }, "logRetentionDays must be one of 1, 3, 5"],
    [{ logRetentionDays: Number.NaN }, "got NaN"],
    [{ encryptionKey: { arn: "not-an-arn" } }, "encryptionKey.arn 'not-an-arn' must be the ARN"],
    [{ today: "tomorrow" }, "today must be a day such as '2026-11-28', got 'tomorrow'"],
  ])("are refused in words: %j", (changes, words) => {
    expect(problemsOf(changes)).toContainEqual(expect.stringContaining(words));
  });

  it("name themselves where they are tokens, without CDKTF's encoding of tokens", () => {
    const { endpoint } = build((stack) => {
      const token = new TerraformVariable(stack, "Name", { type: "string" }).stringValue;
      return realTimeIn(stack, {
        endpointName: token,
        region: token,
        logRetentionDays: new TerraformVariable(stack, "Days", { type: "number" }).numberValue,
      });
    });
    const found = endpoint.node.findAll().flatMap(({ node }) => node.validate());
    expect(found).toContainEqual(expect.stringMatching(/^endpointName a token must be a literal/));
    expect(found).toContainEqual(expect.stringMatching(/^region must be a literal/));
    expect(found.filter((text) => text.startsWith("logRetentionDays"))).toEqual([]);
    expect(found.join()).not.toMatch(/TfToken|e\+\d\d\d/);
  });

  it("may name an account that only Terraform knows", () => {
    const { endpoint } = build((stack) =>
      realTimeIn(stack, {
        accountId: new TerraformVariable(stack, "Account", { type: "string" }).stringValue,
      }),
    );
    expect(endpoint.node.validate()).toEqual([]);
  });
});

describe("props of which nothing can be built", () => {
  const ours = {
    image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/p@sha256:${"1".repeat(64)}`,
    ...({ layout: "torchserve", hardware: "cpu" } as const),
  };
  const refused = (changes: Partial<EndpointProps>) => () => serverless(changes);
  const token = () => Token.asString({ resolve: () => "later" });

  it.each<[Partial<EndpointProps>, string]>([
    [{ roleName: "team/model" }, "roleName must be a literal of 1 to 64 letters"],
    [{ roleName: "r".repeat(65) }, "roleName must be a literal of 1 to 64 letters"],
    [{ roleName: "" }, "got ''"],
    [{ roleName: token() }, "got a token"],
    [live({ sha256: "abc" }), "manifest.live.sha256: must be a SHA-256"],
    [live({ size: Number.NaN }), "manifest.live.size: "],
    [live({ container: token() }), "manifest.live.container must be a literal, got a token"],
    [live({ container: "pytorch-9" }), "container 'pytorch-9' of the release is neither in the"],
    [live({ layout: "ray-serve" }), "the release has layout 'ray-serve'"],
    [{ containers: { ours: { ...ours, layout: "x" as never } } }, "layout of container 'ours'"],
    [{ containers: { ours: { ...ours, hardware: token() as never } } }, "hardware of container"],
    [{ containers: { ours: { ...ours, endOfPatch: "" } } }, "endOfPatch of container 'ours'"],
  ])("are refused at once: %j", (changes, words) => {
    expect(refused(changes)).toThrow(words);
    expect(refused(changes)).not.toThrow(/TfToken/);
  });

  it("are refused in one list with those of other props, each once", () => {
    const problems = refused({
      ...live({ size: -1, smoke: { file: "", index: 0 } }),
      ...{ endpointName: "Birds", logRetentionDays: 29 },
      containers: { ours: { ...ours, image: "ours:latest", hardware: "tpu" as never } },
    });
    const lists = ["manifest.live.size", "manifest.live.smoke.file", "hardware of", "endpointName"];
    const inOrder = [...lists, "logRetentionDays", "container 'ours' must be an image"];
    expect(problems).toThrow(new RegExp(`^${inOrder.map((text) => `${text}[^;]*`).join("; ")}$`));
  });
});

describe("props that only Terraform knows", () => {
  it("leave a store's prefix out of comparison with keys, and refuse it by name", () => {
    const modelStore = {
      ...{ bucketName: "models", modelPrefix: Token.asString({ resolve: () => "later/" }) },
      ...{ grantRead: () => undefined, grantPublish: () => undefined },
    };
    expect(problemsOf({ modelStore })).toEqual([
      "modelStore.modelPrefix must be a literal, got a token: keys are compared with it",
    ]);
  });

  it("state the problem of a region once, and none of an image that is compared with it", () => {
    const region = Token.asString({ resolve: () => "eu-west-1" });
    const containers = {
      ours: {
        image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/p@sha256:${"1".repeat(64)}`,
        ...({ layout: "torchserve", hardware: "cpu" } as const),
      },
    };
    expect(problemsOf({ region, containers })).toEqual([
      "region must be a literal such as 'eu-central-1', got a token",
    ]);
  });
});

describe("a release whose key the store does not grant", () => {
  const foreign = release("a", { key: "models/digits/v1/model.tar.gz" });
  const problems = (modelPrefix?: string) =>
    build((stack) =>
      realTimeIn(stack, {
        manifest: { schema: 1, live: foreign },
        modelStore: new ExistingModelStore(stack, "Own", {
          ...place,
          bucketName: "acme-models",
          readerRoleNames: ["pictor-test-model"],
          deployRoleName: "pictor-test-deploy",
          encryption: { kind: "sse-s3" },
          ...(modelPrefix !== undefined && { modelPrefix }),
        }),
      }),
    ).endpoint.node.validate();

  it("is refused, with what to change", () => {
    expect(problems()).toEqual([
      "release aaaaaaaaaaaa has key 'models/digits/v1/model.tar.gz', but the grants of bucket 'acme-models' are for keys that begin with 'releases/': publish the release there, or give the model store its modelPrefix",
    ]);
  });

  it("is taken with the store's own prefix", () => {
    expect(problems("models/")).toEqual([]);
  });
});

describe("a region without what an endpoint needs", () => {
  it.each(["ap-southeast-5", "mx-central-1", "eusc-de-east-1", "us-isof-east-1"])(
    "%s has no known registry of AWS's images, be it of PyTorch or of Ray Serve",
    (region) => {
      const words = `cannot be pulled in ${region}: provider 5.100.0 knows no registry of AWS's images there; copy the image into a repository of that region and name it in containers`;
      expect(imageProblemsOf({ region })).toEqual([`container 'pytorch-2.6-cpu' ${words}`]);
      expect(imageProblemsOf({ region, ...live(ray) })).toEqual([
        `container 'ray-serve-1.4-cpu' ${words}`,
      ]);
    },
  );

  it("takes an image of one's own there, by the region's host name", () => {
    const image = (suffix: string) => ({
      region: "eusc-de-east-1",
      manifest: { schema: 1, live: release("a", { container: "ours" }) } as const,
      containers: {
        ours: {
          image: `123456789012.dkr.ecr.eusc-de-east-1.${suffix}/p@sha256:${"1".repeat(64)}`,
          layout: "torchserve",
          hardware: "cpu",
        } as const,
      },
    });
    expect(imageProblemsOf(image("amazonaws.eu"))).toEqual([]);
    expect(imageProblemsOf(image("amazonaws.com"))).toEqual([
      expect.stringContaining("'<account>.dkr.ecr.eusc-de-east-1.amazonaws.eu/<repository>"),
    ]);
  });

  it("has SageMaker, or is refused", () => {
    expect(problemsOf({ region: "us-iso-west-1" })).toContain(
      "region 'us-iso-west-1' has no SageMaker endpoints",
    );
  });

  it("has serverless inference, or refuses an endpoint of it by name", () => {
    const { endpoint } = serverless({ region: "us-iso-west-1" });
    expect(endpoint.node.validate()).toContain(
      "region 'us-iso-west-1' has no serverless inference: choose another region or instances",
    );
    expect(problemsOf({ region: "us-iso-west-1" })).not.toContain("serverless inference");
  });

  it("may lack serverless inference, of which AWS publishes no list", () => {
    const warned = (region: string) =>
      warnings(serverless({ region })).filter((text) => text.includes("serverless inference"));
    expect(warned("eu-central-1")).toEqual([]);
    expect(warned("cn-north-1")).toEqual([expect.stringContaining("partition 'aws-cn'")]);
  });

  it("says that an account must enable it", () => {
    const notes = (region: string) =>
      serverless({ region }).endpoint.node.metadata.filter(({ data }) =>
        String(data).includes("must be enabled"),
      );
    expect(notes("eu-central-1")).toHaveLength(0);
    expect(notes("af-south-1")).toHaveLength(1);
  });
});
