import fc from "fast-check";
import { decodeBase64 } from "../../lambda/predict/body/base64";
import { png } from "../pictures";
import { outcomeOf, type Sent } from "./outcome";

const picture = png(4, 4);
const asJson = (value: unknown, prefix = ""): Sent => ({
  body: prefix + JSON.stringify(value),
  type: "application/json",
});

describe("base64 in JSON", () => {
  // Its base64 has all of '+', '/' and '='.
  const bytes = Buffer.concat([picture, Buffer.from([0xfb, 0xff, 0xbf, 0xfe])]);
  const base64 = bytes.toString("base64");
  const lines = (width: number, end: string): string =>
    base64.replaceAll(new RegExp(`.{${width}}`, "g"), `$&${end}`);

  it("of this test has what differs between the alphabets", () => {
    expect(base64).toMatch(/\+.*\/.*=$/);
  });

  it.each([
    ["standard", base64],
    [
      "for URLs, as Python's urlsafe_b64encode writes it",
      base64.replaceAll("+", "-").replaceAll("/", "_"),
    ],
    ["for URLs without padding, as Node's base64url", bytes.toString("base64url")],
    ["without padding", base64.replaceAll("=", "")],
    ["in lines of 76, as Python's encodebytes and base64(1) write it", lines(76, "\n")],
    ["in lines of 76 with CRLF, as Java's MIME encoder", lines(76, "\r\n")],
    ["in lines of 64, as PEM", lines(8, "\n")],
    ["a data URL, as a browser's FileReader", `data:image/png;base64,${base64}`],
    ["a data URL with parameters", `DATA:image/png;name=a.png;BASE64,${base64}`],
    ["a data URL without a type", `data:;base64,${base64}`],
    [
      "a data URL for URLs in lines without padding",
      `data:image/png;base64,\n${bytes.toString("base64url")}`,
    ],
  ])("%s", (_, image) => {
    expect(outcomeOf(asJson({ image }))).toEqual(bytes);
  });

  it("of any bytes in any of these forms is those bytes", () => {
    const alphabet = fc.constantFrom("base64", "base64url");
    const width = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(
        fc.uint8Array(),
        alphabet,
        fc.option(width),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.constantFrom("", "data:;base64,", "data:image/jpeg;charset=x;base64,"),
        (given, alphabet, columns, end, padded, prefix) => {
          let text = Buffer.from(given).toString(alphabet);
          text = padded
            ? text.padEnd(Math.ceil(text.length / 4) * 4, "=")
            : text.replace(/=+$/, "");
          if (columns !== null)
            text = text.replaceAll(new RegExp(`.{${columns}}`, "g"), `$&${end}`);
          expect(decodeBase64(prefix + text)).toMatchObject({ bytes: Buffer.from(given) });
        },
      ),
    );
  });

  it.each([
    ["a character of neither alphabet", "AA!A", /it has "!" as character 3/],
    ["a plus that became a space", "AA AAAAA", /it has " " as character 3/],
    ["half of a pair", "AA\uD83DA", /as character 3/],
    ["padding in its middle", "AA==AAAA", /it has "=" as character 3/],
    ["too much padding", "AAA==", /5 characters cannot be whole bytes/],
    ["too little padding", "AA=", /3 characters/],
    ["a length that is no bytes'", "AAAAA", /5 characters/],
    ["padding alone", "==", /2 characters/],
    ["a data URL that is not base64", "data:image/svg+xml,%3Csvg", /data URL that is not base64/],
    ["a data URL without content", "data:image/png;base64", /without a comma/],
    ["an address", "https://a.example/a.png", /the API fetches nothing/],
  ])("with %s is refused in words", (_, image, sentence) => {
    const outcome = outcomeOf(asJson({ image }));
    expect(outcome).toMatch(/^bad-base64: Field 'image' is .*\.$/);
    expect(outcome).toMatch(sentence);
  });
});

describe("JSON", () => {
  const image = picture.toString("base64");

  it.each<[string, Sent, RegExp]>([
    ["with a BOM", asJson({ image }, "\uFEFF"), /byte order mark \(BOM\)/],
    ["that is an array", asJson([{ image }]), /is an array/],
    ["that is a string", asJson(image), /is a string/],
    ["that is a number", asJson(5), /is a number/],
    ["that is null", asJson(null), /is null/],
    ["without an image", asJson({ picture: image }), /no field 'image'/],
    ["without anything", asJson({}), /no field 'image'/],
    [
      "whose image is inherited",
      { body: '{"__proto__":{"image":"AAAA"}}', type: "application/json" },
      /no field/,
    ],
    ["with null", asJson({ image: null }), /'image' is null/],
    ["with a list of bytes", asJson({ image: [...picture] }), /'image' is an array/],
    ["with an object", asJson({ image: { data: image } }), /'image' is an object/],
    ["with a number", asJson({ image: 5 }), /'image' is a number/],
    ["that ends early", { body: '{"image":"AAAA', type: "application/json" }, /not valid JSON/],
    ["of two values", { body: '{"image":"AAAA"}{}', type: "application/json" }, /not valid JSON/],
  ])("%s has a sentence of its own", (_, sent, sentence) => {
    const outcome = outcomeOf(sent);
    expect(outcome).toMatch(/^bad-json: .*\.$/);
    expect(outcome).toMatch(sentence);
  });

  it("with an empty image is an empty body", () => {
    expect(outcomeOf(asJson({ image: " \n" }))).toMatch(/^empty-body: Field 'image' is empty/);
    expect(outcomeOf(asJson({ image: "data:image/png;base64," }))).toMatch(
      /^empty-body: Field 'image' is empty/,
    );
  });

  it("with something else in base64 is called by its name", () => {
    const holding = (text: string) => asJson({ image: Buffer.from(text).toString("base64") });
    expect(outcomeOf(holding("GIF89a"))).toMatch(
      /^unsupported-media-type: Field 'image' is a GIF image\./,
    );
    expect(outcomeOf(holding("hello"))).toMatch(/^not-an-image: Field 'image' is text, not/);
    const called = `data:image/png;base64,${Buffer.from("<html>").toString("base64")}`;
    expect(outcomeOf(asJson({ image: called }))).toMatch(
      /^unsupported-media-type: Field 'image' is HTML, though its type is given as image\/png/,
    );
  });
});
