import type { AwsPlace, EncryptionKeyReference } from "@pictor/contracts";
import type { ApiFunction } from "../api-function";
import type { FirewallRule } from "../firewall/firewall-rules";
import type { Cors } from "../openapi/openapi-document";
import type { CustomDomain } from "./api-domain";
import type { ApiRoute } from "./api-route";
import type { ApiAuth, Throttle } from "./auth";

/** What a `ClassifierApi` is made of. */
export interface ClassifierApiProps extends Pick<AwsPlace, "region"> {
  /**
   * Name of the API, and the beginning of the names of its parts: 1 to 128 letters, digits, hyphens and underscores, as
   * AWS WAF takes it. A literal.
   */
  readonly name: string;
  /** What answers: a `PredictFunction`, or a function of your own. */
  readonly predict: ApiFunction;
  /**
   * Requests a second, and how many may come at once on top, for all callers together. It is what the gateway lets
   * through, not what the endpoints can do. An account has 10,000 a second by default, in some regions 2,500.
   *
   * @default { rate: 1000, burst: 2000 }
   */
  readonly throttle?: Throttle;
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
    | {
        readonly kind: "on";
        readonly requestsPerSecondPerAddress?: number;
        /** Rules of your own. @default - none */
        readonly additionalRules?: readonly FirewallRule[];
      }
    | { readonly kind: "off" };
  /** A domain name of one's own; AWS's own is then switched off. @default AWS's own */
  readonly domain?: CustomDomain;
  /** A web page of another origin that may call from a browser. @default none */
  readonly cors?: Cors;
  /** Paths of your own, which functions of your own answer. @default none */
  readonly routes?: readonly ApiRoute[];
  /** Key for the logs. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
}
