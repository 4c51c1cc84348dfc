import type { HazardRule } from "../../hazards/rule";
import { after, text } from "../../hazards/values";
import type { Change } from "../../plan/change";
import { type Facts, isSet, lacking, linked, names, present } from "../resources";

/** A message that cannot be processed is kept for somebody to look at, and not tried for ever. */
export const queueDeadLetters: HazardRule = {
  id: "queue-dead-letters",
  title: "Queue without queue for dead letters",
  severity: "low",
  mend: "set redrive_policy; the queue that takes the dead letters needs none",
  upstream: ["AwsSolutions-SQS3"],
  find: (facts) =>
    lacking(
      present(facts, "aws_sqs_queue").filter((queue) => !takesDeadLetters(facts, queue)),
      (queue) =>
        isSet(queue, "redrive_policy") ||
        linked(facts, queue, "aws_sqs_queue_redrive_policy", "queue_url").length > 0,
      "a message that cannot be processed is tried until it expires, and is then lost",
    ),
};

function takesDeadLetters(facts: Facts, queue: Change): boolean {
  const name = text(after(queue), "name");
  const sources = present(facts, "aws_sqs_queue", "aws_sqs_queue_redrive_policy");
  return (
    isSet(queue, "redrive_allow_policy") ||
    sources.some(
      (source) =>
        names(facts, source, "redrive_policy", queue) ||
        (name !== "" && text(after(source), "redrive_policy").includes(`:${name}"`)),
    )
  );
}
