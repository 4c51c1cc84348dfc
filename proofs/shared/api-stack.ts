import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClassifierApi, type ClassifierApiProps, PredictFunction } from "@pictor/api";
import { modelServer, names, type Place, type Target } from "@pictor/contracts";
import { ExistingEndpoint } from "@pictor/inference";
import { EncryptionKey } from "@pictor/storage";
import { releaseOf } from "@pictor/testing";
import { App, LocalBackend, TerraformOutput, TerraformStack, Token } from "cdktf";

/** What the stack is made for, besides its place. */
export interface ApiStackOptions {
  /** Directory to synthesise into. */
  readonly outdir: string;
  /** The endpoint on instances that the function knows; another stack has made it. */
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
    endpoints: [
      new ExistingEndpoint(stack, "Endpoint", {
        accountId,
        region,
        endpointName: options.target.name,
        timeoutMs: options.target.timeoutMs,
        size: {
          ...{ kind: "realTime", capacity: "ml.m5.xlarge", minInstances: 1, maxInstances: 1 },
          ...{ vCpus: 4, workers: 2, queue: modelServer.queue },
        },
      }),
    ],
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
