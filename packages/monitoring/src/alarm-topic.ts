import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import {
  arnOf,
  type EncryptionKeyReference,
  type PolicyStatement,
  partitionOf,
  policyDocument,
} from "@pictor/contracts";
import { Construct } from "constructs";
import type { Severity } from "./alarm-definition";

/** Who is told. An e-mail address confirms itself by a link; an HTTPS address by fetching one. */
export type Subscription =
  | { readonly kind: "email"; readonly address: string; readonly severity: Severity }
  | { readonly kind: "https"; readonly url: string; readonly severity: Severity }
  | {
      /** An SQS queue that a ticket system reads; its policy and its key must let the topic in. */
      readonly kind: "queue";
      readonly arn: string;
      readonly severity: Severity;
    };

/** A Slack channel, by Amazon Q Developer in chat applications; somebody has let it into the workspace once. */
export interface ChatChannel {
  readonly teamId: string;
  readonly channelId: string;
  readonly severity: Severity;
}

/** What an {@link AlarmTopic} is made of. */
export interface AlarmTopicProps {
  /** Name of the topic. */
  readonly name: string;
  /** Begins the names of the alarms and budgets that may publish. */
  readonly publishers: string;
  readonly accountId: string;
  readonly region: string;
  /** Key that encrypts what is published; its policy must let alarms, events and budgets use it. */
  readonly encryptionKey: EncryptionKeyReference;
  readonly subscriptions: readonly Subscription[];
}

/** An encrypted topic that this environment's alarms, events and budget, and nobody else's, can publish to. */
export class AlarmTopic extends Construct {
  /** The topic. */
  public readonly resource: SnsTopic;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmTopicProps,
  ) {
    super(scope, id);
    this.resource = new SnsTopic(this, "Resource", {
      name: props.name,
      kmsMasterKeyId: props.encryptionKey.arn,
    });
    new SnsTopicPolicy(this, "Policy", {
      arn: this.resource.arn,
      policy: policyDocument(this.statements()),
    });
    props.subscriptions.forEach((subscription, index) => {
      new SnsTopicSubscription(this, `Subscription${index}`, {
        topicArn: this.resource.arn,
        ...target(subscription),
      });
    });
  }

  private statements(): PolicyStatement[] {
    const { publishers, accountId, region } = this.props;
    // A budget belongs to the account, not to a region.
    const budgets = `arn:${partitionOf(region)}:budgets::${accountId}:budget/${publishers}-*`;
    return [
      this.publish(
        "Alarms",
        "cloudwatch",
        arnOf(this.props, "cloudwatch", `alarm:${publishers}-*`),
      ),
      {
        // A condition would never hold: EventBridge sends no context to SNS, and the message would be lost silently.
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html (read 2026-11)
        Sid: "Events",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: this.resource.arn,
      },
      this.publish("Budgets", "budgets", budgets),
      {
        Sid: "RefusePlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: this.resource.arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ];
  }

  private publish(sid: string, service: string, source: string): PolicyStatement {
    return {
      Sid: sid,
      Effect: "Allow",
      Principal: { Service: `${service}.amazonaws.com` },
      Action: "sns:Publish",
      Resource: this.resource.arn,
      Condition: {
        StringEquals: { "aws:SourceAccount": this.props.accountId },
        ArnLike: { "aws:SourceArn": source },
      },
    };
  }
}

function target(subscription: Subscription): { protocol: string; endpoint: string } {
  switch (subscription.kind) {
    case "email":
      return { protocol: "email", endpoint: subscription.address };
    case "https":
      return { protocol: "https", endpoint: subscription.url };
    case "queue":
      return { protocol: "sqs", endpoint: subscription.arn };
  }
}
