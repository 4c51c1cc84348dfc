import { type AwsPlace, arnOf, type PolicyStatement } from "@pictor/contracts";

/** Jobs of SageMaker that Step Functions waits for. */
export type JobKind = "transform" | "training";

/** What a kind of job is called in actions, ARNs and rules. */
export const jobTerms = {
  transform: { job: "TransformJob", resource: "transform-job", rule: "Transform" },
  training: { job: "TrainingJob", resource: "training-job", rule: "Training" },
} as const;

/**
 * What starting jobs and waiting for them takes: jobs whose names begin with the machine's, and the rule of EventBridge
 * by which Step Functions hears that one has ended. Step Functions makes the rule, once in an account.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sagemaker-iam.html (read 2026-11)
 */
export function jobStatements(
  place: AwsPlace,
  kind: JobKind,
  name: string,
): readonly PolicyStatement[] {
  const { job, resource, rule } = jobTerms[kind];
  const jobs = arnOf(place, "sagemaker", `${resource}/${name}-*`);
  return [
    {
      Sid: "Jobs",
      Effect: "Allow",
      Action: [
        "sagemaker:AddTags",
        `sagemaker:Create${job}`,
        `sagemaker:Describe${job}`,
        "sagemaker:ListTags",
        `sagemaker:Stop${job}`,
      ],
      Resource: jobs,
    },
    {
      Sid: "JobEvents",
      Effect: "Allow",
      Action: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      Resource: arnOf(place, "events", `rule/StepFunctionsGetEventsForSageMaker${rule}JobsRule`),
    },
  ];
}
