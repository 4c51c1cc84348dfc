import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type MetricReference, metricsOfAlarm, type Synthesised } from "@pictor/testing";

interface Widget {
  readonly type: string;
  readonly properties: { readonly metrics?: readonly (readonly unknown[])[] };
}

/** Every metric that a stack's alarms and its dashboard read, each with who reads it. */
export function metricsRead(
  stack: Synthesised,
): readonly (MetricReference & { readonly by: string })[] {
  const alarms = stack
    .resources("aws_cloudwatch_metric_alarm")
    .flatMap((alarm) =>
      metricsOfAlarm(alarm).map((metric) => ({ ...metric, by: String(alarm.alarm_name) })),
    );
  const widgets: readonly Widget[] = JSON.parse(
    String(stack.single("aws_cloudwatch_dashboard").dashboard_body),
  ).widgets;
  const graphs = widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .filter((row) => row.length > 1)
    .map(([namespace, name, ...rest]) => ({
      namespace: String(namespace),
      name: String(name),
      dimensions: dimensionsOf(rest.slice(0, -1).map(String)),
      by: "dashboard",
    }));
  return [...alarms, ...graphs];
}

function dimensionsOf(flat: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ""]] : [])),
  );
}

/** A hand on a running local AWS: its clock and its faults. */
export class Hand {
  private readonly token: string;

  /** @param directory in which the local AWS runs */
  public constructor(
    private readonly url: string,
    directory: string,
  ) {
    this.token = readFileSync(join(directory, "control-token"), "utf8");
  }

  public change(route: string, body: object, method = "POST"): Promise<Response> {
    return fetch(`${this.url}/_pictor/${route}`, {
      method,
      headers: { "x-pictor-token": this.token },
      body: JSON.stringify(body),
    });
  }

  /** Asks CloudWatch in its Query protocol; the answer's XML. */
  public async cloudwatch(form: Readonly<Record<string, string>>): Promise<string> {
    const scope = "test/20260101/us-east-1/monitoring/aws4_request";
    const answer = await fetch(this.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ Version: "2010-08-01", ...form }),
    });
    if (!answer.ok) throw new Error(`${form.Action}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  }

  /** Every metric that was published so far. */
  public async emitted(): Promise<readonly MetricReference[]> {
    const xml = await this.cloudwatch({ Action: "ListMetrics" });
    return xml
      .split("<Namespace>")
      .slice(1)
      .map((part) => ({
        namespace: part.split("<")[0] ?? "",
        name: /<MetricName>([^<]*)/.exec(part)?.[1] ?? "",
        dimensions: Object.fromEntries(
          [...part.matchAll(/<Name>([^<]*)<\/Name><Value>([^<]*)/g)].map(([, name, value]) => [
            name,
            value,
          ]),
        ),
      }));
  }

  /** Names of the alarms in a state. */
  public async alarmsIn(state: "ALARM" | "OK" | "INSUFFICIENT_DATA"): Promise<readonly string[]> {
    const xml = await this.cloudwatch({
      Action: "DescribeAlarms",
      StateValue: state,
      "AlarmTypes.member.1": "MetricAlarm",
      "AlarmTypes.member.2": "CompositeAlarm",
    });
    return [...xml.matchAll(/<AlarmName>([^<]*)/g)].map(([, name]) => name ?? "").sort();
  }
}
