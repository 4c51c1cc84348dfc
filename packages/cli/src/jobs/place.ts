import { arnOf, type Place } from "@pictor/contracts";

/** Where the runs of one of an environment's machines are. */
export interface JobPlace {
  readonly place: Place;
  readonly bucket: string;
  /** Option of the environment that makes the machine, which is also the command's word for it. */
  readonly option: "batch" | "training";
  readonly machineName: string;
  readonly machineArn: string;
  /** Prefix below which each run writes its files. */
  readonly runs: string;
}

/** ARN of a machine in the place's account. */
export function machineArn(place: Place, machineName: string): string {
  return arnOf(place, "states", `stateMachine:${machineName}`);
}

/** ARN of an execution that a command started: its name is the run's id. */
export function executionArn({ machineName, place }: JobPlace, run: string): string {
  return arnOf(place, "states", `execution:${machineName}:${run}`);
}
