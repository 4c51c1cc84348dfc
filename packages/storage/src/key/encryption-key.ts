import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import {
  type AwsPlace,
  type EncryptionKeyReference,
  isToken,
  placeProblems,
  providerProblems,
  wordProblems,
} from "@pictor/contracts";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { bucketNameProblems } from "../bucket/bucket-name";
import { PolicyStatements } from "../policy";
import { aliasProblems } from "./key-alias";
import {
  alarms,
  budgets,
  events,
  type GrantService,
  grantServices,
  grants,
  logGroups,
  ownAccount,
  s3Delivery,
  topics,
} from "./key-policy";

/** What an {@link EncryptionKey} is made of. */
export interface EncryptionKeyProps extends AwsPlace {
  /** Alias with its prefix, for example `alias/pictor-prod`. Others find the key by it. */
  readonly alias: string;
  /** What the key encrypts, as people read it in the console. */
  readonly description: string;
  /**
   * Days, 7 to 30, between deletion and loss: as long can a deletion be taken back.
   *
   * @default 30
   */
  readonly deletionWindowDays?: number;
  /**
   * Whether what it encrypts is worth keeping: if so Terraform refuses to delete it.
   *
   * @default true
   */
  readonly protected?: boolean;
}

/**
 * A symmetric KMS key that is rotated every year.
 *
 * Its policy names nobody but the account, so identities use it as their own policies say.
 * AWS services have no identity here: each is let in by an `allow…` method, for this account's resources only.
 *
 * @example
 * const key = new EncryptionKey(stack, "Key", {
 *   alias: "alias/example",
 *   description: "Everything of the example",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 * });
 * key.allowLogs();
 */
export class EncryptionKey extends Construct implements EncryptionKeyReference {
  /** The key. */
  public readonly resource: KmsKey;
  /** The alias that others find it by. */
  public readonly alias: KmsAlias;

  private readonly statements: PolicyStatements;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: EncryptionKeyProps,
  ) {
    super(scope, id);
    this.node.addValidation({
      validate: () => [...problemsOf(props), ...providerProblems(this, props)],
    });
    this.statements = new PolicyStatements(ownAccount(props));
    this.resource = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      ...((props.protected ?? true) && { lifecycle: { preventDestroy: true } }),
      policy: Lazy.stringValue({ produce: () => this.statements.toString() }),
    });
    this.alias = new KmsAlias(this, "Alias", {
      name: props.alias,
      targetKeyId: this.resource.keyId,
    });
  }

  public get arn(): string {
    return this.resource.arn;
  }

  /** Lets CloudWatch Logs encrypt this account's log groups. */
  public allowLogs(): void {
    this.statements.add(logGroups(this.props));
  }

  /** Lets this account's CloudWatch alarms publish to topics that the key encrypts. */
  public allowAlarms(): void {
    this.statements.add(alarms(this.props));
  }

  /** Lets EventBridge publish to this account's topics that the key encrypts. */
  public allowEvents(): void {
    this.statements.add(events(this.props));
  }

  /** Lets this account's budgets publish to topics that the key encrypts. */
  public allowBudgets(): void {
    this.statements.add(budgets(this.props));
  }

  /** Lets this account's SNS topics deliver to queues that the key encrypts. */
  public allowTopics(): void {
    this.statements.add(topics(this.props));
  }

  /** Lets S3 deliver a bucket's event notifications and inventory to what the key encrypts. */
  public allowS3Delivery(bucketName: string): void {
    this.node.addValidation({ validate: () => bucketNameProblems(bucketName) });
    this.statements.add(s3Delivery(this.props, bucketName));
  }

  /**
   * Lets this account's identities give the key to a service's resources, as their own policies say: the volumes of
   * SageMaker's instances, the environment variables of Lambda's functions. Nothing else gets a grant.
   */
  public allowGrants(service: GrantService): void {
    this.node.addValidation({ validate: () => wordProblems("service", service, grantServices) });
    this.statements.add(grants(this.props, service));
  }
}

function problemsOf({ alias, deletionWindowDays = 30, ...place }: EncryptionKeyProps): string[] {
  return [
    ...aliasProblems(alias),
    ...(isToken(deletionWindowDays) ||
    (Number.isInteger(deletionWindowDays) && deletionWindowDays >= 7 && deletionWindowDays <= 30)
      ? []
      : [`deletionWindowDays must be a whole number from 7 to 30, got ${deletionWindowDays}`]),
    ...placeProblems(place),
  ];
}
