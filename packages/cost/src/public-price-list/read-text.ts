/** Limits of a download. */
export interface DownloadLimits {
  readonly fetch?: typeof globalThis.fetch;
  readonly timeoutSeconds?: number;
  readonly maxBytes?: number;
}

const mebibyte = 1024 * 1024;

/**
 * Reads a whole answer as text.
 *
 * @throws if the server cannot be reached, answers other than 200, takes longer than the timeout, or sends more than the limit
 */
export async function readText(url: string, limits: DownloadLimits): Promise<string> {
  const { fetch = globalThis.fetch, timeoutSeconds = 60, maxBytes = 64 * mebibyte } = limits;
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    const response = await fetch(url, { signal });
    if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
    return await bodyOf(response, url, maxBytes);
  } catch (error) {
    if (signal.aborted) throw new Error(`${url} is not read after ${timeoutSeconds} s`);
    throw new Error(
      messageOf(error).includes(url) ? messageOf(error) : `${url}: ${messageOf(error)}`,
    );
  }
}

async function bodyOf(response: Response, url: string, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`${url} has more than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** What went wrong. `fetch` says no more than "fetch failed"; the reason is in its cause, as a message or a code. */
export function messageOf(error: unknown): string {
  const { message, cause } = Object(error) as { message?: unknown; cause?: unknown };
  const { message: reason, code } = Object(cause) as { message?: unknown; code?: unknown };
  return String(reason || code || message || error);
}
