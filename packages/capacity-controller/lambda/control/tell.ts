import { PublishCommand } from "@aws-sdk/client-sns";
import { callMs, clients, within } from "./clients";

/** Longest subject that SNS takes, in ASCII. */
const subjectLength = 100;

/** A message to people. */
export interface Message {
  /** What happened, in a few words. */
  readonly subject: string;
  /** Why, in sentences. */
  readonly text: string;
}

/** Publishes a message to a topic; nothing where there is none. */
export async function tell(topicArn: string | undefined, message: Message): Promise<void> {
  if (topicArn === undefined) return;
  await clients.sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: message.subject.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, subjectLength),
      Message: message.text,
    }),
    within(callMs),
  );
}
