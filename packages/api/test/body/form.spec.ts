import fc from "fast-check";
import { formBounds, parseForm } from "../../lambda/predict/body/form";
import { parseHeaderValue } from "../../lambda/predict/body/header";

const boundary = "B0undary";
const disposition = 'Content-Disposition: form-data; name="a"; filename="a.png"';

/** A form as most clients write it. */
const form = (...parts: readonly (readonly [headers: string, content: string])[]): string =>
  `${parts.map(([headers, content]) => `--${boundary}\r\n${headers}\r\n\r\n${content}\r\n`).join("")}--${boundary}--\r\n`;

function contents(body: string, separator = boundary): readonly string[] | string {
  const parsed = parseForm(Buffer.from(body, "latin1"), separator);
  return "problem" in parsed
    ? parsed.problem
    : parsed.parts.map(({ content }) => content.toString("latin1"));
}

describe("parseForm", () => {
  const one = form([disposition, "DATA"]);

  it.each([
    ["as curl writes it", one],
    ["without a line break at its end", one.trimEnd()],
    ["with something before and after", `hello\r\n${one}bye`],
    ["with a line break before", `\r\n${one}`],
    ["with spaces behind its boundaries", one.replaceAll(/(B0undary(--)?)\r/g, "$1 \t\r")],
    ["with headers in another case", one.replace(disposition, disposition.toUpperCase())],
    ["with a folded header", one.replace("; name", ";\r\n name")],
    ["with a line that is no header", one.replace("Content", "nonsense\r\nContent")],
  ])("takes a form %s", (_, body) => {
    expect(contents(body)).toEqual(["DATA"]);
  });

  it.each([
    ["an empty part", ""],
    ["line breaks at both ends", "\r\nDATA\r\n"],
    ["an empty line", "DA\r\n\r\nTA"],
    ["the beginning of a boundary", "DA\r\n--B0und\r\nTA"],
    ["a line that begins with the boundary", "DA\r\n--B0undaryTA\r\n--B0undary-\r\n--B0undary--TA"],
    ["the boundary within a line", "DA--B0undary\r\nTA"],
    ["the boundary after a lone line feed", "DA\n--B0undary\r\nTA"],
    ["another form", form([disposition, "DATA"]).replaceAll(boundary, "nested")],
  ])("leaves %s in the content as it is", (_, content) => {
    expect(contents(form([disposition, content], [disposition, "NEXT"]))).toEqual([
      content,
      "NEXT",
    ]);
  });

  it.each([
    ["no boundary", "DATA", /does not contain the boundary/],
    ["another boundary", one.replaceAll(boundary, "other"), /does not contain the boundary/],
    ["only line feeds", one.replaceAll("\r\n", "\n"), /does not contain the boundary/],
    ["no end", one.slice(0, -4), /cut short/],
    ["an end within its content", one.slice(0, one.indexOf("DATA") + 2), /cut short/],
    ["an end within its headers", one.slice(0, 30), /cut short/],
    ["no empty line after its headers", form([disposition, ""]).replace("\r\n\r\n", ""), /headers/],
    ["headers that never end", form([`${disposition}${"x".repeat(5_000)}`, ""]), /4096 bytes/],
    ["no disposition", form(["Content-Type: image/png", ""]), /no header 'Content-Disp/],
    ["another disposition", form(["Content-Disposition: attachment", ""]), /no header/],
    ["too many parts", form(...Array(21).fill([disposition, "DATA"])), /more than 20 parts/],
  ])("refuses a form with %s", (_, body, problem) => {
    expect(contents(body)).toMatch(problem);
  });

  it("takes as many parts, and as long headers, as it may have", () => {
    const longest = `${disposition}; x=`.padEnd(formBounds.headerBytes - 4, "x");
    const parts = Array(formBounds.parts).fill([longest, "DATA"]);
    expect(contents(form(...parts))).toHaveLength(formBounds.parts);
    expect(contents(form([`${longest}x`, ""]))).toMatch(/headers/);
  });

  it.each([
    ["a name in quotes", 'form-data; name="a"; filename="a;b.png"', "a;b.png"],
    ["escaped quotes", 'form-data; name="a"; filename="a\\"b.png"', 'a"b.png'],
    ["no quotes, as .NET", "form-data; name=a; filename=a.png; filename*=utf-8''b.png", ""],
    ["an extended name alone", "form-data; name=a; filename*=utf-8''a%20b.png", ""],
    ["a path of Windows", 'form-data; name="a"; filename="C:\\a\\"; x="y', undefined],
    ["an empty name", 'form-data; name="a"; filename=""', ""],
    ["no space", 'form-data;name="a";filename="a.png"', "a.png"],
  ])("sees a file by %s", (_, value, name) => {
    const parsed = parseForm(
      Buffer.from(form([`Content-Disposition: ${value}`, "DATA"])),
      boundary,
    );
    const fileName = "problem" in parsed ? undefined : parsed.parts[0]?.fileName;
    expect(fileName).toBeDefined();
    if (name) expect(fileName).toBe(name);
  });

  it("copies nothing", () => {
    const body = Buffer.from(one);
    const parsed = parseForm(body, boundary);
    if ("problem" in parsed) throw new Error(parsed.problem);
    expect(parsed.parts[0]?.content.buffer).toBe(body.buffer);
  });

  it("gives back every form whose boundary is in none of its contents", () => {
    const token = fc.stringMatching(/^[A-Za-z0-9'()+_,./:=?-]{1,70}$/);
    // Contents of the characters that boundaries are made of, too: what looks like one must not be taken for one.
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc
        .array(fc.constantFrom("\r\n", "--", "\r", "\n", "-", "a", "a--"), { maxLength: 12 })
        .map((pieces) => pieces.join("")),
    );
    const boundaries = fc.oneof(token, fc.constantFrom("a", "aa", "-", "--"));
    fc.assert(
      fc.property(boundaries, fc.array(content, { maxLength: 20 }), (separator, given) => {
        const line = new RegExp(`(^|\r\n)--${quoted(separator)}`);
        fc.pre(!given.some((text) => line.test(`\r\n${text}\r\n`)));
        const parts = given.map((text) => `--${separator}\r\n${disposition}\r\n\r\n${text}\r\n`);
        expect(contents(`${parts.join("")}--${separator}--\r\n`, separator)).toEqual(given);
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes no beginning of a form for a whole one", () => {
    const whole = form([disposition, "some content"], [disposition, "\r\n--more\r\n"]).trimEnd();
    for (let length = 0; length < whole.length; length += 1) {
      expect(typeof contents(whole.slice(0, length))).toBe("string");
    }
    expect(contents(whole)).toHaveLength(2);
  });
});

const quoted = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

describe("parseHeaderValue", () => {
  it.each([
    ["multipart/form-data; boundary=abc", "multipart/form-data", "abc"],
    ['Multipart/Form-Data; charset=utf-8; BOUNDARY="a b"', "multipart/form-data", "a b"],
    ["multipart/form-data;boundary=----WebKit7MA", "multipart/form-data", "----WebKit7MA"],
    ["multipart/form-data; boundary=a=b?:c", "multipart/form-data", "a=b?:c"],
    ["multipart/form-data; boundary=first; boundary=second", "multipart/form-data", "first"],
    ["multipart/form-data", "multipart/form-data", undefined],
    ["multipart/form-data; boundary", "multipart/form-data", undefined],
    ["multipart/form-data; ; boundary=a", "multipart/form-data", undefined],
    ["", "", undefined],
  ])("%j", (text, value, separator) => {
    const parsed = parseHeaderValue(text);
    expect([parsed.value, parsed.parameters.boundary]).toEqual([value, separator]);
  });

  it("ends on any text, and quickly on one that is made to be slow", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof parseHeaderValue(`a; ${text}`).value).toBe("string");
      }),
    );
    for (const text of [";", "; ", '; a="', '; a="\\', "; a=b", "; a"]) {
      expect(parseHeaderValue(text.repeat(10_000)).value).toBe("");
    }
  });
});
