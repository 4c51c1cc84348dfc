import { join } from "node:path";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClassifierApi, type ClassifierApiProps, PredictFunction } from "@pictor/api";
import {
  arnOf,
  type EndpointMetrics,
  modelServer,
  names,
  type Place,
  type Target,
} from "@pictor/contracts";
import { endpointMetrics, type InferenceEndpoint } from "@pictor/inference";
import { EncryptionKey } from "@pictor/storage";
import { releaseOf } from "@pictor/testing";
import { App, LocalBackend, TerraformOutput, TerraformStack, Token } from "cdktf";

/** What the stack is made for, besides its place. */
export interface ApiStackOptions {
  /** Directory to synthesise into. */
  readonly outdir: string;
  /** The endpoint that the function knows. */
  readonly target: Target;
  /** Where SageMaker's runtime is, for the function. */
  readonly sagemakerUrl: string;
  readonly api: Pick<ClassifierApiProps, "auth" | "cors" | "throttle">;
  /** Tags that the provider gives to everything. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Requests that the account's functions may answer at once; 1000 unless given. */
  readonly accountConcurrency?: number;
}

/** Synthesises a stack `api`: a function for one endpoint that is somewhere else, and the API in front of it. */
export function synthesiseApi(place: Place, options: ApiStackOptions): void {
  const app = new App({ outdir: options.outdir });
  addApi(new TerraformStack(app, "api"), place, options);
  app.synth();
}

function addApi(stack: TerraformStack, place: Place, options: ApiStackOptions): void {
  const { accountId, region } = place;
  const { keyAlias, predictFunction, api: name } = names(place);
  new LocalBackend(stack, { path: join(options.outdir, "api.tfstate") });
  const defaultTags = [{ tags: { ...options.tags } }];
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId], defaultTags });
  const encryptionKey = new EncryptionKey(stack, "Key", {
    accountId,
    region,
    alias: keyAlias,
    description: "The API in front of a model",
    protected: false,
  });
  const common = { accountId, region, encryptionKey, logRetentionDays: 365 };
  const predict = new PredictFunction(stack, "Predict", {
    ...common,
    functionName: predictFunction,
    endpoints: [somebodyElses(place, options.target)],
    network: { kind: "none" },
    release: releaseOf("a"),
    expectedPeakRps: 100,
    accountConcurrency: options.accountConcurrency ?? 1000,
  });
  predict.resource.addOverride(
    "environment.variables.AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME",
    options.sagemakerUrl,
  );
  const api = new ClassifierApi(stack, "Api", { ...common, ...options.api, name, predict });
  new TerraformOutput(stack, "apiId", { value: api.apiId, staticId: true });
  new TerraformOutput(stack, "apiKeyIds", { value: Token.asAny(api.apiKeyIds), staticId: true });
}

/** An endpoint that another stack made. */
function somebodyElses(place: Place, target: Target): InferenceEndpoint {
  const metrics: EndpointMetrics = endpointMetrics(target.kind, target.name);
  return {
    target,
    metrics,
    size: {
      ...{ kind: "realTime", capacity: "ml.m5.xlarge", minInstances: 1, maxInstances: 1 },
      ...{ vCpus: 4, workers: 2, queue: modelServer.queue },
    },
    grantInvoke: (role) => {
      new IamRolePolicy(role, "Invoke", {
        role: role.name,
        name: "Invoke",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "sagemaker:InvokeEndpoint",
              Resource: arnOf(place, "sagemaker", `endpoint/${target.name}`),
            },
          ],
        }),
      });
    },
  };
}
