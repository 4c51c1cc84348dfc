import { apiSettings } from "./api";
import { capacityControllerSettings } from "./capacity-controller";
import { containerSettings } from "./containers";
import { inferenceSettings } from "./inference";
import { jobSettings } from "./jobs";
import { monitoringSettings } from "./monitoring";
import { networkSettings } from "./network";
import type { Settings } from "./setting";
import { storageSettings } from "./storage";

/** Valid uses of everything that the published packages export. */
export const settings: Settings = {
  ...networkSettings,
  ...storageSettings,
  ...containerSettings,
  ...inferenceSettings,
  ...apiSettings,
  ...capacityControllerSettings,
  ...jobSettings,
  ...monitoringSettings,
};
