import { limits } from "@pictor/contracts";
import fc from "fast-check";
import { signatureOf } from "../lambda/predict/body/signature";
import { dimensionsOf } from "../lambda/predict/dimensions";
import { type Validated, validate } from "../lambda/predict/validate";
import { jpeg, png, type WebpKind, webp } from "./pictures";

interface Given {
  readonly body?: Buffer | string | null;
  readonly type?: string;
  readonly top?: string[];
}

/** As the gateway hands it over: bytes as base64, text (only where it knows no type) as it is. */
function validated({ body = png(4, 4), type = "image/png", top }: Given): Validated {
  return validate({
    body: Buffer.isBuffer(body) ? body.toString("base64") : body,
    isBase64Encoded: Buffer.isBuffer(body),
    headers: { "Content-Type": type },
    multiValueQueryStringParameters: top === undefined ? null : { top },
  });
}

function codeOf(given: Given): string {
  const result = validated(given);
  return "failure" in result ? result.failure.code : "ok";
}

describe("query parameter top", () => {
  it("is what was asked for, or the default", () => {
    expect(validated({})).toMatchObject({ request: { top: limits.top.default } });
    expect(validated({ top: ["1"] })).toMatchObject({ request: { top: 1 } });
    expect(validated({ top: ["100"] })).toMatchObject({ request: { top: 100 } });
  });

  it.each([["0"], ["101"], ["-1"], ["1.5"], ["1e1"], [" 5"], [""], ["five"], ["0x5"]])(
    "refuses %j",
    (text) => {
      expect(codeOf({ top: [text] })).toBe("bad-query");
    },
  );

  it("refuses to be given twice", () => {
    expect(codeOf({ top: ["5", "5"] })).toBe("bad-query");
  });
});

describe("the body", () => {
  it.each<[string, Given, string]>([
    ["nothing", { body: null }, "empty-body"],
    ["no bytes", { body: Buffer.alloc(0) }, "empty-body"],
    ["no bytes of JSON", { body: Buffer.alloc(0), type: "application/json" }, "empty-body"],
    ["text", { body: Buffer.from("hello"), type: "text/plain" }, "not-an-image"],
    ["text called a picture", { body: Buffer.from("hello") }, "unsupported-media-type"],
    [
      "bytes that were taken for text",
      { body: "\uFFFDPNG\r\n", type: "" },
      "unsupported-media-type",
    ],
    ["a picture called a form", { type: "application/x-www-form-urlencoded" }, "ok"],
    ["a picture called JSON", { type: "application/json" }, "ok"],
  ])("%s", (_, given, code) => {
    expect(codeOf(given)).toBe(code);
  });

  it("may be JSON with the image in base64, as bytes or as text", () => {
    const json = JSON.stringify({ image: png(4, 4).toString("base64") });
    for (const body of [json, Buffer.from(json)]) {
      for (const type of ["application/json", "application/json; charset=utf-8"]) {
        expect(validated({ body, type })).toMatchObject({
          request: { mediaType: "image/png", image: png(4, 4) },
        });
      }
    }
  });

  it.each([
    ["not base64", { image: "!!!!" }],
    ["base64 cut short", { image: "AAAAA" }],
  ])("refuses JSON with %s", (_, value) => {
    expect(codeOf({ body: JSON.stringify(value), type: "application/json" })).toBe("bad-base64");
  });

  it("refuses what is called JSON and is none", () => {
    expect(codeOf({ body: Buffer.from("{"), type: "application/json" })).toBe("bad-json");
  });

  it("may have exactly as many bytes as the limit says", () => {
    const sized = (bytes: number): Buffer => Buffer.concat([png(4, 4), Buffer.alloc(bytes - 24)]);
    expect(codeOf({ body: sized(limits.imageBytes) })).toBe("ok");
    expect(codeOf({ body: sized(limits.imageBytes + 1) })).toBe("too-many-bytes");
  });

  const pictures = [
    ["image/jpeg", jpeg],
    ["image/png", png],
    ["image/webp", (width: number, height: number) => webp("VP8X", width, height)],
  ] as const;

  it.each(pictures)("may be an %s of exactly as many pixels as its format may have", (type, of) => {
    const width = 10_000;
    const height = limits.imagePixels[type] / width;
    expect(codeOf({ body: of(width, height) })).toBe("ok");
    const result = validated({ body: of(width, height + 1) });
    expect(result).toEqual({
      failure: {
        code: "too-many-pixels",
        detail: `The ${type} has ${width} x ${height + 1} pixels; at most ${limits.imagePixels[type]} pixels and ${limits.imageSide} a side are accepted. Scale it down.`,
      },
    });
  });

  it.each(pictures)("may be an %s with exactly as long sides as the limit says", (_, of) => {
    const { imageSide } = limits;
    expect(codeOf({ body: of(imageSide, 1) })).toBe("ok");
    expect(codeOf({ body: of(imageSide + 1, 1) })).toBe("too-many-pixels");
    expect(codeOf({ body: of(1, imageSide + 1) })).toBe("too-many-pixels");
  });

  it("is left to the model where its header is cut short", () => {
    expect(codeOf({ body: png(4, 4).subarray(0, 20) })).toBe("ok");
  });
});

