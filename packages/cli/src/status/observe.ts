import {
  CloudWatchClient,
  type MetricAlarm,
  paginateDescribeAlarms,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { apiAccessLogName, names } from "@pictor/contracts";
import { localClient, type Run } from "@pictor/local";
import type { AlarmState, CapacityState, EndpointState, RequestRecord } from "@pictor/page";
import { UserError } from "@pictor/terraform";
import { describeEndpoint } from "../checks/endpoint/describe";
import { observeCapacity } from "./observe-capacity";
import { readRequests } from "./request-log";

/** What a running local AWS says of the service. */
export interface Observation {
  readonly endpoints: readonly EndpointState[];
  readonly alarms: readonly AlarmState[];
  /** Oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Missing where the environment is not adaptive. */
  readonly capacity?: CapacityState | undefined;
}

/**
 * Asks the local AWS as anybody would ask AWS: SageMaker, CloudWatch, the parameters, and the logs of functions and gateway.
 *
 * @param since requests before are left out, milliseconds since 1970
 * @throws UserError where the run has no API yet
 */
export async function observe(run: Run, since: number): Promise<Observation> {
  const { emulator, api, region } = run;
  if (emulator === undefined || api === undefined) {
    throw new UserError("the API is not deployed yet", {
      hint: "wait until 'pictor start' prints the API's URL",
    });
  }
  const config = localClient({ ...emulator, region });
  const { predictFunction, endpoints, api: apiName } = names(run);
  const logs = { functionName: predictFunction, accessLog: apiAccessLogName(apiName) };
  const sagemaker = new SageMakerClient(config);
  const [states, alarms, requests, capacity] = await Promise.all([
    Promise.all(
      api.endpointNames.map((name) =>
        stateOf(sagemaker, name, name === endpoints.serverless ? "serverless" : "realTime"),
      ),
    ),
    describeAlarms(new CloudWatchClient(config)),
    readRequests(new CloudWatchLogsClient(config), logs, since),
    observeCapacity(run, config, since),
  ]);
  const isAbsent = ({ kind, status }: EndpointState): boolean =>
    capacity?.mode === "serverless" && kind === "realTime" && status === "missing";
  return {
    endpoints: states.map((state) => (isAbsent(state) ? { ...state, status: "absent" } : state)),
    alarms,
    requests,
    ...(capacity !== undefined && { capacity }),
  };
}

async function stateOf(
  client: SageMakerClient,
  name: string,
  kind: EndpointState["kind"],
): Promise<EndpointState> {
  const found = await describeEndpoint(client, name);
  return found === undefined
    ? { name, kind, status: "missing", reason: undefined }
    : { name, kind, status: found.status, reason: found.failureReason };
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
