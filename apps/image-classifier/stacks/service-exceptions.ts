import { apiExceptions } from "./api-exceptions";
import type { Exception } from "./checkov-exceptions";

/** Every check of Checkov that the service of production may fail: those of its API, which is in a network here, and one. */
export const serviceExceptions: readonly Exception[] = [
  ...apiExceptions.filter(({ check }) => check !== "CKV_AWS_117"),
  {
    check: "CKV2_AWS_5",
    resources: ["aws_security_group.Endpoint_SecurityGroup"],
    reason: "the model has it, by its vpc_config, where Checkov does not look",
  },
];

/**
 * Checks of logs, alarms and topics that admit no exception, as far as the service has what they judge: keys of the
 * topics and log groups, retention, actions of the alarms.
 */
export const monitoringWithoutException: readonly string[] = [
  ...["CKV_AWS_26", "CKV_AWS_66", "CKV_AWS_158", "CKV_AWS_319", "CKV_AWS_338"],
];
