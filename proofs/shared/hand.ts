import type { LocalClientConfig } from "@pictor/local";
import type { EmittedValue } from "@pictor/testing";
import { askSigned, Control } from "./control";

interface Published extends EmittedValue {
  /** How often the value came in its minute. */
  readonly count: number;
}

/** A hand on a running local AWS: its clock, its faults, what it has published, and AWS's protocols that no client here speaks. */
export class Hand {
  private readonly control: Control;

  /** @param directory in which the local AWS runs */
  public constructor(
    private readonly client: LocalClientConfig,
    directory: string,
  ) {
    this.control = new Control(client.endpoint, directory);
  }

  /** Changes the local AWS itself; the state after the change. */
  public async change(route: string, body: object, method = "POST"): Promise<unknown> {
    return this.control.change(route, body, method);
  }

  public async look<Answer>(route: string): Promise<Answer> {
    return this.control.look(route);
  }

  /** Seconds since the epoch, by the local AWS's clock. */
  public async now(): Promise<number> {
    return (await this.look<{ readonly now: number }>("clock")).now;
  }

  /** Lets time stand still at a moment, unless it is later already. */
  public async stopAt(moment: number): Promise<void> {
    await this.change("clock", { stop: true });
    await this.change("clock", { advance: Math.max(0, moment - (await this.now())) });
  }

  /** Every value that was published so far: those of a minute have its beginning as their time. */
  public async published(): Promise<readonly EmittedValue[]> {
    return (await this.look<readonly Published[]>("metrics")).flatMap(({ count, ...value }) =>
      Array.from({ length: count }, () => value),
    );
  }

  /** Names of the alarms that ring, by the local AWS's own evaluation. */
  public async alarms(): Promise<readonly string[]> {
    const xml = await this.ask(
      "monitoring",
      { "content-type": "application/x-www-form-urlencoded" },
      new URLSearchParams({
        Version: "2010-08-01",
        Action: "DescribeAlarms",
        StateValue: "ALARM",
        "AlarmTypes.member.1": "MetricAlarm",
        "AlarmTypes.member.2": "CompositeAlarm",
      }).toString(),
    );
    return [...xml.matchAll(/<AlarmName>([^<]*)/g)].map(([, name]) => name ?? "").sort();
  }

  /** Writes lines to a log group, as a service of AWS does. */
  public async write(logGroupName: string, lines: readonly string[]): Promise<void> {
    const logStreamName = `hand-${Math.random()}`;
    const timestamp = Math.round((await this.now()) * 1000);
    await this.logs("CreateLogStream", { logGroupName, logStreamName });
    await this.logs("PutLogEvents", {
      logGroupName,
      logStreamName,
      logEvents: lines.map((message) => ({ timestamp, message })),
    });
  }

  private logs(operation: string, body: object): Promise<string> {
    return this.ask(
      "logs",
      {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `Logs_20140328.${operation}`,
      },
      JSON.stringify(body),
    );
  }

  private ask(
    service: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<string> {
    return askSigned(this.client, service, headers, body);
  }
}
