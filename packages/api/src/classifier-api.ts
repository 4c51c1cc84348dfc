import { ApiGatewayApiKey } from "@cdktf/provider-aws/lib/api-gateway-api-key";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { ApiGatewayUsagePlan } from "@cdktf/provider-aws/lib/api-gateway-usage-plan";
import { ApiGatewayUsagePlanKey } from "@cdktf/provider-aws/lib/api-gateway-usage-plan-key";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { type ApiMetrics, type EncryptionKeyReference, stageName } from "@pictor/contracts";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { accessLogFormat } from "./access-log";
import { apiMetrics } from "./metrics";
import { type ApiAuth, renderOpenApi } from "./openapi";
import type { PredictFunction } from "./predict-function";

/** What a {@link ClassifierApi} is made of. */
export interface ClassifierApiProps {
  /** Name of the API, its usage plan and its key. */
  readonly name: string;
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
  /** Key for the access log. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the access log is kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
}

/**
 * A public HTTPS API in front of a {@link PredictFunction}, made from one OpenAPI document.
 *
 * Its access log needs the role that API Gateway logs as, which is set once for an account and region
 * (`aws_api_gateway_account`): without it AWS refuses the stage.
 */
export class ClassifierApi extends Construct {
  public readonly resource: ApiGatewayRestApi;
  public readonly apiId: string;
  public readonly stage: string;
  /** Where the API is, without a slash at the end; predictions are made at `<url>/predictions`. */
  public readonly url: string;
  /** Id of the key, never the key: fetch that with GetApiKey. */
  public readonly apiKeyId: string;
  public readonly metrics: ApiMetrics;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ClassifierApiProps,
  ) {
    super(scope, id);
    this.resource = this.createApi();
    const deployment = this.createDeployment();
    const stage = this.createStage(deployment);
    this.limitRate(stage);
    this.allowInvocation();
    const key = this.createKey(stage);

    this.apiId = this.resource.id;
    this.stage = stageName;
    this.url = stage.invokeUrl;
    this.apiKeyId = key.id;
    this.metrics = apiMetrics(props.name, stageName);
  }

  private createApi(): ApiGatewayRestApi {
    const document = renderOpenApi({
      name: this.props.name,
      auth: this.props.auth ?? { kind: "apiKey" },
      functionInvokeArn: this.props.predict.resource.invokeArn,
    });
    return new ApiGatewayRestApi(this, "Resource", {
      name: this.props.name,
      description: document.info.description,
      body: JSON.stringify(document),
      putRestApiMode: "overwrite",
      endpointConfiguration: { types: ["REGIONAL"] },
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
    const logs = new CloudwatchLogGroup(this, "AccessLogs", {
      name: `/pictor/${this.props.name}/api-access`,
      retentionInDays: this.props.logRetentionDays,
      kmsKeyId: this.props.encryptionKey.arn,
    });
    return new ApiGatewayStage(this, "Stage", {
      restApiId: this.resource.id,
      deploymentId: deployment.id,
      stageName,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: logs.arn, format: accessLogFormat },
    });
  }

  private limitRate(stage: ApiGatewayStage): void {
    const { rate, burst } = this.props.throttle ?? { rate: 1000, burst: 2000 };
    new ApiGatewayMethodSettings(this, "MethodSettings", {
      restApiId: this.resource.id,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: rate,
        throttlingBurstLimit: burst,
        metricsEnabled: true,
        dataTraceEnabled: false,
        loggingLevel: "OFF",
      },
    });
  }

  private allowInvocation(): void {
    new LambdaPermission(this, "Invocation", {
      statementId: "api-gateway",
      action: "lambda:InvokeFunction",
      functionName: this.props.predict.resource.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.resource.executionArn}/${stageName}/POST/predictions`,
    });
  }

  private createKey(stage: ApiGatewayStage): ApiGatewayApiKey {
    const key = new ApiGatewayApiKey(this, "Key", { name: this.props.name });
    const plan = new ApiGatewayUsagePlan(this, "UsagePlan", {
      name: this.props.name,
      apiStages: [{ apiId: this.resource.id, stage: stage.stageName }],
    });
    new ApiGatewayUsagePlanKey(this, "UsagePlanKey", {
      keyId: key.id,
      keyType: "API_KEY",
      usagePlanId: plan.id,
    });
    return key;
  }
}
