/** A picture that every release classifies: 64 × 64 pixels of a colour gradient, as PNG. */
export const picture: Uint8Array = Buffer.from(
  [
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAA8klEQVR42tXPEXdCYQAA0O+d8yAIgiAIBkEQBMEgCAbB",
    "YBAEQRAEQRAEwYNBEASDwSAYDAZBEARBEARBEARBEASDwWDQ77jn3D9woxCSOARXFGI9kNIDaT2Q0QNZPZDTA3k98KAH",
    "CnqgqAdKeqCsByp64FEPVPVATQ886YG6HnjWAy96oKEHmnqgpQfaeqCjB7p6oKcH+npgoAeGemCkBxI98KoHxnpgogem",
    "euBND7zrgQ89MNMDn3rgSw9864G5HljogaUeWOmBtR7Y6IGtHtjpgb0eOOiBox446YGzHrjogaseuOmBHz3wqwf+9MC/",
    "HbgDsdh+wdM3ARsAAAAASUVORK5CYII=",
  ].join(""),
  "base64",
);
