export { replaceFile, writeDraft } from "./draft";
export {
  type Emulator,
  type EmulatorProps,
  type EndpointEvent,
  parseEvent,
  startEmulator,
} from "./emulator";
export {
  awsEnvironment,
  type LocalClientConfig,
  type LocalCredentials,
  type LocalPlace,
  localClient,
  overrulingVariables,
} from "./environment";
export { logDirectory } from "./log-directory";
export {
  claimRun,
  type Run,
  type RunReading,
  readRun,
  refuseSecondRun,
  releaseRun,
  updateRun,
} from "./run-file";
