import type { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import {
  brandOf,
  type MetricDescription,
  providerProblems,
  refuseProblems,
} from "@pictor/contracts";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { changed, changeProblems, changeShapeProblems } from "./alarm-change";
import { type AlarmDefinition, kebab, type Severity, type Symptom } from "./alarm-definition";
import type { AlarmTopic } from "./alarm-topic";
import { apiAlarms } from "./api-alarms";
import { capacityAlarms } from "./capacity-alarms";
import type { SlackChannel } from "./chat-channel";
import type { DashboardContent, Named } from "./dashboard/body";
import { createDashboard } from "./dashboard/create";
import { usualObjectives } from "./dashboard/user-rows";
import { endpointAlarms } from "./endpoint-alarms";
import { EventAlarm } from "./event-alarm";
import { functionAlarms } from "./function-alarms";
import { jobAlarms } from "./job-alarms";
import { uncalibratedWarning } from "./latency-limit";
import {
  failuresByCode,
  type LogMetricDefinition,
  logNamespace,
  rejectedPackets,
  throttledRequests,
  workerDeaths,
} from "./log-metric";
import { LogMetricFilter } from "./log-metric-filter";
import { MetricAlarm } from "./metric-alarm";
import { monitoringProblems, shapeProblems } from "./monitoring-problems";
import type { MonitoringProps } from "./monitoring-props";
import { type BudgetLimit, MonthlyBudget } from "./monthly-budget";
import { networkAlarms } from "./network-alarms";
import { keyEvents } from "./notification";
import { connectChats, createTopics } from "./recipients";
import { SavedQueries } from "./saved-queries";
import type { SymptomAlarm } from "./symptom-alarm";
import { SymptomAlarms } from "./symptom-alarms";
import type {
  WatchedApi,
  WatchedCapacity,
  WatchedEndpoint,
  WatchedFunction,
  WatchedJobs,
  WatchedNetwork,
} from "./watched";
import { WatchedIds } from "./watched-ids";

/**
 * Alarms, a dashboard, saved queries and a budget for what the other constructs emit.
 *
 * It knows metrics, not constructs: whatever describes its metrics can be watched.
 *
 * @example
 * new Monitoring(stack, "Monitoring", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   name: "pictures",
 *   encryptionKey,
 *   subscriptions: [{ kind: "email", address: "on-call@example.com", severity: "critical" }],
 *   budget: { monthlyUsd: 500 },
 * }).watchFunction("Predict", predict);
 */
export class Monitoring extends Construct {
  /** Where alarms publish, when they go off and when all is well again: `critical` pages, `warning` notifies. */
  public readonly topics: Readonly<Record<Severity, AlarmTopic>>;
  /** The alarms so far, in order. */
  public readonly alarms: MetricAlarm[] = [];
  /** Alarms for events of the encryption key, in order. */
  public readonly events: readonly EventAlarm[];
  /** Metrics made from log lines, so far. */
  public readonly logMetrics: LogMetricFilter[] = [];
  public readonly queries: SavedQueries;
  public readonly chats: readonly SlackChannel[];
  /** Undefined if the props turned it off. */
  public readonly dashboard: CloudwatchDashboard | undefined;

  /** All definitions by id, those of alarms that are off included. */
  private readonly definitions = new Map<string, AlarmDefinition>();
  private readonly ids = new WatchedIds();
  private readonly symptomAlarms: SymptomAlarms;
  private readonly apis: Named<WatchedApi>[] = [];
  private readonly functions: Named<WatchedFunction>[] = [];
  private readonly endpoints: Named<WatchedEndpoint>[] = [];
  private readonly capacities: Named<WatchedCapacity>[] = [];
  private readonly rejected: { id: string; metric: MetricDescription }[] = [];
  private spending: MonthlyBudget | undefined;
  private readonly runbook: string | undefined;
  private readonly namespace: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringProps,
  ) {
    super(scope, id);
    refuseProblems([...shapeProblems(props), ...changeShapeProblems(props.alarms ?? {})]);
    this.node.addValidation({
      validate: () => [
        ...monitoringProblems(props),
        ...providerProblems(this, props),
        ...changeProblems(props.alarms ?? {}, this.definitions),
        ...this.ids.problems,
      ],
    });
    this.runbook = props.runbookUrl;
    this.namespace = logNamespace(brandOf(this), props.name);
    this.topics = createTopics(this, props);
    this.chats = connectChats(this, props, this.topics);
    this.symptomAlarms = new SymptomAlarms(this, {
      name: props.name,
      topics: {
        critical: this.topics.critical.resource,
        warning: this.topics.warning.resource,
      },
      runbook: this.runbook,
    });
    this.events = keyEvents(props.encryptionKey.arn).map(
      (definition) =>
        new EventAlarm(this, definition.id, {
          name: this.nameOf(definition.id),
          definition,
          topic: this.topics[definition.severity].resource,
          runbook: this.runbook,
        }),
    );
    this.queries = new SavedQueries(this, "Queries", props.name);
    if (props.budget !== undefined) this.addBudget(props.budget);
    this.dashboard =
      (props.dashboard ?? true)
        ? createDashboard(this, this.nameOf("Overview"), () => this.dashboardContent)
        : undefined;
  }

  /** Adds the budget: for a limit that is computed from what the stack holds, and so known last. Once at most. */
  public addBudget(limit: BudgetLimit): this {
    this.spending = new MonthlyBudget(this, "Budget", {
      // Budgets belong to the account, not to a region.
      name: `${this.nameOf("Monthly")}-${this.props.region}`,
      limit,
      topic: this.topics.warning.resource,
    });
    return this;
  }

  /**
   * Watches an API.
   *
   * @param id Says which one, PascalCase: it is part of the alarms' construct ids and, in kebab case, of their names.
   */
  public watchApi(id: string, api: WatchedApi): this {
    this.ids.claim(id, { accessLogGroupName: api.accessLogGroupName });
    const { leastRequestsPerMinute, expectedPeakRps } = api;
    this.ids.demandLiterals(id, { leastRequestsPerMinute, expectedPeakRps });
    this.apis.push({ id, watched: api });
    this.queries.add("access", api.accessLogGroupName);
    const throttled =
      api.accessLogGroupName &&
      this.count(id, throttledRequests(this.namespace, id, api.accessLogGroupName));
    return this.raise(id, apiAlarms(api, throttled || undefined));
  }

  /** Watches a Lambda function. For `id` see {@link watchApi}. */
  public watchFunction(id: string, watched: WatchedFunction): this {
    this.ids.claim(id, { logGroupName: watched.logGroupName });
    const { timeoutMs, reservedConcurrency } = watched;
    this.ids.demandLiterals(id, { timeoutMs, reservedConcurrency });
    this.functions.push({ id, watched });
    this.queries.add("functions", watched.logGroupName);
    if (watched.logGroupName !== undefined) {
      this.count(id, failuresByCode(this.namespace, id, watched.logGroupName));
    }
    return this.raise(id, functionAlarms(watched));
  }

  /** Watches an endpoint. For `id` see {@link watchApi}. */
  public watchEndpoint(id: string, endpoint: WatchedEndpoint): this {
    this.ids.claim(id, { logGroupName: endpoint.logGroupName });
    this.ids.demandLiterals(id, {
      "latency.milliseconds": endpoint.latency.milliseconds,
      ...("vcpus" in endpoint && {
        vcpus: endpoint.vcpus,
        "instances.min": endpoint.instances.min,
        "instances.max": endpoint.instances.max,
      }),
    });
    this.endpoints.push({ id, watched: endpoint });
    this.queries.add("endpoints", endpoint.logGroupName);
    if (!endpoint.latency.calibrated) {
      Annotations.of(this).addWarning(uncalibratedWarning(endpoint));
    }
    const deaths =
      endpoint.logGroupName &&
      this.count(id, workerDeaths(this.namespace, id, endpoint.logGroupName));
    return this.raise(id, endpointAlarms(endpoint, deaths || undefined));
  }

  /**
   * Watches a capacity controller: whether it is alive, what it cannot do, and who pinned it. For `id` see
   * {@link watchApi}. For its own messages see `grantPublish` of `topics.warning`.
   */
  public watchCapacity(id: string, capacity: WatchedCapacity): this {
    this.ids.claim(id, {});
    this.capacities.push({ id, watched: capacity });
    return this.raise(id, capacityAlarms(capacity));
  }

  /** Watches a state machine that classifies batches. For `id` see {@link watchApi}. */
  public watchBatch(id: string, jobs: WatchedJobs): this {
    this.ids.claim(id, {});
    return this.raise(id, jobAlarms(jobs, "A batch run"));
  }

  /** Watches a state machine that trains. For `id` see {@link watchApi}. */
  public watchTraining(id: string, jobs: WatchedJobs): this {
    this.ids.claim(id, {});
    return this.raise(id, jobAlarms(jobs, "A training run"));
  }

  /** Watches a VPC. For `id` see {@link watchApi}. */
  public watchNetwork(id: string, { flowLogGroupName }: WatchedNetwork): this {
    this.ids.claim(id, { flowLogGroupName });
    const metric = this.count(id, rejectedPackets(this.namespace, id, flowLogGroupName));
    this.rejected.push({ id, metric });
    return this.raise(id, networkAlarms(metric));
  }

  /** The budget; undefined if there is none. */
  public get budget(): MonthlyBudget | undefined {
    return this.spending;
  }

  /** The composite alarms so far. */
  public get symptoms(): ReadonlyMap<Symptom, SymptomAlarm> {
    return this.symptomAlarms.all;
  }

  private raise(id: string, definitions: readonly AlarmDefinition[]): this {
    for (const usual of definitions) {
      const alarmId = `${id}${usual.id}`;
      if (this.definitions.has(alarmId)) {
        throw new Error(
          `'${id}' would make a second alarm '${alarmId}': watch it under an id that is no beginning of another one`,
        );
      }
      this.definitions.set(alarmId, usual);
      const definition = changed(usual, this.props.alarms?.[alarmId]);
      if (definition !== undefined) this.createAlarm(alarmId, definition);
    }
    return this;
  }

  private createAlarm(alarmId: string, definition: AlarmDefinition): void {
    const alarm = new MetricAlarm(this, alarmId, {
      name: this.nameOf(alarmId),
      definition,
      // Single alarms only notify; the composite alarm of the symptom pages.
      topic: this.topics.warning.resource,
      runbook: this.runbook,
    });
    this.alarms.push(alarm);
    this.symptomAlarms.of(definition.symptom).add(definition.severity, alarm);
  }

  private count(id: string, definition: LogMetricDefinition): MetricDescription {
    const filterId = `${id}${definition.id}`;
    this.logMetrics.push(
      new LogMetricFilter(this, `${filterId}Filter`, this.nameOf(filterId), definition),
    );
    return definition.metric;
  }

  private get dashboardContent(): DashboardContent {
    const { region, objectives = usualObjectives } = this.props;
    return {
      region,
      objectives,
      apis: this.apis,
      functions: this.functions,
      endpoints: this.endpoints,
      capacities: this.capacities,
      rejected: this.rejected,
      logs: this.queries.logs,
      alarmArns: [...this.symptoms.values(), ...this.alarms].map(({ resource }) => resource.arn),
    };
  }

  private nameOf(id: string): string {
    return `${this.props.name}-${kebab(id)}`;
  }
}
