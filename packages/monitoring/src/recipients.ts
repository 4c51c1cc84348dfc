import type { Construct } from "constructs";
import type { Severity } from "./alarm-definition";
import { AlarmTopic } from "./alarm-topic";
import { SlackChannel } from "./chat-channel";
import type { MonitoringProps } from "./monitoring-props";

type Topics = Readonly<Record<Severity, AlarmTopic>>;

/** Creates the two topics with their subscriptions. */
export function createTopics(scope: Construct, props: MonitoringProps): Topics {
  const topic = (id: string, name: string, severity: Severity): AlarmTopic =>
    new AlarmTopic(scope, id, {
      ...props,
      name: `${props.name}-${name}`,
      publishers: props.name,
      subscriptions: (props.subscriptions ?? []).filter((one) => one.severity === severity),
    });
  return {
    critical: topic("PageTopic", "page", "critical"),
    warning: topic("NotifyTopic", "notify", "warning"),
  };
}

/** Connects each Slack channel to the topics of its severities. Chat applications keep one configuration for a channel. */
export function connectChats(
  scope: Construct,
  props: MonitoringProps,
  topics: Topics,
): readonly SlackChannel[] {
  const { chats = [], name, accountId, region } = props;
  return [...new Set(chats.map((chat) => chat.channelId))].map((channelId) => {
    const ofChannel = chats.filter((chat) => chat.channelId === channelId);
    return new SlackChannel(scope, `Chat${channelId}`, {
      name: `${name}-chat-${channelId}`,
      accountId,
      region,
      teamId: ofChannel[0]?.teamId ?? "",
      channelId,
      topics: ofChannel.map(({ severity }) => topics[severity].resource),
    });
  });
}
