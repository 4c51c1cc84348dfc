import { euCentral1Prices } from "./eu-central-1";
import { euWest1Prices } from "./eu-west-1";
import type { Price } from "./price";
import { instanceHours } from "./us-east-1/instances";
import { largerHostingHours } from "./us-east-1/larger-instances";
import { requestPrices } from "./us-east-1/requests";
import { sageMakerPrices } from "./us-east-1/sagemaker";
import { storageAndNetworkPrices } from "./us-east-1/storage-and-network";
import { watchingPrices } from "./us-east-1/watching";

/** Every price that is known here. */
export const allPrices: readonly Price[] = [
  ...instanceHours,
  ...largerHostingHours,
  ...sageMakerPrices,
  ...requestPrices,
  ...watchingPrices,
  ...storageAndNetworkPrices,
  ...euCentral1Prices,
  ...euWest1Prices,
];