describe("signatureOf", () => {
  it.each([
    ["a GIF image", Buffer.from("GIF89a")],
    ["a TIFF image", Buffer.from("II*\0")],
    ["a TIFF image", Buffer.from("MM\0*")],
    ["a BMP image", Buffer.concat([Buffer.from("BM____________"), Buffer.from([40, 0, 0, 0])])],
    ["an AVIF image", Buffer.from("\0\0\0\x1CftypavifX")],
    ["a HEIF image", Buffer.from("\0\0\0\x1CftypheicX")],
    ["a JPEG 2000 image", Buffer.from("\0\0\0\fjP  \r\n\x87\n", "latin1")],
    ["a JPEG XL image", Buffer.from([0xff, 0x0a])],
    ["an ICO image", Buffer.concat([Buffer.from([0, 0, 1, 0]), Buffer.alloc(18)])],
    ["a PSD image", Buffer.from("8BPS")],
    ["an SVG image", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")],
    [
      "an SVG image",
      Buffer.from(
        '\uFEFF<?xml version="1.0"?>\n<!-- a <b> -->\n<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg>',
      ),
    ],
  ])("knows %s, which is not offered", (name, bytes) => {
    expect(signatureOf(bytes)).toEqual({ kind: "other", name });
  });

  it.each([
    ["BMW is a car, not a bitmap", "text"],
    ["<html><svg></svg></html>", "HTML"],
    ["RIFF____WAVE", "text"],
    ["\uFEFF{}", "JSON"],
  ])("takes %j for no picture, but %s", (text, name) => {
    expect(signatureOf(Buffer.from(text))).toEqual({ kind: "text", name });
  });

  it.each([[""], ["RIFF\0\0\0\0WAVE"], ["\xFF\xFE"], ["a\0"]])(
    "takes %j for nothing known",
    (bytes) => {
      expect(signatureOf(Buffer.from(bytes, "latin1"))).toEqual({ kind: "none" });
    },
  );

  it("takes text that is cut within a character for text", () => {
    for (const length of [1022, 1023, 1024]) {
      expect(signatureOf(Buffer.from(`${"x".repeat(length)}é`))).toMatchObject({ kind: "text" });
    }
  });

  it.each([
    ["comments", "<!---->".repeat(145)],
    ["openings of comments", "<!--".repeat(255)],
    ["declarations", `<?xml ${"<?xml ".repeat(168)}`],
    ["spaces", " ".repeat(1023)],
  ])("ends quickly on a beginning full of %s", (_, text) => {
    const start = performance.now();
    expect(signatureOf(Buffer.from(text)).kind).toBe("text");
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("dimensionsOf", () => {
  const side = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

  it("reads every size of JPEG, whatever stands before the frame", () => {
    // Metadata, and the three that are numbered among the frames without being one.
    const marker = fc.constantFrom(0xe0, 0xe1, 0xdb, 0xc4, 0xc8, 0xcc);
    const before = fc.record({
      marker,
      fill: fc.nat(9),
      length: fc.integer({ min: 8, max: 3000 }),
    });
    fc.assert(
      fc.property(side(65_535), side(65_535), before, (width, height, options) => {
        const picture = jpeg(width, height, options);
        expect(dimensionsOf(picture, "image/jpeg")).toEqual({ width, height });
      }),
    );
  });

  it("reads every size of PNG", () => {
    fc.assert(
      fc.property(side(2 ** 31 - 1), side(2 ** 31 - 1), (width, height) => {
        expect(dimensionsOf(png(width, height), "image/png")).toEqual({ width, height });
      }),
    );
  });

  it.each<[WebpKind, number]>([
    ["VP8 ", 2 ** 14 - 1],
    ["VP8L", 2 ** 14],
    ["VP8X", 2 ** 24],
  ])("reads every size of WebP %s", (kind, max) => {
    fc.assert(
      fc.property(side(max), side(max), (width, height) => {
        expect(dimensionsOf(webp(kind, width, height), "image/webp")).toEqual({ width, height });
      }),
    );
  });

  it("takes bytes from anywhere in a buffer", () => {
    const inside = Buffer.concat([Buffer.alloc(5), png(7, 9)]).subarray(5);
    expect(dimensionsOf(inside, "image/png")).toEqual({ width: 7, height: 9 });
  });

  it("neither throws nor hangs on damage", () => {
    const formats = ["image/jpeg", "image/png", "image/webp"] as const;
    const heads = [jpeg(9, 9), png(9, 9), webp("VP8X", 9, 9)];
    fc.assert(
      fc.property(fc.nat(2), fc.nat(40), fc.uint8Array({ maxLength: 60 }), (format, keep, rest) => {
        const bytes = Buffer.concat([(heads[format] ?? png(1, 1)).subarray(0, keep), rest]);
        dimensionsOf(bytes, formats[format] ?? "image/png");
      }),
      { numRuns: 500 },
    );
  });
});
