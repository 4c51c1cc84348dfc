/**
 * From now on every file and directory that this process or its children create is readable by its user alone,
 * whatever umask the caller has: logs, state and credentials of a run lie in the home directory.
 */
export function createPrivateFiles(): void {
  process.umask(0o077);
}
