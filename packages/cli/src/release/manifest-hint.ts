/** How to get a manifest that can be read; the same words wherever a manifest is missing or broken. */
export function manifestHint(kind: "missing" | "invalid", environment: string): string {
  return kind === "missing"
    ? `deploy '${environment}-data', then run 'pictor model publish ${environment} <artefact>'`
    : "restore the file from the repository's history";
}
