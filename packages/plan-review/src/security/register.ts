import type { HazardRule } from "../hazards/rule";
import { alarmAction } from "./rules/alarm-action";
import { bucketAccessLog } from "./rules/bucket-access-log";
import { bucketKey } from "./rules/bucket-key";
import { bucketLifecycle } from "./rules/bucket-lifecycle";
import { bucketLockOut } from "./rules/bucket-lock-out";
import { bucketOpenPolicy } from "./rules/bucket-open-policy";
import { bucketOwnership } from "./rules/bucket-ownership";
import { bucketPublicAccess } from "./rules/bucket-public-access";
import { bucketTls } from "./rules/bucket-tls";
import { bucketVersioning } from "./rules/bucket-versioning";
import { decryptEveryKey } from "./rules/decrypt-every-key";
import { endpointCaptureKey } from "./rules/endpoint-capture-key";
import { endpointInstances } from "./rules/endpoint-instances";
import { endpointMinimum } from "./rules/endpoint-minimum";
import { endpointVolumeKey } from "./rules/endpoint-volume-key";
import { firewallBadInputs } from "./rules/firewall-bad-inputs";
import { firewallBodySize } from "./rules/firewall-body-size";
import { firewallLog } from "./rules/firewall-log";
import { firewallMetrics } from "./rules/firewall-metrics";
import { firewallRate } from "./rules/firewall-rate";
import { functionConcurrency } from "./rules/function-concurrency";
import { functionKey } from "./rules/function-key";
import { functionPermission } from "./rules/function-permission";
import { functionTracing } from "./rules/function-tracing";
import { functionZones } from "./rules/function-zones";
import { groupDescription } from "./rules/group-description";
import { groupEgress } from "./rules/group-egress";
import { groupIngress } from "./rules/group-ingress";
import { keyEnabled } from "./rules/key-enabled";
import { keyOpenPolicy } from "./rules/key-open-policy";
import { keyPolicy } from "./rules/key-policy";
import { keyRotation } from "./rules/key-rotation";
import { keyWindow } from "./rules/key-window";
import { logKey } from "./rules/log-key";
import { logRetention } from "./rules/log-retention";
import { managedPolicy } from "./rules/managed-policy";
import { methodAuthorisation } from "./rules/method-authorisation";
import { methodValidator } from "./rules/method-validator";
import { modelBucketReaders } from "./rules/model-bucket-readers";
import { modelIsolation } from "./rules/model-isolation";
import { modelZones } from "./rules/model-zones";
import { passRole } from "./rules/pass-role";
import { policyAllActions } from "./rules/policy-all-actions";
import { policyAllResources } from "./rules/policy-all-resources";
import { queueDeadLetters } from "./rules/queue-dead-letters";
import { queueKey } from "./rules/queue-key";
import { queueOpenPolicy } from "./rules/queue-open-policy";
import { stageAccessLog } from "./rules/stage-access-log";
import { stageDataTrace } from "./rules/stage-data-trace";
import { stageExecutionLog } from "./rules/stage-execution-log";
import { stageFirewall } from "./rules/stage-firewall";
import { stageTracing } from "./rules/stage-tracing";
import { stateMachineLog } from "./rules/state-machine-log";
import { stateMachineTracing } from "./rules/state-machine-tracing";
import { subnetAddresses } from "./rules/subnet-addresses";
import { tableKey } from "./rules/table-key";
import { tableProtection } from "./rules/table-protection";
import { tableRecovery } from "./rules/table-recovery";
import { topicKey } from "./rules/topic-key";
import { topicOpenPolicy } from "./rules/topic-open-policy";
import { trustAnybody } from "./rules/trust-anybody";
import { trustService } from "./rules/trust-service";
import { vpcDefaultGroup } from "./rules/vpc-default-group";
import { vpcEndpointPolicy } from "./rules/vpc-endpoint-policy";
import { vpcFlowLog } from "./rules/vpc-flow-log";

/** Every rule of the security pack, by id. */
export const securityRules: readonly HazardRule[] = [
  alarmAction,
  bucketAccessLog,
  bucketKey,
  bucketLifecycle,
  bucketLockOut,
  bucketOpenPolicy,
  bucketOwnership,
  bucketPublicAccess,
  bucketTls,
  bucketVersioning,
  decryptEveryKey,
  endpointCaptureKey,
  endpointInstances,
  endpointMinimum,
  endpointVolumeKey,
  firewallBadInputs,
  firewallBodySize,
  firewallLog,
  firewallMetrics,
  firewallRate,
  functionConcurrency,
  functionKey,
  functionPermission,
  functionTracing,
  functionZones,
  groupDescription,
  groupEgress,
  groupIngress,
  keyEnabled,
  keyOpenPolicy,
  keyPolicy,
  keyRotation,
  keyWindow,
  logKey,
  logRetention,
  managedPolicy,
  methodAuthorisation,
  methodValidator,
  modelBucketReaders,
  modelIsolation,
  modelZones,
  passRole,
  policyAllActions,
  policyAllResources,
  queueDeadLetters,
  queueKey,
  queueOpenPolicy,
  stageAccessLog,
  stageDataTrace,
  stageExecutionLog,
  stageFirewall,
  stageTracing,
  stateMachineLog,
  stateMachineTracing,
  subnetAddresses,
  tableKey,
  tableProtection,
  tableRecovery,
  topicKey,
  topicOpenPolicy,
  trustAnybody,
  trustService,
  vpcDefaultGroup,
  vpcEndpointPolicy,
  vpcFlowLog,
];
