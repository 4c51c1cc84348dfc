import type { InstanceRate } from "@pictor/contracts/batch";
import { trainingArchive } from "@pictor/contracts/training";
import { fieldsOf } from "./fields";
import { trainingContract } from "./training-contract";

/** What the construct hands the function as the variable `TRAINING`. */
export interface TrainingSettings {
  readonly bucket: string;
  /** Begins all keys of training, `training/`. */
  readonly prefix: string;
  /** Begins the names of jobs. */
  readonly name: string;
  readonly region: string;
  /** Script in the source archive that SageMaker's toolkit starts. */
  readonly program: string;
  /** Hyperparameters of every run. */
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Instances of each job. */
  readonly instances: number;
  /** @default - the instances have no price */
  readonly rate?: InstanceRate;
}

/** What a run was asked for. */
export interface TrainingRequest {
  /** Prefix of the keys of the data, in the bucket. */
  readonly data: string;
  /** Key of `sourcedir.tar.gz`. */
  readonly code: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** What is the same when the request is delivered again. */
  readonly token: string;
}

/** A request, or what is wrong with it. */
export type TrainingReading =
  | { readonly kind: "valid"; readonly request: TrainingRequest }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** A run between its states. */
export interface TrainingRun {
  readonly id: string;
  readonly startedAt: string;
  readonly request: Pick<TrainingRequest, "data" | "code">;
  readonly job: string;
  readonly attempt: number;
  /** Whether a job failed by SageMaker's own fault already. */
  readonly retried: boolean;
  /** URIs. */
  readonly data: string;
  readonly code: string;
  readonly output: string;
  readonly checkpoints: string;
  /** As SageMaker's toolkit reads them: each value is JSON. */
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Of each instance, of all jobs before this one. */
  readonly trainingSeconds: number;
  readonly billableSeconds: number;
}

/** The name by which SageMaker's toolkit finds the sources of a container without network. */
const submitDirectory = `/opt/ml/input/data/${trainingContract.channels.code}/${trainingArchive}`;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html (`HyperParameters`) */
const most = { hyperparameters: 90, nameLength: 256, valueLength: 2500 } as const;

/**
 * Reads what started an execution: `{"data": "training/data/…/", "code": "training/code/…/sourcedir.tar.gz"}`, and if
 * wanted `hyperparameters` and a `token`.
 *
 * @param execution ARN of the execution: the token of a request without one
 */
export function readTrainingRequest(
  event: unknown,
  execution: string,
  prefix: string,
): TrainingReading {
  const fields = fieldsOf(event);
  const { code, data, token = execution } = fields;
  const hyperparameters = Object.entries(fieldsOf(fields.hyperparameters));
  const within = (name: string, value: unknown, begin: string, end: string): string[] =>
    typeof value === "string" && value.startsWith(begin) && value.endsWith(end)
      ? []
      : [`${name} must begin with '${begin}' and end with '${end}', got ${JSON.stringify(value)}`];
  const problems = [
    ...within("data", data, `${prefix}data/`, "/"),
    ...within("code", code, `${prefix}code/`, `/${trainingArchive}`),
    ...(typeof token === "string" ? [] : [`token must be text, got ${JSON.stringify(token)}`]),
    ...(hyperparameters.length <= most.hyperparameters
      ? []
      : [
          `hyperparameters has ${hyperparameters.length}, at most ${most.hyperparameters} are taken`,
        ]),
    ...hyperparameters.flatMap(([name, value]) => hyperparameterProblems(name, value)),
  ];
  if (problems.length > 0) return { kind: "invalid", problems };
  return {
    kind: "valid",
    request: {
      data: String(data),
      code: String(code),
      token: String(token),
      hyperparameters: Object.fromEntries(
        hyperparameters.map(([name, value]) => [name, text(value)]),
      ),
    },
  };
}

/** Hyperparameters as the toolkit of AWS's image reads them. Those of the request win over those of every run. */
export function toolkitHyperparameters(
  settings: Pick<TrainingSettings, "hyperparameters" | "program" | "region">,
  request: Pick<TrainingRequest, "hyperparameters">,
): Record<string, string> {
  return {
    ...settings.hyperparameters,
    ...request.hyperparameters,
    sagemaker_program: JSON.stringify(settings.program),
    sagemaker_submit_directory: JSON.stringify(submitDirectory),
    sagemaker_region: JSON.stringify(settings.region),
    sagemaker_container_log_level: "20",
  };
}

function hyperparameterProblems(name: string, value: unknown): string[] {
  return [
    ...(/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) &&
    name.length <= most.nameLength &&
    !name.startsWith("sagemaker_")
      ? []
      : [
          `hyperparameters: '${name}' is no name of one: letters, digits, '_' and '-', not 'sagemaker_…'`,
        ]),
    ...(["string", "number", "boolean"].includes(typeof value) &&
    text(value).length <= most.valueLength
      ? []
      : [
          `hyperparameters: '${name}' must be a text, a number or true or false of at most ${most.valueLength} characters`,
        ]),
  ];
}

/** A value as JSON. */
function text(value: unknown): string {
  return JSON.stringify(value) ?? "";
}
