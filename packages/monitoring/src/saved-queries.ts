import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { savedQueries, type WatchedLogs } from "./saved-query";

/** The saved queries over all logs that are watched; a query appears with the first log that it reads. */
export class SavedQueries extends Construct {
  /** The logs so far. */
  public readonly logs: Record<keyof WatchedLogs, string[]> = {
    access: [],
    functions: [],
    endpoints: [],
  };

  /** The queries so far, in order. */
  public readonly resources: CloudwatchQueryDefinition[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly prefix: string,
  ) {
    super(scope, id);
  }

  /** Lets the queries read a log. */
  public add(kind: keyof WatchedLogs, logGroupName: string | undefined): void {
    if (logGroupName === undefined) return;
    this.logs[kind].push(logGroupName);
    for (const { name, query } of savedQueries(this.logs)) {
      if (this.node.tryFindChild(name) !== undefined) continue;
      const resource = new CloudwatchQueryDefinition(this, name, {
        // A name's slash is a folder in the console.
        name: `${this.prefix}/${name}`,
        queryString: query,
        logGroupNames: Lazy.listValue({
          produce: () => [...this.groupsOf(name)],
        }),
      });
      this.resources.push(resource);
    }
  }

  private groupsOf(name: string): readonly string[] {
    return savedQueries(this.logs).find((query) => query.name === name)?.logGroupNames ?? [];
  }
}
