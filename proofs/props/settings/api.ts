import { dirname } from "node:path";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import {
  type ApiClient,
  ApiClients,
  type ApiClientsProps,
  ApiDomain,
  ApiFirewall,
  type ApiFirewallProps,
  ClassifierApi,
  type ClassifierApiProps,
  type CustomDomain,
  type FirewallRule,
  PredictFunction,
  type PredictFunctionProps,
} from "@pictor/api";
import { type EndpointSize, functionInvokeArn } from "@pictor/contracts";
import {
  createFunctionRole,
  type FunctionRoleChoice,
  type FunctionRoleProps,
  HardenedFunction,
  type HardenedFunctionProps,
  lambdaAsset,
} from "@pictor/function";
import {
  ExistingEndpoint,
  type ExistingEndpointProps,
  endpointMetrics,
  type InferenceEndpoint,
} from "@pictor/inference";
import { TerraformOutput, type TerraformStack, Token } from "cdktf";
import { fullRelease } from "./inference";
import { networkOf } from "./network";
import { boundary } from "./on-instances";
import {
  encryptionKey,
  logRetentionDays,
  place,
  type Setting,
  type Settings,
  today,
} from "./setting";

const functionName = "galah-function";
const instances = {
  kind: "realTime",
  capacity: "ml.c5.xlarge",
  minInstances: 2,
  maxInstances: 7,
} as const;

function endpointOf(name: string, timeoutMs: number, size: EndpointSize): InferenceEndpoint {
  return {
    target: { name, kind: size.kind, timeoutMs },
    metrics: endpointMetrics(size.kind, name),
    size,
    grantInvoke: () => undefined,
  };
}

const first = endpointOf("budgie", 2_900, { ...instances, vCpus: 4, workers: 2, queue: 97 });
const second = endpointOf("corella", 25_900, {
  kind: "serverless",
  capacity: "serverless-3072",
  maxConcurrency: 47,
});

const predictProps = (): PredictFunctionProps => {
  const { sha256, weightsSha256, labels, calibration } = fullRelease("a", "b", "ml.c5.xlarge");
  return {
    ...place,
    functionName,
    endpoints: [first, second],
    network: { kind: "none" },
    encryptionKey,
    logRetentionDays,
    release: { sha256, weightsSha256, labels, calibration },
    expectedPeakRps: 43,
    accountConcurrency: 907,
    today,
  };
};

/** Creates the endpoint, and what is made of it: a function that calls it, and the metrics that are read. */
const existing =
  (size: EndpointSize): Setting =>
  (stack, change) => {
    const props: ExistingEndpointProps = {
      ...place,
      endpointName: "frogmouth",
      size,
      variantName: "Tawny",
      timeoutMs: 2_711,
    };
    const endpoint = new ExistingEndpoint(stack, "Subject", change(props));
    new TerraformOutput(stack, "Metrics", { value: Token.asAny(endpoint.metrics) });
    const role = new IamRole(stack, "Caller", { assumeRolePolicy: "{}" });
    endpoint.grantInvoke(role);
    new PredictFunction(stack, "Predict", { ...predictProps(), endpoints: [endpoint] });
  };

const predictOf = (stack: TerraformStack): PredictFunction =>
  new PredictFunction(stack, "Predict", predictProps());

const stageOf = (stack: TerraformStack): ApiGatewayStage =>
  new ApiGatewayStage(stack, "Stage", { deploymentId: "d", restApiId: "r", stageName: "s" });

const clients: readonly [ApiClient, ApiClient] = [
  {
    name: "cockatoo",
    quota: { limit: 9_973, period: "WEEK" },
    throttle: { rate: 71, burst: 73 },
  },
  { name: "lorikeet" },
];

const additionalRules: readonly FirewallRule[] = ["Cassowary", "Emu"].map((name) => ({
  name,
  place: "first",
  action: { block: {} },
  statement: { geo_match_statement: { country_codes: ["AQ"] } },
}));

const api =
  (changes: Partial<ClassifierApiProps>): Setting =>
  (stack, change) => {
    const props: ClassifierApiProps = {
      region: place.region,
      name: "kookaburra",
      predict: predictOf(stack),
      throttle: { rate: 503, burst: 509 },
      encryptionKey,
      logRetentionDays,
      ...changes,
    };
    new ClassifierApi(stack, "Subject", change(props));
  };

const domain: CustomDomain = {
  name: "currawong.example.com",
  certificateArn:
    "arn:aws:acm:eu-central-1:271828182845:certificate/16180339-8874-4989-8484-820458683436",
};
const pool = (id: string) =>
  `arn:aws:cognito-idp:eu-central-1:271828182845:userpool/eu-central-1_${id}`;

const theirRole = { kind: "existing", roleName: "willie-wagtail", path: "/rhipidura/" } as const;

