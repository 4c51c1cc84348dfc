/** An alarm's name without that of its environment. */
export function withoutBeginning(alarmName: string): string {
  return alarmName.replace(/^pictor-[a-z]+-/, "");
}
