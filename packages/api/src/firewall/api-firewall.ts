import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import {
  type AwsPlace,
  type EncryptionKeyReference,
  type FirewallMetrics,
  firewallMetrics,
  listProblems,
  refuseProblems,
} from "@pictor/contracts";
import { Construct } from "constructs";
import { firewallProblems } from "./firewall-problems";
import { type FirewallRule, firewallRules, visibility } from "./firewall-rules";

/** What an {@link ApiFirewall} is made of. */
export interface ApiFirewallProps extends Pick<AwsPlace, "region"> {
  /** Name of the web ACL and of its metrics: letters, digits and hyphens. */
  readonly name: string;
  /** ARN of the API's stage. */
  readonly stageArn: string;
  /** Requests a second that one address may send, averaged over five minutes. */
  readonly requestsPerSecondPerAddress: number;
  /**
   * Rules of your own.
   *
   * @default - none
   */
  readonly additionalRules?: readonly FirewallRule[];
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
 *
 * @example
 * new ApiFirewall(stack, "Firewall", {
 *   region: "eu-central-1",
 *   name: "pictures",
 *   stageArn: stage.arn,
 *   requestsPerSecondPerAddress: 50,
 *   encryptionKey,
 *   logRetentionDays: 30,
 * });
 */
export class ApiFirewall extends Construct {
  /**
   * The web ACL. It has five rules and the additional ones, of priorities from 0 on.
   */
  public readonly resource: Wafv2WebAcl;
  /** Puts the web ACL in front of the stage. */
  public readonly association: Wafv2WebAclAssociation;
  /** Holds a log of the requests that the firewall blocked or counted. */
  public readonly logGroup: CloudwatchLogGroup;
  public readonly logging: Wafv2WebAclLoggingConfiguration;
  public readonly metrics: FirewallMetrics;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ApiFirewallProps,
  ) {
    super(scope, id);
    const { additionalRules = [], name, region, stageArn } = props;
    refuseProblems(listProblems("additionalRules", additionalRules));
    this.node.addValidation({ validate: () => firewallProblems(this, props) });
    this.resource = this.createWebAcl();
    this.association = new Wafv2WebAclAssociation(this, "Association", {
      resourceArn: stageArn,
      webAclArn: this.resource.arn,
    });
    this.logGroup = this.createLogGroup();
    this.logging = this.createLogging();
    this.metrics = firewallMetrics(name, region);
  }

  private createWebAcl(): Wafv2WebAcl {
    const { additionalRules, name, requestsPerSecondPerAddress } = this.props;
    return new Wafv2WebAcl(this, "Resource", {
      name,
      description: "What may reach the API",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      // Not by an override: `addOverride("rule.5", …)` would then replace all of them instead of adding one.
      rule: firewallRules(requestsPerSecondPerAddress, additionalRules),
    });
  }

  private createLogGroup(): CloudwatchLogGroup {
    const { name, encryptionKey, logRetentionDays } = this.props;
    return new CloudwatchLogGroup(this, "Log", {
      // WAF writes only to groups whose name begins so.
      name: `aws-waf-logs-${name}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: encryptionKey.arn,
    });
  }

  private createLogging(): Wafv2WebAclLoggingConfiguration {
    return new Wafv2WebAclLoggingConfiguration(this, "Logging", {
      resourceArn: this.resource.arn,
      logDestinationConfigs: [this.logGroup.arn],
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
