import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import type { EncryptionKeyReference, MetricDescription } from "@pictor/contracts";
import { Annotations, Lazy } from "cdktf";
import { Construct } from "constructs";
import { type AlarmDefinition, kebab, type Severity, type Symptom } from "./alarm-definition";
import { AlarmTopic, type ChatChannel, type Subscription } from "./alarm-topic";
import { apiAlarms } from "./api-alarms";
import { SlackChannel } from "./chat-channel";
import { dashboardBody, type Named } from "./dashboard/body";
import type { Objectives } from "./dashboard/user-rows";
import { endpointAlarms } from "./endpoint-alarms";
import { EventAlarm } from "./event-alarm";
import { functionAlarms } from "./function-alarms";
import {
  failuresByCode,
  type LogMetricDefinition,
  rejectedPackets,
  throttledRequests,
  workerDeaths,
} from "./log-metric";
import { LogMetricFilter } from "./log-metric-filter";
import { MetricAlarm } from "./metric-alarm";
import { type BudgetLimit, MonthlyBudget } from "./monthly-budget";
import { networkAlarms } from "./network-alarms";
import { keyEvents, symptomDefinitions } from "./notification";
import { runbookProblems, usualRunbook } from "./runbook";
import { SavedQueries } from "./saved-queries";
import { SymptomAlarm } from "./symptom-alarm";
import type { WatchedApi, WatchedEndpoint, WatchedFunction, WatchedNetwork } from "./watched";

/** What {@link Monitoring} is made of. */
export interface MonitoringProps {
  /** Begins the names of topics, alarms, rules, queries, dashboard and budget. */
  readonly name: string;
  /** The AWS account, twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Key that encrypts what alarms publish, and is watched itself; its policy must let alarms, events and budgets use it. */
  readonly encryptionKey: EncryptionKeyReference;
  /** Who is told. @default - nobody: the topics wait for subscribers */
  readonly subscriptions?: readonly Subscription[];
  /** Slack channels that are told. @default - none */
  readonly chats?: readonly ChatChannel[];
  /** Whether there is a dashboard; beyond an account's third one each costs 3 USD a month. @default true */
  readonly dashboard?: boolean;
  /** What callers are promised. @default - 99.9 % without 5xx, 99 % within 1000 ms */
  readonly objectives?: Objectives;
  /**
   * Where the runbook can be read, an https address; each alarm's description ends with it and the alarm's section.
   *
   * @default - `docs/runbook.md`, the path in the repository
   */
  readonly runbookUrl?: string;
  /** What may be spent. @default - no budget */
  readonly budget?: BudgetLimit;
}

const usualObjectives: Objectives = {
  availability: 0.999,
  latency: { milliseconds: 1000, share: 0.99 },
};

/**
 * Alarms, a dashboard, saved queries and a budget for what the other constructs emit.
 *
 * It knows metrics, not constructs: whatever describes its metrics can be watched.
 */
export class Monitoring extends Construct {
  /** Where alarms publish, when they go off and when all is well again: `critical` pages, `warning` notifies. */
  public readonly topics: Readonly<Record<Severity, AlarmTopic>>;
  /** The alarms so far, in order. */
  public readonly alarms: MetricAlarm[] = [];

