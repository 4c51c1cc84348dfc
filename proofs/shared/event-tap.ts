import { arnOf, type Place, policyDocument } from "@pictor/contracts";
import type { LocalClientConfig } from "@pictor/local";
import { askJson } from "./aws-json";

/** An event as EventBridge delivers it. */
export interface BusEvent {
  readonly source: string;
  readonly "detail-type": string;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Message {
  readonly Body: string;
  readonly ReceiptHandle: string;
}

const name = "pictor-event-tap";

/** Receives what services of AWS send to the default event bus, by a rule and a queue as a user would make them. */
export class EventTap {
  private readonly received: BusEvent[] = [];

  private constructor(
    private readonly client: LocalClientConfig,
    private readonly queueUrl: string,
  ) {}

  /** @param sources such as `aws.states` */
  public static async open(
    client: LocalClientConfig,
    place: Place,
    sources: readonly string[],
  ): Promise<EventTap> {
    const rule = arnOf(place, "events", `rule/${name}`);
    const queue = arnOf(place, "sqs", name);
    const Policy = policyDocument([
      {
        Sid: "FromRule",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Principal: { Service: "events.amazonaws.com" },
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": rule } },
      },
    ]);
    const { QueueUrl } = await askJson<{ readonly QueueUrl: string }>(
      client,
      "sqs",
      "CreateQueue",
      { QueueName: name, Attributes: { Policy } },
    );
    const EventPattern = JSON.stringify({ source: sources });
    await askJson(client, "events", "PutRule", { Name: name, EventPattern });
    await askJson(client, "events", "PutTargets", {
      Rule: name,
      Targets: [{ Id: "tap", Arn: queue }],
    });
    return new EventTap(client, QueueUrl);
  }

  /** All events so far, as they arrived. Some arrive twice, as in AWS: they are here once. */
  public async events(): Promise<readonly BusEvent[]> {
    const QueueUrl = this.queueUrl;
    for (;;) {
      const { Messages = [] } = await askJson<{ readonly Messages?: readonly Message[] }>(
        this.client,
        "sqs",
        "ReceiveMessage",
        { QueueUrl, MaxNumberOfMessages: 10 },
      );
      if (Messages.length === 0) break;
      for (const { Body, ReceiptHandle } of Messages) {
        this.received.push(JSON.parse(Body));
        await askJson(this.client, "sqs", "DeleteMessage", { QueueUrl, ReceiptHandle });
      }
    }
    const distinct = new Map(
      this.received.map((event) => [JSON.stringify([event.resources, event.detail]), event]),
    );
    return [...distinct.values()];
  }

  /** Removes rule and queue. */
  public async close(): Promise<void> {
    await askJson(this.client, "events", "RemoveTargets", { Rule: name, Ids: ["tap"] });
    await askJson(this.client, "events", "DeleteRule", { Name: name });
    await askJson(this.client, "sqs", "DeleteQueue", { QueueUrl: this.queueUrl });
  }
}
