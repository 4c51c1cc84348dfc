import { block, isOn } from "../../resources/attributes";
import { hourlyShares } from "../../scenario/shape";
import { hoursPerMonth, secondsPerMonth, type Traffic } from "../../scenario/traffic";
import type { Surroundings } from "../surroundings";
import { amount, type Family, type Usage } from "../usage";

const apis = ["aws_api_gateway_rest_api", "aws_apigatewayv2_api"] as const;

/** An HTTP API counts a request again for each 512 KB of it. */
const httpStepBytes = 512 * 1024;

/** Metrics of a method for which detailed metrics are on: count, two errors, two latencies. */
const metricsPerMethod = 5;

/** What X-Ray records unless a sampling rule says otherwise: the first request of each second, and 5 % of the others. */
const tracedPerSecond = 1;
const tracedShare = 0.05;

/** APIs of API Gateway. */
export const apiGateway: Family = {
  aws_api_gateway_rest_api: (_, around) => {
    const requests = around.share(around.traffic.requestsPerMonth, ...apis);
    return [
      {
        item: "requests",
        dimension: "api-gateway-rest-request",
        quantity: requests,
        basis: `${amount(requests)} requests`,
      },
      answers(requests, around.traffic),
    ];
  },
  aws_apigatewayv2_api: ({ values }, around) => {
    if (values.protocol_type === "WEBSOCKET") {
      return [{ item: "messages", unpriced: "messages of WebSocket APIs have no price here" }];
    }
    const requests = around.share(around.traffic.requestsPerMonth, ...apis);
    const steps = Math.max(1, Math.ceil(around.traffic.imageBytes / httpStepBytes));
    return [
      {
        item: "requests",
        dimension: "api-gateway-http-request",
        quantity: requests * steps,
        basis: `${amount(requests)} requests × ${steps} × 512 KB`,
      },
      answers(requests, around.traffic),
    ];
  },
  aws_api_gateway_stage: ({ values }, around) => [
    ...cache(values.cache_cluster_enabled === true, values.cache_cluster_size),
    ...(isOn(values, "xray_tracing_enabled") ? [traces(around)] : []),
  ],
  aws_api_gateway_method_settings: (resource, around) => {
    const settings = block(resource.values, "settings") ?? {};
    if (!isOn(settings, "metrics_enabled") || around.traffic.requestsPerMonth === 0) return [];
    return [
      {
        item: "detailed metrics",
        dimension: "custom-metric-month",
        quantity: metricsPerMethod,
        basis: `1 method with requests × ${metricsPerMethod} metrics`,
        assumption: "one method of the API has requests",
      },
    ];
  },
};

function answers(requests: number, { answerBytes }: Traffic): Usage {
  return {
    item: "data out",
    dimension: "transfer-out-internet-gb",
    quantity: (requests * answerBytes) / 1e9,
    basis: `${amount(requests)} × ${amount(answerBytes)} bytes`,
  };
}

function cache(enabled: boolean, size: unknown): ReturnType<Family[string]> {
  if (!enabled) return [];
  if (Number(size) !== 0.5) {
    return [
      { item: "cache", unpriced: `a cache of ${size} GB has no price here, one of 0.5 GB has` },
    ];
  }
  return [
    {
      item: "cache",
      dimension: "api-gateway-cache-0.5-gb-hour",
      quantity: hoursPerMonth,
      basis: `${hoursPerMonth} h`,
    },
  ];
}

/** Traces that the default sampling rule records. */
function traces({ traffic }: Surroundings): Usage {
  const shares = hourlyShares(traffic.shape);
  const secondsOfHour = secondsPerMonth / shares.length;
  const recorded = shares.reduce((sum, share) => {
    const requests = traffic.requestsPerMonth * share;
    const first = Math.min(requests, tracedPerSecond * secondsOfHour);
    return sum + first + (requests - first) * tracedShare;
  }, 0);
  return {
    item: "traces",
    dimension: "xray-trace-recorded",
    quantity: recorded,
    basis: `${amount(recorded)} traces: the first of each second and 5 % of the others`,
    assumption: "X-Ray's default sampling rule",
  };
}