const hardened =
  (role: FunctionRoleChoice, securityGroupIds?: readonly string[]): Setting =>
  (stack, change) => {
    const props: HardenedFunctionProps = {
      ...place,
      functionName,
      description: "Counts galahs",
      code: lambdaAsset(dirname(dirname(require.resolve("@pictor/api"))), "predict"),
      encryptionKey,
      logRetentionDays,
      timeoutSeconds: 79,
      memoryMiB: 1_021,
      environment: { FLOCK: "numerous" },
      reservedConcurrency: 89,
      network: {
        kind: "vpc",
        ...(securityGroupIds && { securityGroupIds }),
        network: {
          subnetIds: ["subnet-0c0c0c", "subnet-0d0d0d"],
          subnetArns: ["subnet-0c0c0c", "subnet-0d0d0d"].map(
            (id) => `arn:aws:ec2:eu-central-1:271828182845:subnet/${id}`,
          ),
          createSecurityGroup: (scope, id, description) =>
            new SecurityGroup(scope, id, { description }),
        },
      },
      alias: { name: "perched", description: "What galahs call" },
      role,
      today,
    };
    new HardenedFunction(stack, "Subject", change(props));
  };

export const apiSettings: Settings = {
  ExistingEndpoint: [
    existing({ ...instances, vCpus: 4, workers: 2, queue: 97 }),
    existing({ kind: "serverless", capacity: "serverless-3072", maxConcurrency: 47 }),
  ],
  ApiFirewall: [
    (stack, change) => {
      const props: ApiFirewallProps = {
        region: place.region,
        name: "kookaburra",
        stageArn: "arn:aws:apigateway:eu-central-1::/restapis/a1b2c3/stages/v1",
        requestsPerSecondPerAddress: 67,
        additionalRules,
        encryptionKey,
        logRetentionDays,
      };
      new ApiFirewall(stack, "Subject", change(props));
    },
  ],
  ApiClients: [
    (stack, change) => {
      const props: ApiClientsProps = { apiName: "kookaburra", stage: stageOf(stack), clients };
      new ApiClients(stack, "Subject", change(props));
    },
  ],
  ApiDomain: [
    (stack, change) => {
      new ApiDomain(stack, "Subject", change(domain), stageOf(stack));
    },
  ],
  ClassifierApi: [
    api({
      auth: { kind: "apiKey", clients },
      firewall: { kind: "on", requestsPerSecondPerAddress: 67, additionalRules },
      domain,
      routes: ["get", "post"].map((method) => ({
        path: "/brolgas/{id}",
        method: method as "get",
        summary: "Counts brolgas",
        function: {
          functionName: `brush-turkey-${method}`,
          qualifier: "mound",
          invokeArn: functionInvokeArn(place, "megapode", "leaves"),
        },
      })),
      cors: { allowOrigin: "https://magpie.example.com" },
      predict: {
        functionName: "bowerbird",
        qualifier: "nest",
        invokeArn: functionInvokeArn(place, "treecreeper", "hollow"),
        concurrency: 1_201,
      },
    }),
    api({ auth: { kind: "iam" }, firewall: { kind: "off" } }),
    api({ auth: { kind: "cognito", userPoolArns: [pool("Aaa111"), pool("Bbb222")] } }),
    api({ auth: { kind: "public", reason: "Every magpie may call" } }),
  ],
  PredictFunction: [
    (stack, change) => {
      new PredictFunction(stack, "Subject", change(predictProps()));
    },
    (stack, change) => {
      const network = {
        ...({ kind: "vpc", network: networkOf(stack) } as const),
        securityGroupIds: ["sg-0e0e0e", "sg-0f0f0f"],
      };
      const environment = { FLOCK: "numerous" };
      const role = { kind: "create", permissionsBoundaryArn: boundary } as const;
      const props = { ...predictProps(), environment, network, role };
      new PredictFunction(stack, "Subject", change(props));
    },
    (stack, change) => {
      new PredictFunction(stack, "Subject", change({ ...predictProps(), role: theirRole }));
    },
  ],
  createFunctionRole: [
    (stack, change) => {
      const subnetArns = ["subnet-0c0c0c", "subnet-0d0d0d"].map(
        (id) => `arn:aws:ec2:eu-central-1:271828182845:subnet/${id}`,
      );
      const network = { kind: "vpc", subnetArns } as const;
      const role = { kind: "create", permissionsBoundaryArn: boundary } as const;
      const props: FunctionRoleProps = { ...place, functionName, encryptionKey, network, role };
      createFunctionRole(stack, "Subject", change(props));
    },
    (stack, change) => {
      const network = { kind: "none" } as const;
      const props = { ...place, functionName, encryptionKey, network, role: theirRole };
      const { role } = createFunctionRole(stack, "Subject", change(props));
      new TerraformOutput(stack, "Arn", { value: role.arn });
    },
  ],
  HardenedFunction: [
    hardened({ permissionsBoundaryArn: boundary, kind: "create" }),
    hardened(theirRole, ["sg-0e0e0e", "sg-0f0f0f"]),
  ],
};
