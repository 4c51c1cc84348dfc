import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Lazy } from "cdktf";
import type { Construct } from "constructs";
import { type DashboardContent, dashboardBody, dashboardProblems } from "./body";

/**
 * Creates the dashboard. Its content is asked for at synthesis, when everything that is watched is known.
 *
 * @param name of the dashboard without the region
 */
export function createDashboard(
  scope: Construct,
  name: string,
  contentOf: () => DashboardContent,
): CloudwatchDashboard {
  const dashboard = new CloudwatchDashboard(scope, "Dashboard", {
    // "All dashboards in your account are global, not region-specific":
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html (read 2026-11)
    dashboardName: `${name}-${contentOf().region}`,
    dashboardBody: Lazy.stringValue({ produce: () => dashboardBody(contentOf()) }),
  });
  dashboard.node.addValidation({ validate: () => dashboardProblems(contentOf()) });
  return dashboard;
}
