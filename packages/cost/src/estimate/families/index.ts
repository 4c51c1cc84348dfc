import type { UsageOf } from "../usage";
import { apiGateway } from "./api-gateway";
import { cloudwatch } from "./cloudwatch";
import { firewall } from "./firewall";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { messaging } from "./messaging";
import { network } from "./network";
import { sagemaker } from "./sagemaker";
import { storage } from "./storage";

/** How the quantities of each type of resource are found. */
export const usageByType: ReadonlyMap<string, UsageOf> = new Map(
  [sagemaker, lambda, apiGateway, firewall, network, logs, cloudwatch, storage, messaging].flatMap(
    (family) => Object.entries(family),
  ),
);
