import type { ImageMediaType } from "./image-format";

/**
 * Largest picture accepted by format, in pixels (width × height), read from the header before anything is decoded.
 *
 * A JPEG is decoded at 1/2 to 1/8 of its size. PNG and WebP pictures can only be decoded whole: at these limits the
 * slowest kind of each takes at most 0.5 s on one core. 12.5 million are a phone's 4032 × 3024.
 * `npm run bench -- decode` measures it.
 */
const imagePixels: Readonly<Record<ImageMediaType, number>> = {
  "image/jpeg": 50_000_000,
  "image/png": 12_500_000,
  "image/webp": 12_500_000,
};

/**
 * Sizes and times that several parts must agree on. One constant each; nobody repeats the number.
 */
export const limits = {
  /**
   * Largest image accepted, in bytes of the image itself.
   *
   * A serverless endpoint takes 4 MB, a Lambda function 6 MB of which base64 eats a third.
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-invoke.html
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  imageBytes: 4_000_000,

  /** Largest image in a JSON body, in bytes of the image: its base64 reaches Lambda in base64 once more. */
  imageBytesInJson: 3_500_000,

  /** The same where the base64 is broken into lines of 76: a line break is four more characters of JSON. */
  imageBytesInJsonLines: 3_300_000,

  imagePixels,

  /**
   * Most pixels of all scans of a JPEG together (width × height × scans). A progressive JPEG repeats the whole picture
   * in each scan, usually in about 10; 100 bytes are enough for a scan, so that a small file could take minutes.
   */
  jpegScanPixels: 500_000_000,

  /** Longest side accepted, in pixels. */
  imageSide: 16_384,

  /** Fewest and most predictions a caller can ask for, and how many it gets unasked. */
  top: { min: 1, max: 100, default: 5 },

  /** Time-outs in milliseconds. They strictly decrease inward, so that the inner one always speaks first. */
  timeoutMs: {
    /** API Gateway's default maximum for an integration. */
    gateway: 29_000,
    /** The predict Lambda. */
    lambda: 28_000,
    /** What the router allows itself for all targets together. */
    router: 27_000,
    /** One call of a real-time endpoint. */
    realTime: 3_000,
    /** One call of a serverless endpoint: a cold start takes many seconds. */
    serverless: 26_000,
  },
} as const;
