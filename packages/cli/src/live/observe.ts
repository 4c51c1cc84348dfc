import {
  CloudWatchClient,
  type MetricAlarm,
  paginateDescribeAlarms,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeEndpointCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { apiAccessLogName, names } from "@pictor/contracts";
import { localClient, type Run, UserError } from "@pictor/local";
import type { AlarmState, EndpointState, RequestRecord } from "@pictor/page";
import { readRequests } from "./request-log";

/** What a running local AWS says of the service. */
export interface Observation {
  readonly endpoints: readonly EndpointState[];
  readonly alarms: readonly AlarmState[];
  /** Oldest first. */
  readonly requests: readonly RequestRecord[];
}

/**
 * Asks the local AWS as anybody would ask AWS: SageMaker, CloudWatch, the function's log and the gateway's.
 *
 * @param since requests before are left out, milliseconds since 1970
 * @throws UserError where the run has no API yet
 */
export async function observe(run: Run, since: number): Promise<Observation> {
  const { emulator, api, region } = run;
  if (emulator === undefined || api === undefined) {
    throw new UserError("the API is not deployed yet", {
      hint: "wait until 'pictor start' says so",
    });
  }
  const config = localClient({ url: emulator.url, region });
  const { predictFunction, endpoints, api: apiName } = names(run);
  const logs = { functionName: predictFunction, accessLog: apiAccessLogName(apiName) };
  const sagemaker = new SageMakerClient(config);
  const [states, alarms, requests] = await Promise.all([
    Promise.all(
      api.endpointNames.map((name) =>
        describeEndpoint(
          sagemaker,
          name,
          name === endpoints.serverless ? "serverless" : "realTime",
        ),
      ),
    ),
    describeAlarms(new CloudWatchClient(config)),
    readRequests(new CloudWatchLogsClient(config), logs, since),
  ]);
  return { endpoints: states, alarms, requests };
}

async function describeEndpoint(
  client: SageMakerClient,
  name: string,
  kind: EndpointState["kind"],
): Promise<EndpointState> {
  try {
    const { EndpointStatus = "unknown", FailureReason } = await client.send(
      new DescribeEndpointCommand({ EndpointName: name }),
    );
    return { name, kind, status: EndpointStatus, reason: FailureReason };
  } catch (error) {
    // AWS has no "not found" of its own here: a validation error says so in words.
    const { message } = error as Error;
    if (!message.includes("Could not find")) throw error;
    return { name, kind, status: "missing", reason: message };
  }
}

async function describeAlarms(client: CloudWatchClient): Promise<readonly AlarmState[]> {
  const alarms: MetricAlarm[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, {})) {
    alarms.push(...MetricAlarms);
  }
  return alarms
    .map(({ AlarmName = "", StateValue, AlarmDescription = "" }) => ({
      name: AlarmName,
      state: StateValue ?? ("INSUFFICIENT_DATA" as const),
      description: AlarmDescription,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
