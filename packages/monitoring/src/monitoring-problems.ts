import {
  encryptionKeyProblems,
  isToken,
  listProblems,
  literalProblems,
  placeProblems,
  printed,
  wordProblems,
} from "@pictor/contracts";
import { type Severity, severities } from "./alarm-definition";
import type { ChatChannel, Subscription } from "./alarm-topic";
import type { Objectives } from "./dashboard/user-rows";
import type { MonitoringProps } from "./monitoring-props";
import { runbookProblems } from "./runbook";

/** Room for what is appended to the name of an event rule (64 characters), the shortest limit of all: `-key-unusable`. */
const longestName = 51;
/** Room in the name of a chat's role (64 characters) for `-chat-`, the channel and the region. */
const longestChatRole = 64;

/** Problems of the props of `Monitoring`; empty if valid. */
export function monitoringProblems(props: MonitoringProps): string[] {
  const { name, subscriptions = [], chats = [], encryptionKey, runbookUrl } = props;
  return [
    ...nameProblems(name),
    ...placeProblems(props),
    ...encryptionKeyProblems(encryptionKey),
    ...runbookProblems(runbookUrl),
    ...objectivesProblems(props.objectives),
    ...subscriptions.flatMap(subscriptionProblems),
    ...repeated("subscriptions", subscriptions.map(subscriptionKey), withoutSecrets),
    ...chats.flatMap((chat) => chatProblems(chat, props)),
    ...repeated(
      "chats",
      chats.map(({ channelId, severity }) => `${channelId} (${severity})`),
    ),
  ];
}

/** Problems of lists and words without which nothing can be built; empty if valid. */
export function shapeProblems({ subscriptions = [], chats = [] }: MonitoringProps): string[] {
  return [
    ...listProblems("subscriptions", subscriptions, ({ severity, id }) => [
      ...severityProblems("severity of a subscription", severity),
      ...(id === undefined || /^[A-Za-z0-9-]+$/.test(id)
        ? []
        : [`id of a subscription must be letters, digits and hyphens, got ${printed(id)}`]),
    ]),
    ...repeated(
      "subscriptions",
      subscriptions.flatMap(({ id }) => id ?? []),
    ),
    ...listProblems("chats", chats, ({ severity }) =>
      severityProblems("severity of a chat", severity),
    ),
  ];
}

/** Problems of what callers are promised; empty if valid. */
function objectivesProblems(objectives: Objectives | undefined): string[] {
  if (objectives === undefined) return [];
  const { availability, latency } = objectives;
  return [
    ...shareProblems("objectives.availability", availability),
    ...shareProblems("objectives.latency.share", latency.share),
    ...watchedNumberProblems({ "objectives.latency.milliseconds": latency.milliseconds }),
  ];
}

function shareProblems(prop: string, share: number): string[] {
  return !isToken(share) && share > 0 && share <= 1
    ? []
    : [`${prop} must be a share above 0 and at most 1, got ${printed(share)}`];
}

/** Problems of a severity; empty if valid. */
export function severityProblems(prop: string, severity: Severity): string[] {
  return wordProblems(prop, severity, severities);
}

/** Problems of the names of log groups, where there are any; empty if valid. */
export function logGroupProblems(names: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(names)
    .filter(([, name]) => name === "")
    .map(
      ([prop]) => `${prop} must be the name of a log group, got '': leave it out if there is none`,
    );
}

/** Problems of the id under which something is watched; empty if valid. */
export function watchedIdProblems(id: string): string[] {
  return /^[A-Z][A-Za-z0-9]{0,63}$/.test(id)
    ? []
    : [
        `id ${printed(id)} must be PascalCase, at most 64 letters and digits: alarm names contain it`,
      ];
}

/** Problems of numbers that thresholds are computed from; empty if valid. */
export function watchedNumberProblems(
  numbers: Readonly<Record<string, number | undefined>>,
): string[] {
  return Object.entries(numbers).flatMap(([name, value]) => {
    if (isToken(value))
      return literalProblems({ [name]: value }, "a threshold is computed from it");
    return value === undefined || (Number.isFinite(value) && value > 0)
      ? []
      : [`${name} must be a number above 0, got ${value}`];
  });
}

/** What tells one subscription from another. */
function subscriptionKey(subscription: Subscription): string {
  return `${subscription.kind} ${addressOf(subscription)} (${subscription.severity})`;
}

/** Where a subscription delivers to. */
export function addressOf(subscription: Subscription): string {
  switch (subscription.kind) {
    case "email":
      return subscription.address;
    case "https":
      return subscription.url;
    case "queue":
      return subscription.arn;
  }
}

/** A text as messages show it: of a URL only the host, since a webhook's path or query is its password. */
function withoutSecrets(text: string): string {
  return text.replace(
    /\b([a-z]+:\/\/)(?:[^\s/?#]*@)?([^\s/?#]*)([/?#]\S*)?/gi,
    (_, scheme: string, host: string, rest?: string) =>
      `${scheme}${host}${rest === undefined ? "" : "/…"}`,
  );
}

function nameProblems(name: string): string[] {
  if (isToken(name)) return literalProblems({ name }, "other resources' names begin with it");
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(name) && name.length <= longestName
    ? []
    : [
        `name '${name}' must be 1 to ${longestName} letters, digits, hyphens and underscores, a letter first`,
      ];
}

const forms: Readonly<
  Record<
    Subscription["kind"],
    { readonly prop: string; readonly form: RegExp; readonly like: string }
  >
> = {
  email: { prop: "address", form: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, like: "on-call@example.com" },
  https: { prop: "url", form: /^https:\/\/[^\s/]+/, like: "https://example.com/hook" },
  queue: {
    prop: "arn",
    form: /^arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/,
    like: "arn:<partition>:sqs:<region>:<account>:tickets",
  },
};

/** Problems of a subscription; empty if valid. */
export function subscriptionProblems(subscription: Subscription): string[] {
  const address = addressOf(subscription);
  const { prop, form, like } = forms[subscription.kind];
  if (isToken(address)) {
    return subscription.id === undefined
      ? [
          `${prop} of a subscription of kind '${subscription.kind}' is a token: give the subscription an 'id' for its Terraform address`,
        ]
      : [];
  }
  return form.test(address)
    ? []
    : [
        `${prop} of a subscription of kind '${subscription.kind}' must be like ${like}, got '${withoutSecrets(address)}'`,
      ];
}

function chatProblems({ teamId, channelId }: ChatChannel, { name, region }: MonitoringProps) {
  const ids = literalProblems({ teamId, channelId }, "names of resources are made of it");
  if (ids.length > 0) return ids;
  const role = `${name}-chat-${channelId}-${region}`;
  return [
    ...(/^[A-Z0-9]+$/.test(teamId)
      ? []
      : [`teamId must be a Slack id like T0123ABC, got '${teamId}'`]),
    ...(/^[A-Z0-9]+$/.test(channelId)
      ? []
      : [`channelId must be a Slack id like C0123ABC, got '${channelId}'`]),
    ...(isToken(region) || role.length <= longestChatRole
      ? []
      : [
          `name '${name}' is too long for chats: the role '${role}' has ${role.length} characters, IAM takes ${longestChatRole}`,
        ]),
  ];
}

function repeated(
  prop: string,
  keys: readonly string[],
  shown: (key: string) => string = (key) => key,
): string[] {
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  return [...new Set(twice)].map((key) => `${prop} names ${shown(key)} twice`);
}
