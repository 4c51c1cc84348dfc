import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import {
  type EncryptionKeyReference,
  type FirewallMetrics,
  firewallMetrics,
} from "@pictor/contracts";
import { Construct } from "constructs";
import { firewallRules } from "./firewall-rules";

/** What an {@link ApiFirewall} is made of. */
export interface ApiFirewallProps {
  /** Name of the web ACL and of its metrics: letters, digits and hyphens. */
  readonly name: string;
  /** AWS region, for example `eu-central-1`. */
  readonly region: string;
  /** ARN of the API's stage. */
  readonly stageArn: string;
  /** Requests a second that one address may send, averaged over five minutes. */
  readonly requestsPerSecondPerAddress: number;
  /** Key for the log. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the log is kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
}

/** Headers that say who calls; neither is logged. */
const secretHeaders = ["x-api-key", "authorization"];

/**
 * AWS WAF in front of a stage: a rate for each address, a limit on the size, AWS's managed rules in a form that lets
 * images pass, and a log of what was blocked or counted without who called.
 */
export class ApiFirewall extends Construct {
  public readonly resource: Wafv2WebAcl;
  public readonly metrics: FirewallMetrics;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ApiFirewallProps,
  ) {
    super(scope, id);
    const { name, region, stageArn } = props;
    this.resource = this.createWebAcl();
    new Wafv2WebAclAssociation(this, "Association", {
      resourceArn: stageArn,
      webAclArn: this.resource.arn,
    });
    this.createLog();
    this.metrics = firewallMetrics(name, region);
  }

  private createWebAcl(): Wafv2WebAcl {
    const { name, requestsPerSecondPerAddress } = this.props;
    const resource = new Wafv2WebAcl(this, "Resource", {
      name,
      description: "What may reach the API",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: {
        cloudwatchMetricsEnabled: true,
        metricName: name,
        sampledRequestsEnabled: false,
      },
    });
    resource.addOverride("rule", firewallRules(requestsPerSecondPerAddress));
    return resource;
  }

  private createLog(): void {
    const { name, encryptionKey, logRetentionDays } = this.props;
    const log = new CloudwatchLogGroup(this, "Log", {
      // WAF writes only to groups whose name begins so.
      name: `aws-waf-logs-${name}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: encryptionKey.arn,
    });
    new Wafv2WebAclLoggingConfiguration(this, "Logging", {
      resourceArn: this.resource.arn,
      logDestinationConfigs: [log.arn],
      redactedFields: secretHeaders.map((header) => ({ singleHeader: { name: header } })),
      loggingFilter: {
        defaultBehavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: ["BLOCK", "COUNT"].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    });
  }
}
