import type { FakeService } from "./protocol";

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly MetricName: string };
    readonly Period: number;
  };
}

interface MetricDataInput {
  readonly MetricDataQueries: readonly Query[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
}

/** Metrics by name and minute, and alarms. Minutes without data have none, as in AWS. */
export class FakeCloudWatch {
  private readonly values = new Map<string, Map<number, number>>();
  public readonly ringing = new Set<string>();
  /** Datapoints of a page, of all queries together. */
  public pageSize = 500;
  /** What CloudWatch says of a series' completeness. */
  public statusCode = "Complete";
  /** Metrics of which nothing comes. */
  public readonly silent = new Set<string>();

  public readonly operations: FakeService = {
    GetMetricData: (input: MetricDataInput) => this.read(input),
    DescribeAlarms: ({ AlarmNames }: { readonly AlarmNames: readonly string[] }) => ({
      MetricAlarms: AlarmNames.map((AlarmName) => ({
        ...{ AlarmName, StateValue: this.ringing.has(AlarmName) ? "ALARM" : "OK" },
      })),
      CompositeAlarms: [],
    }),
  };

  /** Adds a value to the minute of a time. */
  public add(metric: string, at: number, value: number): void {
    if (this.silent.has(metric) || value === 0) return;
    const minute = Math.floor(at / 60_000) * 60_000;
    const series = this.values.get(metric) ?? new Map<number, number>();
    series.set(minute, (series.get(minute) ?? 0) + value);
    this.values.set(metric, series);
  }

  /** Everything that was published. */
  public snapshot(): ReadonlyMap<string, ReadonlyMap<number, number>> {
    return structuredClone(this.values);
  }

  /** Sets back what was published. */
  public restore(values: ReadonlyMap<string, ReadonlyMap<number, number>>): void {
    this.values.clear();
    for (const [name, series] of values) this.values.set(name, new Map(series));
  }

  private read({ EndTime, MetricDataQueries, NextToken, StartTime }: MetricDataInput): unknown {
    const offset = Number(NextToken ?? 0);
    const points = MetricDataQueries.flatMap(({ Id, MetricStat: { Metric, Period } }) =>
      [...this.periods(Metric.MetricName, StartTime * 1000, EndTime * 1000, Period * 1000)].map(
        ([at, value]) => ({ Id, at, value }),
      ),
    );
    const page = points.slice(offset, offset + this.pageSize);
    const isLast = offset + this.pageSize >= points.length;
    return {
      MetricDataResults: MetricDataQueries.map(({ Id }) => {
        const own = page.filter((point) => point.Id === Id);
        return {
          Id,
          Timestamps: own.map(({ at }) => at / 1000),
          Values: own.map(({ value }) => value),
          StatusCode: isLast ? this.statusCode : "PartialData",
        };
      }),
      ...(!isLast && { NextToken: String(offset + this.pageSize) }),
    };
  }

  private periods(metric: string, from: number, to: number, step: number): Map<number, number> {
    const sums = new Map<number, number>();
    for (const [at, value] of this.values.get(metric) ?? []) {
      if (at < from || at >= to) continue;
      const period = from + Math.floor((at - from) / step) * step;
      sums.set(period, (sums.get(period) ?? 0) + value);
    }
    return sums;
  }
}