  private readonly symptomAlarms = new Map<Symptom, SymptomAlarm>();
  private readonly apis: Named<WatchedApi>[] = [];
  private readonly functions: Named<WatchedFunction>[] = [];
  private readonly endpoints: Named<WatchedEndpoint>[] = [];
  private readonly rejected: { id: string; metric: MetricDescription }[] = [];
  private readonly queries: SavedQueries;
  private readonly runbook: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringProps,
  ) {
    super(scope, id);
    this.node.addValidation({ validate: () => runbookProblems(props.runbookUrl) });
    this.runbook = props.runbookUrl ?? usualRunbook;
    this.topics = {
      critical: this.createTopic("PageTopic", "page", "critical"),
      warning: this.createTopic("NotifyTopic", "notify", "warning"),
    };
    this.connectChats();
    for (const definition of keyEvents(props.encryptionKey.arn)) {
      new EventAlarm(this, definition.id, {
        name: this.nameOf(definition.id),
        definition,
        topic: this.topics[definition.severity].resource,
        runbook: this.runbook,
      });
    }
    this.queries = new SavedQueries(this, "Queries", props.name);
    if (props.budget !== undefined) {
      new MonthlyBudget(this, "Budget", {
        name: this.nameOf("Monthly"),
        limit: props.budget,
        topic: this.topics.warning.resource,
      });
    }
    if (props.dashboard ?? true) this.createDashboard();
  }

  /**
   * Watches an API.
   *
   * @param id Says which one, PascalCase: it is part of the alarms' construct ids and, in kebab case, of their names.
   */
  public watchApi(id: string, api: WatchedApi): this {
    this.apis.push({ id, watched: api });
    this.queries.add("access", api.accessLogGroupName);
    const throttled =
      api.accessLogGroupName &&
      this.count(id, throttledRequests(this.props.name, id, api.accessLogGroupName));
    return this.raise(id, apiAlarms(api, throttled || undefined));
  }

  /** Watches a Lambda function. For `id` see {@link watchApi}. */
  public watchFunction(id: string, watched: WatchedFunction): this {
    this.functions.push({ id, watched });
    this.queries.add("functions", watched.logGroupName);
    if (watched.logGroupName !== undefined) {
      this.count(id, failuresByCode(this.props.name, id, watched.logGroupName));
    }
    return this.raise(id, functionAlarms(watched));
  }

  /** Watches an endpoint. For `id` see {@link watchApi}. */
  public watchEndpoint(id: string, endpoint: WatchedEndpoint): this {
    this.endpoints.push({ id, watched: endpoint });
    this.queries.add("endpoints", endpoint.logGroupName);
    if (!endpoint.latency.calibrated) {
      Annotations.of(this).addWarning(
        `the latency alarm of endpoint '${endpoint.endpointName}' goes off at ${endpoint.latency.milliseconds} ms: ${endpoint.latency.reason}; run 'pictor calibrate'`,
      );
    }
    const deaths =
      endpoint.logGroupName &&
      this.count(id, workerDeaths(this.props.name, id, endpoint.logGroupName));
    return this.raise(id, endpointAlarms(endpoint, deaths || undefined));
  }

  /** Watches a VPC. For `id` see {@link watchApi}. */
  public watchNetwork(id: string, { flowLogGroupName }: WatchedNetwork): this {
    const metric = this.count(id, rejectedPackets(this.props.name, id, flowLogGroupName));
    this.rejected.push({ id, metric });
    return this.raise(id, networkAlarms(metric));
  }

  /** The composite alarms so far. */
  public get symptoms(): ReadonlyMap<Symptom, SymptomAlarm> {
    return this.symptomAlarms;
  }

  private raise(id: string, definitions: readonly AlarmDefinition[]): this {
    for (const definition of definitions) {
      const alarm = new MetricAlarm(this, `${id}${definition.id}`, {
        name: this.nameOf(`${id}${definition.id}`),
        definition,
        // Each is told for the record; the page is its symptom's.
        topic: this.topics.warning.resource,
        runbook: this.runbook,
      });
      this.alarms.push(alarm);
      this.symptomAlarm(definition.symptom).add(definition.severity, alarm);
    }
    return this;
  }

  private symptomAlarm(symptom: Symptom): SymptomAlarm {
    const known = this.symptomAlarms.get(symptom);
    if (known !== undefined) return known;
    const definition = symptomDefinitions.find((one) => one.symptom === symptom);
    if (definition === undefined) throw new Error(`symptom '${symptom}' has no definition`);
    const alarm = new SymptomAlarm(this, `Symptom${capital(symptom)}`, {
      name: `${this.props.name}-symptom-${symptom}`,
      definition,
      topics: {
        critical: this.topics.critical.resource,
        warning: this.topics.warning.resource,
      },
      runbook: this.runbook,
    });
    this.symptomAlarms.set(symptom, alarm);
    this.explain();
    return alarm;
  }

  /** Errors come with slow answers and full queues: while callers get errors, those two do not page as well. */
  private explain(): void {
    const availability = this.symptomAlarms.get("availability");
    if (availability === undefined) return;
    this.symptomAlarms.get("latency")?.explainedBy(availability);
    this.symptomAlarms.get("capacity")?.explainedBy(availability);
  }

  private count(id: string, definition: LogMetricDefinition): MetricDescription {
    const filterId = `${id}${definition.id}`;
    new LogMetricFilter(this, `${filterId}Filter`, this.nameOf(filterId), definition);
    return definition.metric;
  }

  private createTopic(id: string, name: string, severity: Severity): AlarmTopic {
    const { subscriptions = [] } = this.props;
    return new AlarmTopic(this, id, {
      ...this.props,
      name: `${this.props.name}-${name}`,
      publishers: this.props.name,
      subscriptions: subscriptions.filter((one) => one.severity === severity),
    });
  }

  private connectChats(): void {
    const { chats = [], name, accountId, region } = this.props;
    chats.forEach(({ severity, ...chat }, index) => {
      new SlackChannel(this, `Chat${index}`, {
        ...chat,
        name: `${name}-chat-${index}`,
        accountId,
        region,
        topics: [this.topics[severity].resource],
      });
    });
  }

  private createDashboard(): void {
    const { region, objectives = usualObjectives } = this.props;
    new CloudwatchDashboard(this, "Dashboard", {
      dashboardName: this.nameOf("Overview"),
      dashboardBody: Lazy.stringValue({
        produce: () =>
          dashboardBody({
            region,
            objectives,
            apis: this.apis,
            functions: this.functions,
            endpoints: this.endpoints,
            rejected: this.rejected,
            logs: this.queries.logs,
            alarmArns: [...this.symptomAlarms.values(), ...this.alarms].map(
              ({ resource }) => resource.arn,
            ),
          }),
      }),
    });
  }

  private nameOf(id: string): string {
    return `${this.props.name}-${kebab(id)}`;
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
