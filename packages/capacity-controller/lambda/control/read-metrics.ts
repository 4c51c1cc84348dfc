import { GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import {
  type CapacityPolicy,
  historyLength,
  historyStart,
  historyStepMinutes,
  minuteAt,
  type Observation,
  observedMinutes,
} from "@pictor/capacity";
import { capacityMetrics, type MetricDescription } from "@pictor/contracts";
import { callMs, clients, within } from "./clients";

const minute = 60_000;

/** Values of one metric by the time at which their period begins. */
interface Series {
  readonly values: ReadonlyMap<number, number>;
  /** Whether CloudWatch answered all of it: only then is a missing value none. */
  readonly isComplete: boolean;
}

/** Heartbeats of a five-minute period without which nothing is known of it: one tick in five may be lost. */
const leastHeartbeats = 4;

/** Reads requests and heartbeats, both by the same calls. */
export class MetricsReader {
  private readonly heartbeat: MetricDescription;

  public constructor(
    private readonly requests: MetricDescription,
    functionName: string,
    brand: string,
  ) {
    this.heartbeat = capacityMetrics(functionName, brand).heartbeat;
  }

  /** The newest minutes that are complete, the newest first. */
  public async recent(
    now: number,
    policy: CapacityPolicy,
  ): Promise<Pick<Observation, "heartbeats" | "requests">> {
    const count = observedMinutes(policy);
    const newest = minuteAt(now, 0);
    const from = minuteAt(now, count - 1);
    const { heartbeats, requests } = await this.read(from, newest + minute, 60);
    const minutes = Array.from({ length: count }, (_, index) => minuteAt(now, index));
    return {
      requests: minutes.map((at) => requests.values.get(at)),
      heartbeats: minutes.map((at) => requests.isComplete && (heartbeats.values.get(at) ?? 0) > 0),
    };
  }

  /**
   * The same hours of earlier weeks, where the policy anticipates. They change every five minutes only and cost a call a
   * week, so other minutes have none: a forecast that is held needs none.
   */
  public async history(now: number, policy: CapacityPolicy): Promise<Pick<Observation, "history">> {
    const { anticipate } = policy;
    if (anticipate === undefined || Math.floor(now / minute) % historyStepMinutes !== 0) return {};
    const length = historyLength(policy, anticipate);
    const step = historyStepMinutes * minute;
    const weeks = Array.from({ length: anticipate.weeks }, (_, index) => index + 1);
    const history = await Promise.all(
      weeks.map(async (week) => {
        const from = historyStart(anticipate, now, week);
        const { heartbeats, requests } = await this.read(from, from + length * step, step / 1000);
        return Array.from({ length }, (_, index) => {
          const at = from + index * step;
          const isKnown = (heartbeats.values.get(at) ?? 0) >= leastHeartbeats;
          return requests.values.get(at) ?? (isKnown && requests.isComplete ? 0 : undefined);
        });
      }),
    );
    return { history };
  }

  private async read(
    from: number,
    to: number,
    periodSeconds: number,
  ): Promise<{ readonly requests: Series; readonly heartbeats: Series }> {
    const query = (Id: string, metric: MetricDescription) => ({
      Id,
      MetricStat: {
        Metric: {
          Namespace: metric.namespace,
          MetricName: metric.name,
          Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: periodSeconds,
        Stat: "Sum",
      },
    });
    const results: MetricDataResult[] = [];
    let next: string | undefined;
    do {
      const page = await clients.cloudWatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: [
            query("requests", this.requests),
            query("heartbeats", this.heartbeat),
          ],
          StartTime: new Date(from),
          EndTime: new Date(to),
          ScanBy: "TimestampDescending",
          ...(next !== undefined && { NextToken: next }),
        }),
        within(callMs),
      );
      results.push(...(page.MetricDataResults ?? []));
      next = page.NextToken;
    } while (next !== undefined);
    return { requests: seriesOf(results, "requests"), heartbeats: seriesOf(results, "heartbeats") };
  }
}

function seriesOf(results: readonly MetricDataResult[], id: string): Series {
  const own = results.filter(({ Id }) => Id === id);
  const values = own.flatMap(({ Timestamps = [], Values = [] }) =>
    Timestamps.map((at, index) => [at.getTime(), Values[index] ?? 0] as const),
  );
  return { values: new Map(values), isComplete: own.at(-1)?.StatusCode === "Complete" };
}
