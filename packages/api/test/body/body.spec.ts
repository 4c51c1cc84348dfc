import { readBody } from "../../lambda/predict/body/body";
import { eventOf } from "../events";
import { jpeg, png } from "../pictures";
import { outcomeOf, type Sent } from "./outcome";

const picture = png(4, 4);

describe("a form", () => {
  const other = jpeg(9, 9);
  const file = (bytes: Buffer, type = "image/png") => new Blob([new Uint8Array(bytes)], { type });

  /** As Node's own client sends it. */
  async function sent(fields: readonly (readonly [string, string | Blob])[]): Promise<Sent> {
    const data = new FormData();
    for (const [name, value] of fields) {
      if (typeof value === "string") data.append(name, value);
      else data.append(name, value, "a.png");
    }
    const request = new Response(data);
    const type = request.headers.get("content-type") ?? "";
    return { body: Buffer.from(await request.arrayBuffer()), type };
  }

  it("with one file is that file, whatever its field and type are called", async () => {
    for (const name of ["image", "file", "x y", ""]) {
      for (const type of ["image/png", "", "text/plain", "application/octet-stream"]) {
        expect(outcomeOf(await sent([[name, file(picture, type)]]))).toEqual(picture);
      }
    }
  });

  it("may have text fields around its file", async () => {
    const fields = [
      ["a", "b"],
      ["image", file(picture)],
      ["c", ""],
    ] as const;
    expect(outcomeOf(await sent(fields))).toEqual(picture);
  });

  it("with two files or none says so", async () => {
    const two = await sent([
      ["a", file(picture)],
      ["b", file(other)],
    ]);
    expect(outcomeOf(two)).toBe(
      "bad-form: The form has 2 files. Send multipart/form-data with one file.",
    );
    const none = await sent([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(outcomeOf(none)).toMatch(/^bad-form: The form has 2 fields, no file/);
    expect(outcomeOf(await sent([]))).toMatch(/^empty-body: The form is empty/);
  });

  /** Written by hand, for what Node does not send. */
  const written = (parts: readonly string[], type = "multipart/form-data; boundary=x"): Sent => ({
    body: Buffer.from(`${parts.map((part) => `--x\r\n${part}\r\n`).join("")}--x--\r\n`, "latin1"),
    type,
  });
  const disposition = 'Content-Disposition: form-data; name="image"';
  const content = picture.toString("latin1");

  it.each([
    ["without a file name", [`${disposition}\r\n\r\n${content}`]],
    [
      "by its type alone",
      [`${disposition}\r\nContent-Type: image/png\r\n\r\n${content}`, `${disposition}\r\n\r\ntext`],
    ],
    [
      "beside a field in which none was chosen",
      [`${disposition}; filename=""\r\n\r\n`, `${disposition}; filename="a"\r\n\r\n${content}`],
    ],
    [
      "in base64",
      [
        `${disposition}\r\nContent-Transfer-Encoding: BASE64\r\n\r\n${picture.toString("base64")}\r\n`,
      ],
    ],
    ["called binary", [`${disposition}\r\nContent-Transfer-Encoding: binary\r\n\r\n${content}`]],
  ])("may have its file %s", (_, parts) => {
    expect(outcomeOf(written(parts))).toEqual(picture);
  });

  it.each([
    ["no file chosen", [`${disposition}; filename=""\r\n\r\n`], /^empty-body: No file was chosen/],
    [
      "an empty file",
      [`${disposition}; filename="a"\r\n\r\n`],
      /^empty-body: The form's file is empty/,
    ],
    [
      "quoted-printable",
      [`${disposition}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx`],
      /^bad-form: .*Content-Transfer-Encoding/,
    ],
    [
      "base64 that is none",
      [`${disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\n!`],
      /^bad-base64: The form's file is not/,
    ],
    [
      "a GIF",
      [`${disposition}\r\n\r\nGIF89a`],
      /^unsupported-media-type: The form's file is a GIF/,
    ],
    [
      "JSON called a picture",
      [`${disposition}\r\nContent-Type: image/png\r\n\r\n{"a":1}`],
      /^unsupported-media-type: .* JSON, though/,
    ],
  ])("with %s says so", (_, parts, sentence) => {
    expect(outcomeOf(written(parts))).toMatch(sentence);
  });

  it.each([
    ["no boundary", "multipart/form-data", /^bad-form: The Content-Type names no boundary/],
    ["an empty one", "multipart/form-data; boundary=", /^bad-form: The Content-Type names no/],
    ["a long one", `multipart/form-data; boundary=${"x".repeat(71)}`, /^bad-form: .*70 char/],
    ["another one", "multipart/form-data; boundary=y", /^bad-form: .*does not contain/],
    [
      "the type of a picture",
      "image/png",
      /^unsupported-media-type: The body is a form: its Content-Type must be/,
    ],
  ])("whose header has %s says so", (_, type, sentence) => {
    expect(outcomeOf(written([`${disposition}\r\n\r\n${content}`], type))).toMatch(sentence);
  });

  it("that is a bare picture is that picture", () => {
    expect(outcomeOf({ body: picture, type: "multipart/form-data; boundary=x" })).toEqual(picture);
  });

  it("that the gateway took for text is refused: its bytes are lost", () => {
    const { body, type } = written([`${disposition}\r\n\r\n${content}`]);
    const event = { ...eventOf({ body: body.toString("utf8"), type }), isBase64Encoded: false };
    expect(readBody(event)).toMatchObject({
      kind: "refused",
      failure: { code: "unsupported-media-type" },
    });
  });
});

describe("Content-Encoding", () => {
  it.each(["gzip", "br", "GZIP", "identity, gzip", " deflate "])(
    "%j is refused by name",
    (encoding) => {
      expect(outcomeOf({ body: picture, type: "image/png", encoding })).toBe(
        `unsupported-media-type: The body has Content-Encoding '${encoding.trim()}'. Send the image as it is: it is compressed already.`,
      );
    },
  );

  it.each(["", "identity", " Identity "])("%j changes nothing", (encoding) => {
    expect(outcomeOf({ body: picture, type: "image/png", encoding })).toEqual(picture);
  });
});

describe("what is no picture, under the type of one,", () => {
  it.each([
    ["<!DOCTYPE html><html></html>", "HTML"],
    ["\n<!-- a --><html lang='en'>", "HTML"],
    ["<?xml version='1.0'?><Error/>", "XML"],
    ['{"image":"AAAA"}', "JSON"],
    [' [ "a" ]', "JSON"],
    ["[INFO] a log", "text"],
    ["Grüße", "text"],
    [picture.toString("base64"), "base64"],
    [`data:image/jpeg;base64,${jpeg(4, 4).toString("base64")}`, "base64"],
  ])("%j is called %s", (body, name) => {
    expect(outcomeOf({ body, type: "image/jpeg" })).toBe(
      `unsupported-media-type: The body is ${name}, though its type is given as image/jpeg. Send a JPEG, PNG or WebP image.`,
    );
    expect(outcomeOf({ body, type: "text/plain" })).toMatch(
      `not-an-image: The body is ${name}, not an image.`,
    );
  });

  it.each([
    ["%PDF-1.7", "a PDF document"],
    ["PK\x03\x04", "a zip file"],
    ["\x1F\x8B\b\0", "a gzip file"],
  ])("%j is called %s", (text, name) => {
    expect(outcomeOf({ body: Buffer.from(text, "latin1"), type: "image/png" })).toMatch(
      `unsupported-media-type: The body is ${name}.`,
    );
  });

  it("is HTML also where JSON was announced, and unknown where it is no text", () => {
    expect(outcomeOf({ body: "<html></html>", type: "application/json" })).toMatch(/is HTML/);
    expect(outcomeOf({ body: Buffer.alloc(9), type: "image/png" })).toMatch(
      /^not-an-image: The body does not begin like any picture format/,
    );
  });
});
