/** A metric of AWS that the local AWS does not publish, with all its dimensions. */
export interface UnproducedMetric {
  readonly namespace: string;
  /** Its name, or what the name ends with where it begins with what is watched. */
  readonly name: string;
  readonly dimensions: readonly string[];
  /** Where it is described. */
  readonly source: string;
}

const waf = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html";
const filters =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html";

/**
 * What alarms and the dashboard read and no traffic on the local AWS can make: it does not evaluate WAF's rules, counts no
 * bytes of logs, and writes containers' logs to files. Read 2026-11.
 */
export const unproduced: readonly UnproducedMetric[] = [
  {
    namespace: "AWS/WAFV2",
    name: "AllowedRequests",
    dimensions: ["Region", "Rule", "WebACL"],
    source: waf,
  },
  {
    namespace: "AWS/WAFV2",
    name: "BlockedRequests",
    dimensions: ["Region", "Rule", "WebACL"],
    source: waf,
  },
  {
    namespace: "AWS/Logs",
    name: "IncomingBytes",
    dimensions: ["LogGroupName"],
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html",
  },
  { namespace: "Pictor/", name: "WorkerDeaths", dimensions: [], source: filters },
];
