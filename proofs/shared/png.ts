/** Signature and head of a PNG of 32 × 32 pixels: all that the predict function reads of one. */
export const png = Buffer.from(
  "89504e470d0a1a0a0000000d4948445200000020000000200802000000fc18eda3",
  "hex",
);
