/**
 * Shapes of requests and responses, as the OpenAPI document has them. The TypeScript types are made of these very
 * objects (`openapi-types.ts`), so they are literals. Every property is required.
 *
 * An image in JSON is smaller than one as bytes: Lambda takes an event of 6 MiB, and every body reaches it in base64
 * (`renderOpenApi` says why), this one for the second time. The gateway answers more with 413.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (read 2026-11)
 */
export const schemas = {
  Base64Image: {
    type: "object",
    description:
      "An image of at most 3500000 bytes (3300000 in lines of 76), for clients that cannot send bytes.",
    required: ["image"],
    properties: {
      image: {
        type: "string",
        format: "byte",
        description:
          "The image's bytes in base64, in either alphabet, with or without padding and line breaks, or as a data URL.",
      },
    },
  },
  ImageForm: {
    type: "object",
    description:
      "A form with one file of at most 4000000 bytes. The field may have any name; text fields are ignored.",
    required: ["image"],
    properties: { image: { type: "string", format: "binary" } },
  },
  Prediction: {
    type: "object",
    required: ["release", "predictions", "servedBy", "latencyMs", "requestId"],
    additionalProperties: false,
    properties: {
      release: {
        type: "object",
        description: "What answered: the artefact, and the weights that it really loaded.",
        required: ["sha256", "weightsSha256"],
        additionalProperties: false,
        properties: { sha256: { type: "string" }, weightsSha256: { type: "string" } },
      },
      predictions: {
        type: "array",
        description: "Best first.",
        items: {
          type: "object",
          required: ["label", "index", "score"],
          additionalProperties: false,
          properties: {
            label: { type: "string" },
            index: { type: "integer", minimum: 0 },
            score: { type: "number", minimum: 0, maximum: 1 },
          },
        },
      },
      servedBy: {
        type: "object",
        required: ["kind", "endpoint"],
        additionalProperties: false,
        properties: {
          kind: { type: "string", enum: ["realTime", "serverless"] },
          endpoint: { type: "string" },
        },
      },
      latencyMs: { type: "number", minimum: 0, description: "Spent behind the gateway." },
      requestId: { type: "string" },
    },
  },
  Health: {
    type: "object",
    required: ["status", "targets"],
    additionalProperties: false,
    properties: {
      status: { type: "string", enum: ["ok"] },
      targets: {
        type: "array",
        description:
          "The endpoints in order of preference, as the instance that answers knows them.",
        items: {
          type: "object",
          required: ["kind", "endpoint", "breaker"],
          additionalProperties: false,
          properties: {
            kind: { type: "string", enum: ["realTime", "serverless"] },
            endpoint: { type: "string" },
            breaker: { type: "string", enum: ["closed", "open", "halfOpen"] },
          },
        },
      },
    },
  },
  Model: {
    type: "object",
    required: ["release", "labels", "limits"],
    additionalProperties: false,
    properties: {
      release: {
        type: "object",
        description: "What is deployed. A prediction says what served it.",
        required: ["sha256", "weightsSha256"],
        additionalProperties: false,
        properties: { sha256: { type: "string" }, weightsSha256: { type: "string" } },
      },
      labels: {
        type: "object",
        required: ["count"],
        additionalProperties: false,
        properties: { count: { type: "integer", minimum: 1 } },
      },
      limits: {
        type: "object",
        required: ["imageBytes", "imagePixels", "imageSide", "top"],
        additionalProperties: false,
        properties: {
          imageBytes: { type: "integer" },
          imagePixels: {
            type: "object",
            description: "Most pixels (width × height) by media type.",
            required: ["image/jpeg", "image/png", "image/webp"],
            additionalProperties: false,
            properties: {
              "image/jpeg": { type: "integer" },
              "image/png": { type: "integer" },
              "image/webp": { type: "integer" },
            },
          },
          imageSide: { type: "integer" },
          top: {
            type: "object",
            required: ["min", "max", "default"],
            additionalProperties: false,
            properties: {
              min: { type: "integer" },
              max: { type: "integer" },
              default: { type: "integer" },
            },
          },
        },
      },
    },
  },
  Problem: {
    type: "object",
    description: "An error (RFC 9457).",
    required: ["type", "title", "status", "detail", "requestId"],
    additionalProperties: false,
    properties: {
      type: { type: "string", description: "Stable; need not be fetched." },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string", description: "A sentence that helps." },
      requestId: { type: "string" },
    },
  },
} as const;

/** Name of a schema of the document. */
export type SchemaName = keyof typeof schemas;
