import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { type AwsPlace, partitionOf, policyDocument, serviceTrust } from "@pictor/contracts";
import { Construct } from "constructs";

/** What a {@link SlackChannel} is made of. */
export interface SlackChannelProps extends AwsPlace {
  /** Name of the configuration. */
  readonly name: string;
  /** Slack's ids. */
  readonly teamId: string;
  readonly channelId: string;
  readonly topics: readonly SnsTopic[];
}

/** A Slack channel that says what a topic says, with the alarm's graph. It can read metrics, and nothing else. */
export class SlackChannel extends Construct {
  public readonly resource: ChatbotSlackChannelConfiguration;
  /** The role that reads metrics for the channel. */
  public readonly role: IamRole;
  public readonly rolePolicy: IamRolePolicy;

  public constructor(scope: Construct, id: string, props: SlackChannelProps) {
    super(scope, id);
    this.role = new IamRole(this, "Role", {
      // Roles belong to the account, not to a region.
      name: `${props.name}-${props.region}`,
      assumeRolePolicy: serviceTrust("chatbot.amazonaws.com", props.accountId),
    });
    this.rolePolicy = new IamRolePolicy(this, "ReadMetrics", {
      name: "read-metrics",
      role: this.role.name,
      policy: policyDocument([
        {
          Sid: "DrawGraphs",
          Effect: "Allow",
          Action: [
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricWidgetImage",
          ],
          // These actions know no resources.
          Resource: "*",
        },
      ]),
    });
    this.resource = new ChatbotSlackChannelConfiguration(this, "Resource", {
      configurationName: props.name,
      iamRoleArn: this.role.arn,
      slackTeamId: props.teamId,
      slackChannelId: props.channelId,
      snsTopicArns: props.topics.map(({ arn }) => arn),
      // Without it a channel's members could do what an administrator can.
      guardrailPolicyArns: [
        `arn:${partitionOf(props.region)}:iam::aws:policy/CloudWatchReadOnlyAccess`,
      ],
    });
  }
}
