import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { arnOf, type EncryptionKeyReference } from "@pictor/contracts";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { accountRootArn, PolicyStatements } from "./policy";

/** What an {@link EncryptionKey} is made of. */
export interface EncryptionKeyProps {
  /** Alias with its prefix, for example `alias/pictor-prod`. Others find the key by it. */
  readonly alias: string;
  /** What the key encrypts, as people read it in the console. */
  readonly description: string;
  /** The AWS account, twelve digits; its IAM policies decide who uses the key. */
  readonly accountId: string;
  readonly region: string;
  /**
   * Days, 7 to 30, between deletion and loss: as long can a deletion be taken back.
   *
   * @default 30
   */
  readonly deletionWindowDays?: number;
}

/**
 * A symmetric KMS key that is rotated every year.
 *
 * Its policy names nobody but the account, so identities use it as their own policies say.
 * AWS services have no identity here: each is let in by an `allow…` method, for this account's resources only.
 */
export class EncryptionKey extends Construct implements EncryptionKeyReference {
  /** The key. */
  public readonly resource: KmsKey;

  private readonly statements: PolicyStatements;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: EncryptionKeyProps,
  ) {
    super(scope, id);
    this.statements = new PolicyStatements([
      {
        Sid: "AccountAdministers",
        Effect: "Allow",
        Principal: { AWS: accountRootArn(props) },
        Action: "kms:*",
        Resource: thisKey,
      },
    ]);
    this.resource = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      policy: Lazy.stringValue({ produce: () => this.statements.toString() }),
    });
    new KmsAlias(this, "Alias", { name: props.alias, targetKeyId: this.resource.keyId });
  }

  public get arn(): string {
    return this.resource.arn;
  }

  /**
   * Lets CloudWatch Logs encrypt this account's log groups.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  public allowLogs(): void {
    this.statements.add({
      Sid: "LogGroups",
      Effect: "Allow",
      Principal: { Service: `logs.${this.props.region}.amazonaws.com` },
      Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:Describe*",
      ],
      Resource: thisKey,
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": arnOf(this.props, "logs", "log-group:*") },
      },
    });
  }

  /**
   * Lets this account's CloudWatch alarms publish to topics that the key encrypts.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  public allowAlarms(): void {
    this.statements.add({
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: thisKey,
      Condition: {
        StringEquals: { "aws:SourceAccount": this.props.accountId },
        ArnLike: { "aws:SourceArn": arnOf(this.props, "cloudwatch", "alarm:*") },
      },
    });
  }
}

/** In a key's policy the asterisk means the key itself, whose ARN is not known before it exists. */
const thisKey = "*";
