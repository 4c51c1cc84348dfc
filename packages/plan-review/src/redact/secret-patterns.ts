/** Texts that are secrets wherever they stand. A group named `secret` is the part that is hidden; without, all of it. */
export const secretPatterns: readonly RegExp[] = [
  // Private keys in PEM, also cut ones.
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Access keys of AWS.
  /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/g,
  // GitHub, GitLab, npm, Slack, Stripe, Google, SendGrid, Vault, DigitalOcean, and the `sk-` keys of model providers.
  /\bgh[opsur]_[A-Za-z0-9]{30,}/g,
  /\bgithub_pat_\w{22,}/g,
  /\bgl(?:pat|ptt|dt|rt)-[\w-]{20,}/g,
  /\bnpm_[A-Za-z0-9]{36}/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[\w/]+)/g,
  /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/g,
  /\bAIza[\w-]{35}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\bhv[bs]\.[\w-]{20,}/g,
  /\bdo[opr]_v1_[a-f0-9]{64}/g,
  /\bsk-[A-Za-z0-9][\w-]{19,}/g,
  // JSON Web Tokens.
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g,
  // The password in a URL.
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?<secret>[^\s/@]+)@/gi,
  // An assignment in a script or a configuration file.
  /(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)["']?(?:\s*=\s*|\s*:\s+)["']?(?<secret>[^\s"'&,;]{4,})/gi,
  /\b(?:Bearer|Basic)\s+(?<secret>[\w+/.=-]{12,})/g,
];
