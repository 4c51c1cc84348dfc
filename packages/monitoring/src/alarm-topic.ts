import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { arnOf, type EncryptionKeyReference, policyDocument } from "@pictor/contracts";
import { Construct } from "constructs";

/** What an {@link AlarmTopic} is made of. */
export interface AlarmTopicProps {
  /** Name of the topic. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Key that encrypts what is published; its policy must let CloudWatch alarms use it. */
  readonly encryptionKey: EncryptionKeyReference;
}

/** An encrypted topic that this account's alarms, and nobody else's, can publish to. */
export class AlarmTopic extends Construct {
  /** The topic. Subscribe to it what is to be told. */
  public readonly resource: SnsTopic;

  public constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    this.resource = new SnsTopic(this, "Resource", {
      name: props.name,
      kmsMasterKeyId: props.encryptionKey.arn,
    });
    new SnsTopicPolicy(this, "Policy", {
      arn: this.resource.arn,
      policy: policyDocument([
        {
          Sid: "Alarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: this.resource.arn,
          Condition: {
            StringEquals: { "aws:SourceAccount": props.accountId },
            ArnLike: { "aws:SourceArn": arnOf(props, "cloudwatch", "alarm:*") },
          },
        },
        {
          Sid: "RefusePlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: this.resource.arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
  }
}
