import { readFileSync } from "node:fs";

/**
 * Functions of a Go program for Linux on x86-64, and which of them each one refers to.
 *
 * Go keeps the names of all functions in `.gopclntab`, of stripped programs too. A reference is a call, a jump, or the
 * address of a function value, found by looking at every byte: an instruction is not decoded. A byte that only looks like
 * a call would have to hit the first byte of a function by chance.
 * @see https://go.googlesource.com/go/+/refs/heads/master/src/debug/gosym/pclntab.go
 */
export class GoBinary {
  #file;
  #sections;
  #starts = [];
  #nameOf = [];
  /** Several functions may have one name, such as closures that were inlined. */
  #byName = new Map();
  #byStart = new Map();
  #found = new Map();

  constructor(path) {
    this.#file = readFileSync(path);
    this.#sections = sectionsOf(this.#file);
    this.#readFunctions();
  }

  get names() {
    return [...this.#byName.keys()];
  }

  /** Names of the functions that a function refers to. */
  references(name) {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const indexes = this.#byName.get(name) ?? [];
    const found = new Set(
      indexes.flatMap((index) =>
        [...this.#referencesAt(index)].map((target) => this.#nameOf[target]),
      ),
    );
    this.#found.set(name, found);
    return found;
  }

  #readFunctions() {
    const table = this.#sections.get(".gopclntab");
    const file = this.#file;
    if (file.readUInt32LE(table.offset) !== 0xfffffff1) {
      throw new Error(
        "the program is not of Go 1.20 or newer, whose table of functions this reads",
      );
    }
    const header = (field) => Number(file.readBigUInt64LE(table.offset + 8 + 8 * field));
    const [count, text, names, functions] = [0, 2, 3, 7].map(header);
    const functionsAt = table.offset + functions;
    for (let index = 0; index < count; index += 1) {
      const start = text + file.readUInt32LE(functionsAt + 8 * index);
      const entry = functionsAt + file.readUInt32LE(functionsAt + 8 * index + 4);
      const nameAt = table.offset + names + file.readInt32LE(entry + 4);
      this.#byStart.set(start, index);
      this.#starts.push(start);
      const name = file.toString("utf8", nameAt, file.indexOf(0, nameAt));
      this.#nameOf.push(name);
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), index]);
    }
    this.#starts.push(text + file.readUInt32LE(functionsAt + 8 * count));
  }

  #referencesAt(index) {
    const start = this.#starts[index];
    const code = this.#bytesAt(start, this.#starts[index + 1] - start);
    const targets = new Set();
    for (let at = 0; at + 6 <= code.length; at += 1) {
      const target = this.#targetAt(code, at, start);
      if (target !== undefined && target !== index) targets.add(target);
    }
    return targets;
  }

  #targetAt(code, at, start) {
    const byte = code[at];
    // call, jmp
    if (byte === 0xe8 || byte === 0xe9) {
      return this.#byStart.get(start + at + 5 + code.readInt32LE(at + 1));
    }
    // lea, mov of an address relative to the instruction: of code, of a function value, or of a variable that holds one
    if ((byte === 0x8d || byte === 0x8b) && (code[at + 1] & 0xc7) === 0x05) {
      const address = start + at + 6 + code.readInt32LE(at + 2);
      const value = this.#pointerAt(address);
      return [address, value, this.#pointerAt(value)]
        .map((candidate) => this.#byStart.get(candidate))
        .find((target) => target !== undefined);
    }
    return undefined;
  }

  #pointerAt(address) {
    const bytes = this.#bytesAt(address, 8);
    return bytes?.readUInt32LE(4) === 0 ? bytes.readUInt32LE(0) : undefined;
  }

  #bytesAt(address, length) {
    if (address === undefined) return undefined;
    for (const name of [".text", ".rodata", ".data"]) {
      const section = this.#sections.get(name);
      const within = address - section.address;
      if (within >= 0 && within + length <= section.size) {
        return this.#file.subarray(section.offset + within, section.offset + within + length);
      }
    }
    return undefined;
  }
}

function sectionsOf(file) {
  if (file.toString("latin1", 0, 4) !== "\x7fELF" || file[18] !== 62) {
    throw new Error("not an ELF program for x86-64");
  }
  const at = Number(file.readBigUInt64LE(0x28));
  const [size, count, names] = [0x3a, 0x3c, 0x3e].map((offset) => file.readUInt16LE(offset));
  const headers = Array.from({ length: count }, (_, index) => {
    const header = at + size * index;
    const long = (offset) => Number(file.readBigUInt64LE(header + offset));
    return {
      name: file.readUInt32LE(header),
      address: long(0x10),
      offset: long(0x18),
      size: long(0x20),
    };
  });
  const strings = headers[names].offset;
  return new Map(
    headers.map(({ name, ...section }) => {
      const nameAt = strings + name;
      return [file.toString("latin1", nameAt, file.indexOf(0, nameAt)), section];
    }),
  );
}
