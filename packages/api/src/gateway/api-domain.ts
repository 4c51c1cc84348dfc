import { ApiGatewayBasePathMapping } from "@cdktf/provider-aws/lib/api-gateway-base-path-mapping";
import { ApiGatewayDomainName } from "@cdktf/provider-aws/lib/api-gateway-domain-name";
import type { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { stageName } from "@pictor/contracts";
import { Construct } from "constructs";

/** A domain name of one's own. */
export interface CustomDomain {
  /** For example `pictures.example.com`. */
  readonly name: string;
  /** ARN of the name's certificate in ACM, in the API's region. */
  readonly certificateArn: string;
}

/**
 * A domain name in front of a stage. The DNS record that leads to it is the owner's: an alias to `target`.
 *
 * @example
 * const domain = new ApiDomain(stack, "Domain", { name: "pictures.example.com", certificateArn }, stage);
 */
export class ApiDomain extends Construct {
  public readonly resource: ApiGatewayDomainName;
  /** Leads the domain name to the stage. */
  public readonly mapping: ApiGatewayBasePathMapping;
  /** Where the API is under this name, with the stage as its first part, as under AWS's own. */
  public readonly url: string;
  /** What a DNS alias record points to. */
  public readonly target: { readonly name: string; readonly zoneId: string };

  public constructor(scope: Construct, id: string, domain: CustomDomain, stage: ApiGatewayStage) {
    super(scope, id);
    this.resource = new ApiGatewayDomainName(this, "Resource", {
      domainName: domain.name,
      regionalCertificateArn: domain.certificateArn,
      securityPolicy: "TLS_1_2",
      endpointConfiguration: { types: ["REGIONAL"] },
    });
    this.mapping = new ApiGatewayBasePathMapping(this, "Mapping", {
      apiId: stage.restApiId,
      stageName: stage.stageName,
      domainName: this.resource.domainName,
      basePath: stageName,
    });
    this.url = `https://${domain.name}/${stageName}`;
    this.target = {
      name: this.resource.regionalDomainName,
      zoneId: this.resource.regionalZoneId,
    };
  }
}
