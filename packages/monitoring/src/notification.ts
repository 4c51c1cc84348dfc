import type { Severity, Symptom } from "./alarm-definition";

/** What the runbook says of a symptom's composite alarm. */
export interface SymptomDefinition {
  readonly symptom: Symptom;
  readonly happened: string;
  readonly anchor: string;
}

/** The composite alarms. */
export const symptomDefinitions: Readonly<Record<Symptom, SymptomDefinition>> = {
  availability: {
    symptom: "availability",
    happened: "Callers get errors, or do not get through",
    anchor: "symptom-availability",
  },
  latency: { symptom: "latency", happened: "Answers take too long", anchor: "symptom-latency" },
  capacity: {
    symptom: "capacity",
    happened: "There is too little of something for what arrives",
    anchor: "symptom-capacity",
  },
  security: {
    symptom: "security",
    happened: "Somebody may be attacking the service",
    anchor: "symptom-security",
  },
  cost: { symptom: "cost", happened: "More is used than was planned", anchor: "symptom-cost" },
  jobs: { symptom: "jobs", happened: "Runs of jobs do not end well", anchor: "symptom-jobs" },
};

/** Something that AWS tells by an event, because there is no metric. */
export interface EventDefinition {
  readonly id: string;
  /** EventBridge's event pattern. */
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly severity: Severity;
  readonly happened: string;
  readonly anchor: string;
}

/**
 * The key is disabled or scheduled for deletion: everything that it encrypts stops, and after the waiting period is lost.
 *
 * EventBridge gets the event from CloudTrail: without a trail that logs management events there is none.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/ct-scheduledeletion.html (read 2026-11)
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html (read 2026-11)
 */
export function keyEvents(keyArn: string): readonly EventDefinition[] {
  return [
    {
      id: "KeyUnusable",
      pattern: {
        source: ["aws.kms"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["kms.amazonaws.com"],
          eventName: ["DisableKey", "ScheduleKeyDeletion"],
          // A refused attempt changes nothing.
          errorCode: [{ exists: false }],
          resources: { ARN: [keyArn] },
        },
      },
      severity: "critical",
      happened: "The encryption key was disabled or scheduled for deletion",
      anchor: "key-unusable",
    },
  ];
}

/** Section of the runbook on the budget's notifications. */
export const budgetAnchor = "budget";
