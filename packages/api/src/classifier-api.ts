import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import {
  type ApiMetrics,
  apiAccessLogName,
  type EncryptionKeyReference,
  policyDocument,
  stageName,
} from "@pictor/contracts";
import { Annotations, Fn } from "cdktf";
import { Construct } from "constructs";
import { accessLogFormat } from "./access-log";
import { ApiClients } from "./api-clients";
import { ApiDomain, type CustomDomain } from "./api-domain";
import { ApiFirewall } from "./api-firewall";
import { type ApiAuth, authProblems } from "./auth";
import { burstWarning } from "./concurrency";
import { type Cors, corsProblems } from "./cors";
import { apiMetrics } from "./metrics";
import { renderOpenApi } from "./openapi";
import type { PredictFunction } from "./predict-function";

/** What a {@link ClassifierApi} is made of. */
export interface ClassifierApiProps {
  /** Name of the API, and the beginning of the names of its parts. */
  readonly name: string;
  /** AWS region, for example `eu-central-1`. */
  readonly region: string;
  /** What answers. */
  readonly predict: PredictFunction;
  /**
   * Requests a second, and how many may come at once on top, for all callers together. It is what the gateway lets
   * through, not what the endpoints can do. An account has 10,000 a second by default, in some regions 2,500.
   *
   * @default { rate: 1000, burst: 2000 }
   */
  readonly throttle?: { readonly rate: number; readonly burst: number };
  /**
   * Who may call.
   *
   * @default { kind: "apiKey" }
   */
  readonly auth?: ApiAuth;
  /**
   * AWS WAF in front of it. An address may by default send what the throttle lets through, so that one back end can
   * use all of it.
   *
   * @default { kind: "on" }
   */
  readonly firewall?:
    | { readonly kind: "on"; readonly requestsPerSecondPerAddress?: number }
    | { readonly kind: "off" };
  /** A domain name of one's own; AWS's own is then switched off. @default AWS's own */
  readonly domain?: CustomDomain;
  /** A web page of another origin that may call from a browser. @default none */
  readonly cors?: Cors;
  /** Key for the logs. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
}

/**
 * A public HTTPS API in front of a {@link PredictFunction}, made from one OpenAPI document.
 *
 * Its logs need the role that API Gateway logs as, which is set once for an account and region
 * (`aws_api_gateway_account`): without it AWS refuses the stage.
 */
export class ClassifierApi extends Construct {
  public readonly resource: ApiGatewayRestApi;
  public readonly apiId: string;
  public readonly stage: string;
  /** Where the API is, without a slash at the end; predictions are made at `<url>/predictions`. */
  public readonly url: string;
  /** Id of the first client's key, where clients have keys; never the key: fetch that with GetApiKey. */
  public readonly apiKeyId: string | undefined;
  /** Ids of all clients' keys by client. */
  public readonly apiKeyIds: Readonly<Record<string, string>>;
  public readonly metrics: ApiMetrics;
  /** AWS WAF, where it is on. */
  public readonly firewall: ApiFirewall | undefined;
  /** The domain name, where there is one of one's own. */
  public readonly domain: ApiDomain | undefined;

  private readonly auth: ApiAuth;
  private readonly throttle: { readonly rate: number; readonly burst: number };

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ClassifierApiProps,
  ) {
    super(scope, id);
    this.auth = props.auth ?? { kind: "apiKey" };
    this.throttle = props.throttle ?? { rate: 1000, burst: 2000 };
    this.node.addValidation({ validate: () => this.problems() });
    this.resource = this.createApi();
    const deployment = this.createDeployment();
    const stage = this.createStage(deployment);
    this.createMethodSettings(stage);
    this.allowInvocation();
    this.firewall = this.createFirewall(stage);
    this.domain =
      props.domain === undefined ? undefined : new ApiDomain(this, "Domain", props.domain, stage);

    this.apiId = this.resource.id;
    this.stage = stageName;
    this.url = this.domain?.url ?? stage.invokeUrl;
    this.apiKeyIds = this.createClients(stage);
    [this.apiKeyId] = Object.values(this.apiKeyIds);
    this.metrics = apiMetrics(props.name, stageName);
    this.tell();
  }

