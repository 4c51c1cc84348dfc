import { manifestOf, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../environments";
import { DataStack } from "../src/data-stack";
import type { Environment } from "../src/environment";
import { ServiceStack } from "../src/service-stack";

const named = Object.fromEntries(environments.map((e) => [e.name, e])) as Record<
  string,
  Environment
>;
const local = named.local as Environment;

interface Ignoring {
  readonly lifecycle?: { readonly ignore_changes?: readonly string[] };
}

const service = (environment: Environment) =>
  Testing.synth(new ServiceStack(Testing.app(), "service", environment, manifestOf("a")));
const data = (environment: Environment) =>
  Testing.synth(new DataStack(Testing.app(), "data", environment));

describe("the stacks of an environment", () => {
  it("have the same resource addresses in every environment and account", () => {
    const other = { ...local, name: "qa", accountId: "999999999999" };
    for (const stack of [data, service]) {
      expect(new Synthesised(stack(other)).addresses()).toEqual(
        new Synthesised(stack(local)).addresses(),
      );
    }
  });

  it("are pinned to the environment's account, and keep their state locked in its bucket", () => {
    for (const stack of [data, service]) {
      const { provider, terraform } = JSON.parse(stack(local));
      expect(provider.aws[0].allowed_account_ids).toEqual(["000000000000"]);
      expect(terraform.backend.s3).toMatchObject({
        bucket: "pictor-state-000000000000-us-east-1",
        use_lockfile: true,
      });
    }
  });

  it("share no reference: the service finds the data by name", () => {
    expect(service(local)).not.toContain("terraform_remote_state");
  });

  it("ignore changes only of attributes that a capacity controller changes", () => {
    const ignored = (environment: Environment) =>
      [data, service].flatMap((stack) =>
        Object.values<Readonly<Record<string, Ignoring>>>(JSON.parse(stack(environment)).resource)
          .flatMap((named) => Object.entries(named))
          .flatMap(([name, { lifecycle }]) =>
            (lifecycle?.ignore_changes ?? []).map((attribute) => `${name} ${attribute}`),
          ),
      );
    for (const environment of environments) {
      expect(ignored(environment).sort()).toEqual(
        environment.capacity.kind === "adaptive"
          ? [
              expect.stringMatching(/^Serverless_\w+ endpoint_config_name$/),
              expect.stringMatching(/_capacity_Pin value$/),
              expect.stringMatching(/_capacity_State value$/),
            ]
          : [],
      );
    }
  });

  it("synthesise to the same bytes twice", () => {
    expect(service(local)).toBe(service(local));
    expect(data(local)).toBe(data(local));
  });

  it("name what tools read", () => {
    const outputs = new Synthesised(service(local));
    for (const name of ["apiId", "stage", "apiUrl", "apiKeyId", "endpointNames"]) {
      expect(outputs.output(name)).toBeDefined();
    }
    expect(service(local)).not.toContain('"apiKeyValue"');
  });
});

describe("capacity", () => {
  it("real time puts the model and the Lambda into the VPC", () => {
    const stack = new Synthesised(service(local));
    expect(stack.resources("aws_vpc")).toHaveLength(1);
    expect(stack.single("aws_lambda_function")).toHaveProperty("vpc_config");
    expect(stack.single("aws_sagemaker_model")).toMatchObject({ enable_network_isolation: true });
  });

  it("serverless makes no VPC at all", () => {
    const stack = new Synthesised(service(named.dev as Environment));
    expect(stack.resources("aws_vpc")).toEqual([]);
    expect(stack.single("aws_lambda_function")).not.toHaveProperty("vpc_config");
  });

  it("adaptive has both, the instances first, and a controller that keeps them while they pay", () => {
    const stack = new Synthesised(service(named.staging as Environment));
    expect(stack.resources("aws_vpc")).toHaveLength(1);
    // The serverless one. The other one is the controller's.
    expect(stack.single("aws_sagemaker_endpoint").name).toBe("pictor-staging-serverless");
    expect(stack.output("endpointNames")).toEqual([
      "pictor-staging-real-time",
      "pictor-staging-serverless",
    ]);
    expect(stack.output("endpoints")).toMatchObject([
      { kind: "realTime", owner: "controller", instances: { min: 1, mostWhileUpdating: 4 } },
      { kind: "serverless", owner: "terraform" },
    ]);
    const variables = stack
      .resources("aws_lambda_function")
      .map(({ environment }) => (environment as { variables: Record<string, string> }).variables);
    const targets = variables.flatMap(({ TARGETS }) => (TARGETS ? JSON.parse(TARGETS) : []));
    expect(targets).toMatchObject([
      { name: "pictor-staging-real-time", kind: "realTime" },
      { name: "pictor-staging-serverless", kind: "serverless" },
    ]);
    expect(stack.single("aws_scheduler_schedule").name).toBe("pictor-staging-capacity");
  });

  it("adaptive names the tags that everything has, and the environment's protection, in the spec", () => {
    const specOf = (environment: Environment) => {
      const stack = new Synthesised(service(environment));
      const [spec] = stack
        .resources("aws_ssm_parameter")
        .filter(({ tier }) => tier === "Advanced")
        .map(({ value }) => JSON.parse(String(value)));
      const [provider] = JSON.parse(service(environment)).provider.aws;
      expect(spec.realTime.tags).toEqual(provider.default_tags[0].tags);
      return spec;
    };
    const staging = named.staging as Environment;
    expect(specOf(staging).protected).toBe(true);
    expect(specOf({ ...staging, protectsData: false }).protected).toBe(false);
  });

  it("gives production two instances at least, and a deployment what the peak takes", () => {
    const [config] = new Synthesised(service(named.prod as Environment)).resources(
      "aws_sagemaker_endpoint_configuration",
    ) as readonly { production_variants: readonly { initial_instance_count: number }[] }[];
    // FP32, not measured: 4 requests/s for the one core of an instance, of which half are used, and a peak of 8.
    expect(config?.production_variants[0]?.initial_instance_count).toBe(4);
  });

  it("keeps the configuration that serves now when a second release arrives", () => {
    const withPrevious = { ...manifestOf("b"), previous: manifestOf("a").live };
    const both = new Synthesised(
      Testing.synth(new ServiceStack(Testing.app(), "service", local, withPrevious)),
    );
    expect(both.resources("aws_sagemaker_endpoint_configuration")).toHaveLength(2);
    expect(both.resources("aws_sagemaker_model")).toHaveLength(2);
  });
});

describe("data", () => {
  it.each([
    ["local", true],
    ["prod", false],
  ])("of %s may be thrown away: %s", (name, throwAway) => {
    const buckets = new Synthesised(data(named[name] as Environment)).resources("aws_s3_bucket");
    expect(buckets.map((bucket) => bucket.force_destroy ?? false)).toEqual(
      buckets.map(() => throwAway),
    );
    expect(buckets.length).toBeGreaterThan(0);
  });
});
