import type {
  ApiMetrics,
  EncryptionKeyReference,
  EndpointMetrics,
  FunctionMetrics,
  MetricDescription,
} from "@pictor/contracts";
import { Construct } from "constructs";
import { type AlarmDefinition, alarmTable, type Severity } from "./alarm-table";
import { AlarmTopic } from "./alarm-topic";
import { MetricAlarm } from "./metric-alarm";

/** What {@link Monitoring} is made of. */
export interface MonitoringProps {
  /** Begins the names of topics and alarms. */
  readonly name: string;
  /** The AWS account, twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Key that encrypts what alarms publish; its policy must let CloudWatch alarms use it. */
  readonly encryptionKey: EncryptionKeyReference;
}

/**
 * Alarms on what the other constructs emit.
 *
 * It knows metrics, not constructs: whatever describes its metrics can be watched.
 */
export class Monitoring extends Construct {
  /** Where alarms of each severity publish, when they go off and when all is well again. */
  public readonly topics: Readonly<Record<Severity, AlarmTopic>>;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringProps,
  ) {
    super(scope, id);
    this.topics = {
      page: new AlarmTopic(this, "PageTopic", { ...props, name: `${props.name}-page` }),
    };
  }

  /**
   * Watches an API.
   *
   * @param id Says which one, PascalCase: it is part of the alarms' construct ids and, in kebab case, of their names.
   */
  public watchApi(id: string, metrics: ApiMetrics): this {
    return this.watch(id, metrics, alarmTable.api);
  }

  /** Watches a Lambda function. For `id` see {@link watchApi}. */
  public watchFunction(id: string, metrics: FunctionMetrics): this {
    return this.watch(id, metrics, alarmTable.function);
  }

  /** Watches an endpoint. For `id` see {@link watchApi}. */
  public watchEndpoint(id: string, metrics: EndpointMetrics): this {
    return this.watch(id, metrics, alarmTable.endpoint);
  }

  private watch<Metrics>(
    id: string,
    metrics: Metrics,
    definitions: readonly AlarmDefinition<Metrics>[],
  ): this {
    for (const definition of definitions) {
      new MetricAlarm(this, `${id}${definition.id}`, {
        name: `${this.props.name}-${kebab(id)}-${definition.name}`,
        metric: metrics[definition.metric] as MetricDescription,
        definition,
        topic: this.topics[definition.severity].resource,
      });
    }
    return this;
  }
}

function kebab(pascal: string): string {
  return pascal.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}
