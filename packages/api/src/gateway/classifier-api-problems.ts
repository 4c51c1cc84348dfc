import {
  encryptionKeyProblems,
  isToken,
  placeProblems,
  printed,
  retentionProblems,
} from "@pictor/contracts";
import { apiFunctionProblems } from "../api-function";
import { apiNameProblems } from "../api-name";
import { additionalRuleProblems } from "../firewall/firewall-problems";
import { corsProblems } from "../openapi/cors";
import type { CustomDomain } from "./api-domain";
import { routeProblems } from "./api-route";
import type { ApiAuth, Throttle } from "./auth";
import { authProblems } from "./auth-problems";
import type { ClassifierApiProps } from "./classifier-api-props";
import { throttleProblems } from "./throttle-problems";

/** Props with what is the default where nothing was given. */
export interface CompleteApiProps extends ClassifierApiProps {
  readonly auth: ApiAuth;
  readonly throttle: Throttle;
}

/** Problems of an API's props; empty if valid. */
export function classifierApiProblems(props: CompleteApiProps): string[] {
  const { auth, cors, domain, encryptionKey, firewall = { kind: "on" }, throttle } = props;
  return [
    ...placeProblems({ region: props.region }),
    ...apiNameProblems(props.name),
    ...apiFunctionProblems(props.predict),
    ...routeProblems(props.routes ?? [], props.name),
    ...authProblems(auth),
    ...(cors === undefined ? [] : corsProblems(cors)),
    ...(domain === undefined ? [] : domainProblems(domain, props.region)),
    ...throttleProblems({ throttle, firewall }),
    ...(firewall.kind === "on"
      ? additionalRuleProblems("firewall.additionalRules", firewall.additionalRules)
      : []),
    ...encryptionKeyProblems(encryptionKey),
    ...retentionProblems(props.logRetentionDays),
  ];
}

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html (read 2026-11) */
function domainProblems({ name, certificateArn }: CustomDomain, region: string): string[] {
  const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  const [, place] =
    /^arn:[a-z-]+:acm:([a-z0-9-]+):\d{12}:certificate\/.+$/.exec(certificateArn) ?? [];
  return [
    ...(isToken(name) || (name.length <= 253 && new RegExp(`^(${label}\\.)+${label}$`).test(name))
      ? []
      : [
          `domain.name is ${printed(name)}, it must be a host name in lower case, for example 'pictures.example.com'`,
        ]),
    ...(isToken(certificateArn) || place !== undefined
      ? []
      : [
          `domain.certificateArn is ${printed(certificateArn)}, it must be the ARN of a certificate in ACM: arn:<partition>:acm:<region>:<account>:certificate/<id>`,
        ]),
    ...(place === undefined || isToken(region) || place === region
      ? []
      : [
          `domain.certificateArn is in '${place}', but the API is in '${region}': a regional API takes certificates of its own region`,
        ]),
  ];
}
