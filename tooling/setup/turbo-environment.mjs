import { bin } from "./paths.mjs";

/** turbo looks for pnpm on the PATH, and asks home unless told not to. */
export function turboEnvironment() {
  return {
    PATH: `${bin}:${process.env.PATH}`,
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
  };
}
