import { createHash } from "node:crypto";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import {
  type AwsPlace,
  arnOf,
  type EncryptionKeyReference,
  type PolicyStatement,
  partitionOf,
  policyDocument,
  viaService,
} from "@pictor/contracts";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { Severity } from "./alarm-definition";
import { addressOf } from "./monitoring-problems";

/** Who gets messages. An e-mail address confirms itself by a link; an HTTPS address by fetching one. */
export type Subscription = (
  | { readonly kind: "email"; readonly address: string }
  /** A webhook. Plans do not show the URL, but the synthesised stack and the state hold it. */
  | { readonly kind: "https"; readonly url: string }
  | {
      /** An SQS queue that a ticket system reads; its policy and its key must let the topic in. */
      readonly kind: "queue";
      readonly arn: string;
    }
) & {
  readonly severity: Severity;
  /**
   * Names the subscription in Terraform's state.
   *
   * @default - made of the address, so that it is needed only where the address is a token
   */
  readonly id?: string;
};

/** A Slack channel, by Amazon Q Developer in chat applications; somebody has let it into the workspace once. */
export interface ChatChannel {
  readonly teamId: string;
  readonly channelId: string;
  readonly severity: Severity;
}

/** What an {@link AlarmTopic} is made of. */
export interface AlarmTopicProps extends AwsPlace {
  /** Name of the topic. */
  readonly name: string;
  /** Begins the names of the alarms and budgets that may publish. */
  readonly publishers: string;
  /** Key that encrypts what is published; its policy must let alarms, events and budgets use it. */
  readonly encryptionKey: EncryptionKeyReference;
  readonly subscriptions: readonly Subscription[];
}

/** An encrypted topic that this environment's alarms, events and budget, and nobody else's, can publish to. */
export class AlarmTopic extends Construct {
  /** The topic. */
  public readonly resource: SnsTopic;
  /** Says who may publish to the topic. */
  public readonly policy: SnsTopicPolicy;
  /** Who is told, in the order of the props. */
  public readonly subscriptions: readonly SnsTopicSubscription[];

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
    this.policy = new SnsTopicPolicy(this, "Policy", {
      arn: this.resource.arn,
      policy: policyDocument(this.statements()),
    });
    this.subscriptions = props.subscriptions.map(
      (subscription) =>
        new SnsTopicSubscription(this, `Subscription${idOf(subscription)}`, {
          topicArn: this.resource.arn,
          protocol: protocols[subscription.kind],
          endpoint: endpointOf(subscription),
        }),
    );
  }

  public get arn(): string {
    return this.resource.arn;
  }

  /**
   * Lets `role` publish to this topic, with its key and with no other use of the key. Anybody else's messages are
   * refused, so whoever publishes by an identity of its own (a function, say) needs this.
   *
   * @param id Id of the policy beneath the role.
   * @example
   * import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
   * import type { Monitoring } from "@pictor/monitoring";
   *
   * export function letWarn(role: IamRole, monitoring: Monitoring): void {
   *   monitoring.topics.warning.grantPublish(role);
   * }
   */
  public grantPublish(role: IamRole, id = `PublishTo${this.node.id}`): IamRolePolicy {
    const { encryptionKey, region } = this.props;
    return new IamRolePolicy(role, id, {
      role: role.name,
      name: id,
      policy: policyDocument([
        {
          Sid: "Publish",
          Effect: "Allow",
          Action: "sns:Publish",
          Resource: this.resource.arn,
        },
        {
          // SNS encrypts by the publisher's permission: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
          Sid: "Encrypt",
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: encryptionKey.arn,
          Condition: {
            StringEquals: {
              "kms:ViaService": viaService("sns", region),
              "kms:EncryptionContext:aws:sns:topicArn": this.resource.arn,
            },
          },
        },
      ]),
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

const protocols: Readonly<Record<Subscription["kind"], string>> = {
  email: "email",
  https: "https",
  queue: "sqs",
};

/** A webhook's URL is its password: plans show it as `(sensitive value)`. */
function endpointOf(subscription: Subscription): string {
  const address = addressOf(subscription);
  return subscription.kind === "https" ? Token.asString(Fn.sensitive(address)) : address;
}

/** By its address and not by its place in the list: whoever moves up in the list would have to confirm again. */
function idOf(subscription: Subscription): string {
  if (subscription.id !== undefined) return subscription.id;
  const { kind } = subscription;
  const address = addressOf(subscription);
  return `${kind}${createHash("sha256").update(address).digest("hex").slice(0, 8)}`;
}
