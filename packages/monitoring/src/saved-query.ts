import { chunks } from "./chunks";

/**
 * Most log groups that one query reads.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html (read 2026-11)
 */
export const mostGroupsInQuery = 50;

/** A query of CloudWatch Logs Insights. */
export interface SavedQuery {
  /** Last part of its name. */
  readonly name: string;
  readonly logGroupNames: readonly string[];
  readonly query: string;
}

/** The logs that queries read, as far as they are watched. */
export interface WatchedLogs {
  /** Access logs of APIs: JSON lines. */
  readonly access: readonly string[];
  /** Logs of functions: JSON lines, one a request. */
  readonly functions: readonly string[];
  /** Logs of endpoints' containers: plain lines. */
  readonly endpoints: readonly string[];
}

/** The requests that took longest, by the function's own clock. */
export const slowestRequests =
  "filter ispresent(ms) | fields @timestamp, ms, status, code, target, bytes, requestId | sort ms desc | limit 50";

/** How often each failure occurred, the latest first to read. */
export const errorsByCause =
  "filter status >= 500 or level = 'ERROR' | stats count(*) as requests, latest(requestId) as example by code, target | sort requests desc";

/** Tracebacks and dead workers of the containers. */
const modelErrors =
  "filter @message like /Traceback|worker process died|Retry worker|ERROR/ | fields @timestamp, @logStream, @message | sort @timestamp desc | limit 100";

/**
 * The queries that are saved beside the dashboard; those whose logs are not watched are left out. A query over more
 * log groups than CloudWatch takes becomes several.
 */
export function savedQueries(logs: WatchedLogs): readonly SavedQuery[] {
  const all = [...logs.access, ...logs.functions, ...logs.endpoints];
  return [
    { name: "slowest-requests", logGroupNames: logs.functions, query: slowestRequests },
    { name: "errors-by-cause", logGroupNames: logs.functions, query: errorsByCause },
    { name: "model-errors", logGroupNames: logs.endpoints, query: modelErrors },
    {
      name: "one-request",
      logGroupNames: all,
      query:
        "filter @message like /PUT-THE-REQUEST-ID-HERE/ | fields @timestamp, @log, @message | sort @timestamp asc | limit 200",
    },
  ].flatMap(({ name, logGroupNames, query }) =>
    chunks(logGroupNames, mostGroupsInQuery).map((groups, index) => ({
      name: index === 0 ? name : `${name}-${index + 1}`,
      logGroupNames: groups,
      query,
    })),
  );
}
