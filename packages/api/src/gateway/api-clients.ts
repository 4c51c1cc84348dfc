import { ApiGatewayApiKey } from "@cdktf/provider-aws/lib/api-gateway-api-key";
import type { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { ApiGatewayUsagePlan } from "@cdktf/provider-aws/lib/api-gateway-usage-plan";
import { ApiGatewayUsagePlanKey } from "@cdktf/provider-aws/lib/api-gateway-usage-plan-key";
import { isToken, listProblems, refuseProblems } from "@pictor/contracts";
import { Construct } from "constructs";
import type { ApiClient } from "./auth";
import { clientProblems } from "./auth-problems";

/** What {@link ApiClients} are made of. */
export interface ApiClientsProps {
  /** Name of the API; it begins the names of keys and plans. */
  readonly apiName: string;
  readonly stage: ApiGatewayStage;
  /** @default one client without limits of its own, whose key and plan have the API's name */
  readonly clients?: readonly [ApiClient, ...ApiClient[]];
}

/** What one client has. */
export interface ClientResources {
  readonly key: ApiGatewayApiKey;
  readonly plan: ApiGatewayUsagePlan;
  readonly planKey: ApiGatewayUsagePlanKey;
}

/**
 * A key and a usage plan for each client: a plan's quota is counted for each key, but all its keys have the same.
 *
 * @example
 * new ApiClients(stack, "Clients", {
 *   apiName: "pictures",
 *   stage,
 *   clients: [{ name: "mobile", throttle: { rate: 20, burst: 40 } }, { name: "partner" }],
 * });
 */
export class ApiClients extends Construct {
  /** Ids of the keys by client, never the keys: fetch those with GetApiKey. */
  public readonly keyIds: Readonly<Record<string, string>>;
  /** The clients' keys and plans by client. */
  public readonly resources: Readonly<Record<string, ClientResources>>;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ApiClientsProps,
  ) {
    super(scope, id);
    const { apiName, clients } = props;
    refuseProblems(listProblems("clients", clients ?? []));
    this.node.addValidation({ validate: () => clientProblems("clients", clients ?? []) });
    this.resources = Object.fromEntries(
      clients === undefined
        ? [[apiName, this.create("Default", {}, apiName)]]
        : clients
            .filter(isFirst)
            .map((client) => [
              client.name,
              this.create(client.name, client, `${apiName}-${client.name}`),
            ]),
    );
    this.keyIds = Object.fromEntries(
      Object.entries(this.resources).map(([client, { key }]) => [client, key.id]),
    );
  }

  private create(
    id: string,
    { quota, throttle }: Omit<ApiClient, "name">,
    name: string,
  ): ClientResources {
    const { stage } = this.props;
    const key = new ApiGatewayApiKey(this, `${id}-Key`, { name });
    const plan = new ApiGatewayUsagePlan(this, `${id}-Plan`, {
      name,
      apiStages: [{ apiId: stage.restApiId, stage: stage.stageName }],
      ...(quota && { quotaSettings: quota }),
      ...(throttle && {
        throttleSettings: { rateLimit: throttle.rate, burstLimit: throttle.burst },
      }),
    });
    const planKey = new ApiGatewayUsagePlanKey(this, `${id}-PlanKey`, {
      keyId: key.id,
      keyType: "API_KEY",
      usagePlanId: plan.id,
    });
    return { key, plan, planKey };
  }
}

/** Ids are made of names: of one that comes twice, or that is a token, the problem is stated instead. */
function isFirst({ name }: ApiClient, index: number, clients: readonly ApiClient[]): boolean {
  return !isToken(name) && clients.findIndex((client) => client.name === name) === index;
}
