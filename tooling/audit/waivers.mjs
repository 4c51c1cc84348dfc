/**
 * Vulnerabilities that are accepted for a while: `id` as OSV has it, or one of its aliases such as a CVE; `package`; `reason`:
 * why it does not matter here; `until`: the last day, after which the audit fails again.
 */
export const waivers = [];