  /**
   * Lets `role` call this API, where callers are identities of AWS (`auth: { kind: "iam" }`).
   *
   * @param id Id of the policy beneath the role.
   */
  public grantInvoke(role: IamRole, id = `Call${this.node.id}`): void {
    new IamRolePolicy(role, id, {
      role: role.name,
      name: id,
      policy: policyDocument([
        {
          Sid: "CallApi",
          Effect: "Allow",
          Action: "execute-api:Invoke",
          Resource: `${this.resource.executionArn}/${stageName}/*/*`,
        },
      ]),
    });
  }

  private createApi(): ApiGatewayRestApi {
    const { name, predict, cors, domain } = this.props;
    const document = renderOpenApi({
      name,
      auth: this.auth,
      functionInvokeArn: predict.alias.invokeArn,
      ...(cors && { cors }),
    });
    return new ApiGatewayRestApi(this, "Resource", {
      name,
      description: document.info.description,
      body: JSON.stringify(document),
      putRestApiMode: "overwrite",
      endpointConfiguration: { types: ["REGIONAL"] },
      disableExecuteApiEndpoint: domain !== undefined,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createDeployment(): ApiGatewayDeployment {
    return new ApiGatewayDeployment(this, "Deployment", {
      restApiId: this.resource.id,
      // Everything that is deployed is in the document, so its hash changes exactly when a deployment is due.
      triggers: { body: Fn.sha256(this.resource.body) },
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createStage(deployment: ApiGatewayDeployment): ApiGatewayStage {
    const { name, encryptionKey, logRetentionDays, cors } = this.props;
    const log = { retentionInDays: logRetentionDays, kmsKeyId: encryptionKey.arn };
    const accessLog = new CloudwatchLogGroup(this, "AccessLogs", {
      ...log,
      name: apiAccessLogName(name),
    });
    // API Gateway would make it by itself: without an end to its entries, and without the key.
    const executionLog = new CloudwatchLogGroup(this, "ExecutionLogs", {
      ...log,
      name: `API-Gateway-Execution-Logs_${this.resource.id}/${stageName}`,
    });
    return new ApiGatewayStage(this, "Stage", {
      restApiId: this.resource.id,
      deploymentId: deployment.id,
      stageName,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
      // What the function adds to its answers for browsers; the gateway adds it to its own.
      ...(cors && { variables: { allowOrigin: cors.allowOrigin } }),
      dependsOn: [executionLog],
    });
  }

  private createMethodSettings(stage: ApiGatewayStage): void {
    new ApiGatewayMethodSettings(this, "MethodSettings", {
      restApiId: this.resource.id,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: this.throttle.rate,
        throttlingBurstLimit: this.throttle.burst,
        metricsEnabled: true,
        dataTraceEnabled: false,
        loggingLevel: "ERROR",
      },
    });
  }

  private allowInvocation(): void {
    const { predict } = this.props;
    new LambdaPermission(this, "Invocation", {
      statementId: "api-gateway",
      action: "lambda:InvokeFunction",
      functionName: predict.resource.functionName,
      qualifier: predict.alias.name,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.resource.executionArn}/${stageName}/*/*`,
    });
  }

  private createFirewall(stage: ApiGatewayStage): ApiFirewall | undefined {
    const { name, region, encryptionKey, logRetentionDays, firewall = { kind: "on" } } = this.props;
    if (firewall.kind === "off") return undefined;
    return new ApiFirewall(this, "Firewall", {
      name,
      region,
      stageArn: stage.arn,
      requestsPerSecondPerAddress: firewall.requestsPerSecondPerAddress ?? this.throttle.rate,
      encryptionKey,
      logRetentionDays,
    });
  }

  private createClients(stage: ApiGatewayStage): Readonly<Record<string, string>> {
    if (this.auth.kind !== "apiKey") return {};
    const { name } = this.props;
    const { clients } = this.auth;
    return new ApiClients(this, "Clients", { apiName: name, stage, ...(clients && { clients }) })
      .keyIds;
  }

  private tell(): void {
    const burst = burstWarning(this.throttle.burst, this.props.predict.reservedConcurrency);
    if (burst !== undefined) Annotations.of(this).addWarning(burst);
    if (this.auth.kind === "public") {
      Annotations.of(this).addWarning(`everybody may call this API: ${this.auth.reason}`);
    }
    Annotations.of(this).addInfo(
      "this API logs, for which its account and region need API Gateway's log role: once, by 'cdktf deploy account' in apps/account",
    );
  }

  private problems(): string[] {
    const { cors } = this.props;
    return [...authProblems(this.auth), ...(cors === undefined ? [] : corsProblems(cors))];
  }
}
