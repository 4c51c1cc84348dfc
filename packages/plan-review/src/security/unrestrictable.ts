/**
 * Actions that AWS offers for no single resource: a policy can allow them on `*` only.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/, actions without a resource type.
 */
const patterns: readonly RegExp[] = [
  /^[a-z0-9-]+:list\w*$/,
  /^(?:autoscaling|application-autoscaling|ec2|elasticloadbalancing|servicequotas):(?:describe|get)\w*$/,
  /^cloudwatch:(?:describealarms|describealarmsformetric|getmetricdata|getmetricstatistics|putmetricdata|putcompositealarm)$/,
  /^ec2:(?:assignprivateipaddresses|createnetworkinterface|deletenetworkinterface|unassignprivateipaddresses)$/,
  /^ecr:getauthorizationtoken$/,
  /^lambda:getaccountsettings$/,
  /^logs:(?:createlogdelivery|deletelogdelivery|describeloggroups|describeresourcepolicies|getlogdelivery|putresourcepolicy|updatelogdelivery)$/,
  /^s3:(?:getaccountpublicaccessblock|listallmybuckets)$/,
  /^ssm:describeparameters$/,
  /^sts:(?:getcalleridentity|getservicebearertoken)$/,
  /^tag:get\w*$/,
  /^xray:(?:getsampling\w*|puttelemetryrecords|puttracesegments)$/,
];

/** Whether an action, in lower case, can be allowed on every resource only. */
export function isUnrestrictable(action: string): boolean {
  return patterns.some((pattern) => pattern.test(action));
}
