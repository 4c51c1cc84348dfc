import type { Status } from "./status";

/** A command to suggest, and what it does. */
export interface NextStep {
  readonly command: string;
  readonly does: string;
}

/** Commands to suggest, given what runs on this machine. */
export function nextSteps(status: Status): readonly NextStep[] {
  const all = { command: "pictor --help", does: "lists all commands" };
  if (status.kind !== "running") {
    return [
      { command: "pictor start", does: "runs the whole service on a local AWS" },
      { command: "pictor review plan.json", does: "reviews a Terraform plan" },
      { command: "pictor cost --env prod", does: "prices production" },
      all,
    ];
  }
  const running = [
    { command: "pictor classify picture.png", does: "sends a picture to the API" },
    { command: "pictor deploy", does: "applies what you have edited" },
  ];
  return [
    ...(status.service === undefined ? [] : running),
    { command: "pictor stop", does: "ends the run" },
    all,
  ];
}

/** The same for a person. */
export function renderNextSteps(steps: readonly NextStep[]): string {
  const width = Math.max(...steps.map(({ command }) => command.length));
  return steps.map(({ command, does }) => `${command.padEnd(width)}  ${does}`).join("\n");
}
