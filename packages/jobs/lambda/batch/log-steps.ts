import { Logger } from "@aws-lambda-powertools/logger";

/** Characters of a step's result that are logged. */
const loggedCharacters = 2000;

/** Makes a handler that logs what each step of a machine returned, or why it failed. */
export function logSteps<Event extends { readonly step: string }>(
  serviceName: string,
  act: (event: Event) => Promise<unknown>,
): (event: Event) => Promise<unknown> {
  const logger = new Logger({ serviceName });
  return async (event) => {
    const { step } = event;
    try {
      const result = await act(event);
      logger.info("step done", { step, result: JSON.stringify(result).slice(0, loggedCharacters) });
      return result;
    } catch (error) {
      logger.error("step failed", { step, error: error as Error });
      throw error;
    }
  };
}

/**
 * Reads the settings that the construct wrote from typed data: their shape is not checked again.
 *
 * @throws Error if the variable is not set
 */
export function readSettings<Settings>(name: string): Settings {
  const text = process.env[name];
  if (text === undefined) throw new Error(`environment variable ${name} is not set`);
  return JSON.parse(text) as Settings;
}
