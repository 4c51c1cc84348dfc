import { api } from "./findings/api";
import { buckets } from "./findings/buckets";
import { functionsAndNetwork } from "./findings/functions-and-network";
import { identities } from "./findings/identities";
import { keysAndEndpoints } from "./findings/keys-and-endpoints";
import { operations } from "./findings/operations";

/** By rule, one entry a bad fixture. */
export const findings = {
  ...operations,
  ...buckets,
  ...keysAndEndpoints,
  ...api,
  ...functionsAndNetwork,
  ...identities,
};
