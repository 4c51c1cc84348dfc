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
  brandOf,
  isToken,
  listProblems,
  policyDocument,
  providerProblems,
  refuseProblems,
  stageName,
} from "@pictor/contracts";
import { Annotations, Fn } from "cdktf";
import { Construct } from "constructs";
import { burstWarning } from "../concurrency";
import { ApiFirewall } from "../firewall/api-firewall";
import { stateTheirFirewalls } from "../firewall/firewall-problems";
import { apiMetrics } from "../metrics";
import { renderOpenApi } from "../openapi/openapi";
import { ownPaths } from "../openapi/openapi-paths";
import { accessLogFormat } from "./access-log";
import { ApiClients } from "./api-clients";
import { ApiDomain } from "./api-domain";
import { type ApiRoute, routeShapeProblems, routeStatement, routeWord } from "./api-route";
import type { ApiAuth, Throttle } from "./auth";
import { authShapeProblems, clientProblems } from "./auth-problems";
import { classifierApiProblems } from "./classifier-api-problems";
import type { ClassifierApiProps } from "./classifier-api-props";

/**
 * A public HTTPS API in front of a `PredictFunction`, or of a function of your own, made from one OpenAPI document.
 *
 * Its logs need the role that API Gateway logs as, which is set once for an account and region
 * (`aws_api_gateway_account`): without it AWS refuses the stage.
 *
 * @example
 * const api = new ClassifierApi(stack, "Api", {
 *   region: "eu-central-1",
 *   name: "pictures",
 *   predict,
 *   encryptionKey,
 *   logRetentionDays: 30,
 * });
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
  /** Group of the access log: a line of JSON for each request. */
  public readonly logGroup: CloudwatchLogGroup;
  /** Group of API Gateway's own errors. */
  public readonly executionLogGroup: CloudwatchLogGroup;
  public readonly deployment: ApiGatewayDeployment;
  /** The stage; {@link stage} is its name. */
  public readonly stageResource: ApiGatewayStage;
  public readonly methodSettings: ApiGatewayMethodSettings;
  /** Lets this API's stage invoke the function. */
  public readonly permission: LambdaPermission;
  /** Let it invoke the functions of the routes, in their order. */
  public readonly routePermissions: readonly LambdaPermission[];
  /** Keys and usage plans, where clients have keys. */
  public readonly clients: ApiClients | undefined;
  public readonly metrics: ApiMetrics;
  /** AWS WAF, where it is on. */
  public readonly firewall: ApiFirewall | undefined;
  /** The domain name, where there is one of one's own. */
  public readonly domain: ApiDomain | undefined;

  private readonly auth: ApiAuth;
  private readonly throttle: Throttle;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ClassifierApiProps,
  ) {
    super(scope, id);
    this.auth = props.auth ?? { kind: "apiKey" };
    this.throttle = props.throttle ?? { rate: 1000, burst: 2000 };
    const { routes = [] } = props;
    const ofList = listProblems("routes", routes);
    refuseProblems([
      ...authShapeProblems(this.auth),
      ...(ofList.length > 0 ? ofList : routeShapeProblems(routes, ownPaths)),
    ]);
    stateTheirFirewalls.add(this);
    this.node.addValidation({
      validate: () => [
        ...classifierApiProblems({ ...props, auth: this.auth, throttle: this.throttle }),
        ...providerProblems(this, props),
      ],
    });
    this.resource = this.createApi();
    this.deployment = this.createDeployment();
    this.logGroup = this.createLog("AccessLogs", apiAccessLogName(props.name, brandOf(this)));
    // API Gateway would make it by itself: without an end to its entries, and without the key.
    this.executionLogGroup = this.createLog(
      "ExecutionLogs",
      `API-Gateway-Execution-Logs_${this.resource.id}/${stageName}`,
    );
    this.permission = this.allowInvocation();
    this.routePermissions = routes.map((route) => this.allowRoute(route));
    const stage = this.createStage();
    this.stageResource = stage;
    this.methodSettings = this.createMethodSettings(stage);
    this.firewall = this.createFirewall(stage);
    this.domain =
      props.domain === undefined ? undefined : new ApiDomain(this, "Domain", props.domain, stage);

    this.apiId = this.resource.id;
    this.stage = stageName;
    this.url = this.domain?.url ?? stage.invokeUrl;
    this.clients = this.createClients(stage);
    this.apiKeyIds = this.clients?.keyIds ?? {};
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
    const { name, predict, cors, domain, routes } = this.props;
    const document = renderOpenApi({
      name,
      auth: this.auth,
      functionInvokeArn: predict.invokeArn,
      brand: brandOf(this),
      ...(cors && { cors }),
      ...(routes && { routes }),
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

  private createStage(): ApiGatewayStage {
    const { cors } = this.props;
    return new ApiGatewayStage(this, "Stage", {
      restApiId: this.resource.id,
      deploymentId: this.deployment.id,
      stageName,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: this.logGroup.arn, format: accessLogFormat },
      // What the function adds to its answers for browsers; the gateway adds it to its own.
      ...(cors && { variables: { allowOrigin: cors.allowOrigin } }),
      // The document names the function without depending on it; nobody can call before there is a stage.
      dependsOn: [this.executionLogGroup, this.permission, ...this.routePermissions],
    });
  }

  private createLog(id: string, name: string): CloudwatchLogGroup {
    const { encryptionKey, logRetentionDays } = this.props;
    return new CloudwatchLogGroup(this, id, {
      name,
      retentionInDays: logRetentionDays,
      kmsKeyId: encryptionKey.arn,
    });
  }

  private createMethodSettings(stage: ApiGatewayStage): ApiGatewayMethodSettings {
    return new ApiGatewayMethodSettings(this, "MethodSettings", {
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

  private allowInvocation(): LambdaPermission {
    const { predict } = this.props;
    return new LambdaPermission(this, "Invocation", {
      statementId: "api-gateway",
      action: "lambda:InvokeFunction",
      functionName: predict.functionName,
      ...(predict.qualifier !== undefined && { qualifier: predict.qualifier }),
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.resource.executionArn}/${stageName}/*/*`,
    });
  }

  private allowRoute(route: ApiRoute): LambdaPermission {
    const { functionName, qualifier } = route.function;
    const path = route.path.replaceAll(/\{\w+\}/g, "*");
    return new LambdaPermission(this, `Invocation${routeWord(route)}`, {
      statementId: routeStatement(route, this.props.name),
      action: "lambda:InvokeFunction",
      functionName,
      ...(qualifier !== undefined && { qualifier }),
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.resource.executionArn}/${stageName}/${route.method.toUpperCase()}${path}`,
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
      ...(firewall.additionalRules && { additionalRules: firewall.additionalRules }),
      encryptionKey,
      logRetentionDays,
    });
  }

  private createClients(stage: ApiGatewayStage): ApiClients | undefined {
    if (this.auth.kind !== "apiKey") return undefined;
    const { name } = this.props;
    const { clients } = this.auth;
    // Problems of clients are the API's to state, once.
    const isValid = clients !== undefined && clientProblems("auth.clients", clients).length === 0;
    return new ApiClients(this, "Clients", { apiName: name, stage, ...(isValid && { clients }) });
  }

  private tell(): void {
    const { burst: most } = this.throttle;
    const { concurrency } = this.props.predict;
    const burst =
      isToken(most) || isToken(concurrency) ? undefined : burstWarning(most, concurrency);
    if (burst !== undefined) Annotations.of(this).addWarning(burst);
    if (this.auth.kind === "public" && !isToken(this.auth.reason)) {
      Annotations.of(this).addWarning(`everybody may call this API: ${this.auth.reason}`);
    }
    Annotations.of(this).addInfo(
      "this API logs, for which its account and region need API Gateway's log role, once: an aws_api_gateway_account with the cloudwatch_role_arn of a role that apigateway.amazonaws.com may assume and that may write logs",
    );
  }
}
