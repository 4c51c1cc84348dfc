import { alarmWeakened } from "./alarm-weakened";
import { apiLimitsChanged } from "./api-limits-changed";
import { apiRedeployed } from "./api-redeployed";
import { capacityBelowPeak } from "./capacity-below-peak";
import { concurrencyBelowNeed } from "./concurrency-below-need";
import { controllerRetired } from "./controller-retired";
import { deployRoleWidened } from "./deploy-role-widened";
import { encryptionDropped } from "./encryption-dropped";
import { endpointCountReset } from "./endpoint-count-reset";
import { endpointReplaced } from "./endpoint-replaced";
import { kmsOnNvme } from "./kms-on-nvme";
import { policyWidened } from "./policy-widened";
import { protectionRemoved } from "./protection-removed";
import { publicAccess } from "./public-access";
import { retentionShortened } from "./retention-shortened";
import type { HazardRule } from "./rule";
import { runtimePastEnd } from "./runtime-past-end";
import { securityGroupOpened } from "./security-group-opened";
import { statefulLost } from "./stateful-lost";

/** Every rule. */
export const hazardRules: readonly HazardRule[] = [
  statefulLost,
  endpointReplaced,
  controllerRetired,
  deployRoleWidened,
  publicAccess,
  policyWidened,
  securityGroupOpened,
  protectionRemoved,
  encryptionDropped,
  retentionShortened,
  alarmWeakened,
  kmsOnNvme,
  capacityBelowPeak,
  concurrencyBelowNeed,
  endpointCountReset,
  apiLimitsChanged,
  apiRedeployed,
  runtimePastEnd,
];
