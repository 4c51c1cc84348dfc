import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { functionInvokeArn } from "@pictor/contracts";
import { hiddenMembers, hiddenResources, synthesise } from "@pictor/testing";
import { TerraformVariable } from "cdktf";
import type { ApiFunction, ClassifierApiProps } from "../../src";
import { addApi, build, messages } from "../stack";

const pool = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/p";
const token = ["$", "{TfToken[TOKEN.1]}"].join("");
const theirs = (changes: Partial<ApiFunction>): ApiFunction => ({
  functionName: "theirs",
  invokeArn: functionInvokeArn(
    { accountId: "123456789012", region: "eu-central-1" },
    "theirs",
    "live",
  ),
  concurrency: 50,
  ...changes,
});
const client = (changes: object) => ({ name: "a", ...changes });

/** What a variable becomes. */
const expression = (variable: string) => ["$", `{var.${variable}}`].join("");

describe("props of a ClassifierApi", () => {
  it.each<[Partial<ClassifierApiProps>, RegExp]>([
    [{ name: "my api" }, /^name is 'my api', it must be 1 to 128 letters, digits/],
    [{ name: "n".repeat(129) }, /^name is 'n+', it must be 1 to 128/],
    [{ region: "Frankfurt" }, /^region 'Frankfurt' must be an AWS region's code$/],
    [{ predict: theirs({ functionName: "their function" }) }, /^predict.functionName is 'their f/],
    [{ predict: theirs({ qualifier: "" }) }, /^predict.qualifier is '', it must be letters/],
    [
      { predict: theirs({ invokeArn: "arn:aws:lambda:eu-central-1:123456789012:function:f" }) },
      /^predict.invokeArn is 'arn:aws:lambda.*', it must be the ARN that functionInvokeArn/,
    ],
    [{ predict: theirs({ concurrency: 0 }) }, /^predict.concurrency is 0, it must be a whole/],
    [{ encryptionKey: { arn: "not-an-arn" } }, /^encryptionKey.arn 'not-an-arn' must be the ARN/],
    [{ logRetentionDays: 29 }, /^logRetentionDays must be one of .*, got 29$/],
    [{ throttle: { rate: -1, burst: 5 } }, /^throttle.rate must be a number above 0, got -1$/],
    [{ throttle: { rate: 1, burst: 0.5 } }, /^throttle.burst must be a whole number above 0/],
    [{ throttle: { rate: 7e6, burst: 1 } }, /^throttle.rate is 7000000, more than the 6666666/],
    [
      {
        domain: {
          name: "Pictures",
          certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/c",
        },
      },
      /^domain.name is 'Pictures', it must be a host name/,
    ],
    [
      { domain: { name: "a.example", certificateArn: "x" } },
      /^domain.certificateArn is 'x', it must/,
    ],
    [
      {
        domain: {
          name: "a.example",
          certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/c",
        },
      },
      /^domain.certificateArn is in 'us-east-1', but the API is in 'eu-central-1'/,
    ],
    [{ cors: { allowOrigin: "https://a.example:99999" } }, /^cors.allowOrigin is/],
    [{ cors: { allowOrigin: "http://a.example:80" } }, /^cors.allowOrigin is/],
    [
      { auth: { kind: "apiKey", clients: [client({}), client({})] } },
      /^auth.clients has 'a' more than once$/,
    ],
    [{ auth: { kind: "public", reason: token } }, /^auth.reason must be a literal, got a token/],
    [{ auth: { kind: "apiKey", clients: [client({ name: token })] } }, /^client a token must be/],
    [
      { auth: { kind: "apiKey", clients: [client({ throttle: { rate: 0, burst: 1 } })] } },
      /^client 'a' throttle.rate must be a number above 0, got 0$/,
    ],
    [
      { auth: { kind: "apiKey", clients: [client({ quota: { limit: 1.5, period: "DAY" } })] } },
      /^quota.limit of client 'a' is 1.5, it must be a whole number/,
    ],
    [
      { auth: { kind: "cognito", userPoolArns: [pool, pool] } },
      /^auth.userPoolArns has '.*' more than once$/,
    ],
    [{ cors: { allowOrigin: "*" } }, /^cors.allowOrigin is '\*' and must be one origin/],
    [
      { cors: { allowOrigin: "https://a.example/" } },
      /^cors.allowOrigin is 'https:\/\/a.example\/'/,
    ],
    [{ auth: { kind: "public", reason: "" } }, /^auth.reason is '': write why/],
    [{ auth: { kind: "cognito", userPoolArns: ["pool"] } }, /^auth.userPoolArns has 'pool'/],
    [{ auth: { kind: "apiKey", clients: [{ name: "a b" }] } }, /^client 'a b' must be named/],
    [
      {
        auth: {
          kind: "apiKey",
          clients: [{ name: "a" }, { name: "b", quota: { limit: 0, period: "DAY" } }],
        },
      },
      /^quota.limit of client 'b' is 0, it must be/,
    ],
  ])("refuses %j", (api, problem) => {
    expect(build({ api }).api.node.validate()).toEqual([expect.stringMatching(problem)]);
  });

  it("refuse a list that only Terraform knows before CDKTF fails on it", () => {
    const auth = { kind: "cognito", userPoolArns: ["#{TfToken[TOKEN.2]}"] } as const;
    expect(() => build({ api: { auth } })).toThrow(
      /^auth.userPoolArns must be a list whose items are known at synthesis/,
    );
  });

  it("says nothing twice: its firewall's props are its own", () => {
    const { api } = build({
      api: { name: "a b", logRetentionDays: 29, throttle: { rate: -1, burst: 1 } },
    });
    expect(api.node.validate()).toHaveLength(3);
    expect(api.firewall?.node.validate()).toEqual([]);
  });

  it("carries through what only Terraform knows, and prints no token", () => {
    const built: ReturnType<typeof addApi>[] = [];
    const out = synthesise((stack) => {
      const text = new TerraformVariable(stack, "text", {}).stringValue;
      const number = new TerraformVariable(stack, "number", { type: "number" }).numberValue;
      built.push(
        addApi(stack, {
          api: {
            name: text,
            cors: { allowOrigin: text },
            domain: { name: text, certificateArn: text },
            encryptionKey: { arn: text },
            logRetentionDays: number,
            firewall: { kind: "off" },
            auth: {
              kind: "apiKey",
              clients: [
                {
                  name: "a",
                  quota: { limit: number, period: "DAY" },
                  throttle: { rate: number, burst: number },
                },
              ],
            },
          },
        }),
      );
    });
    const number = expression("number");
    expect(out.single("aws_api_gateway_usage_plan")).toMatchObject({
      quota_settings: { limit: number },
      throttle_settings: { rate_limit: number, burst_limit: number },
    });
    expect(out.single("aws_api_gateway_stage").variables).toEqual({
      allowOrigin: expression("text"),
    });
    const [only] = built;
    if (only === undefined) throw new Error("nothing was built");
    expect(only.api.node.validate()).toEqual([
      "name must be a literal, got a token: names of log groups, keys and the web ACL begin with it",
    ]);
    expect(messages(only).join()).not.toMatch(/TfToken|e\+\d/);
  });

  it("are compared with the provider's region", () => {
    const problems: string[] = [];
    synthesise((stack) => {
      const { api, predict } = addApi(stack);
      new AwsProvider(stack, "Aws", { region: "eu-west-1" });
      problems.push(...api.node.validate(), ...predict.node.validate());
    });
    expect(problems).toEqual([
      expect.stringMatching(/^region is 'eu-central-1', but AWS provider .* is in 'eu-west-1'/),
      expect.stringMatching(/^region is 'eu-central-1', but AWS provider .* is in 'eu-west-1'/),
    ]);
  });
});

describe("the resources of an API and its function", () => {
  const hidden = ["api", "function", "network"].map((name) =>
    hiddenMembers(join(__dirname, "..", "..", "..", name)),
  );
  const members = new Map(hidden.flatMap((map) => [...map]));

  it("are all public properties", () => {
    const { api, predict } = build({
      vpc: true,
      api: {
        domain: {
          name: "pictures.example.com",
          certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/c",
        },
      },
    });
    expect(api.node.findAll().length).toBeGreaterThan(18);
    expect(hiddenResources(api, members)).toEqual([]);
    // What the network lets the function's group do belongs to the network.
    expect(hiddenResources(predict, members)).toEqual([
      "test/Predict/SecurityGroup/ToSagemakerRuntime",
      "test/Predict/SecurityGroup/AtSagemakerRuntime",
    ]);
  });
});
