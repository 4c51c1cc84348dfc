/** Something that the user can mend; its message says how. */
export class SetUpError extends Error {}

const causes = [
  {
    pattern: /ENOSPC|No space left on device/i,
    hint: "the disk is full: free some space (a full installation takes about 3 GB) and run the command again",
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|Temporary failure in name resolution|Max retries exceeded/i,
    hint: "a package registry cannot be reached: check the network (npm and pip use your own proxy and registry settings) and run the command again",
  },
  {
    pattern: /EACCES|EROFS|Permission denied|Read-only file system/i,
    hint: "a directory cannot be written: check the owner of this clone and of the npm and pip caches",
  },
];

/** The next thing to try, read from the end of a failed step's output; empty where the output tells nothing known. */
export function hintFor(output) {
  return causes.find(({ pattern }) => pattern.test(output))?.hint ?? "";
}
