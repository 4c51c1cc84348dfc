import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Python that writes pictures of three formats and some files that only begin like pictures. */
const script = `
import random, sys
from pathlib import Path
from PIL import Image

directory, count, broken = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(7)
formats = ("JPEG", "PNG", "WEBP")
for at in range(count):
    kind = formats[at % 3]
    colour = tuple(chance.randrange(256) for _ in range(3))
    size = (32 + at % 40, 32)
    Image.new("RGB", size, colour).save(directory / f"{at:04}.{kind.lower()}", kind)
for at in range(broken):
    (directory / f"broken-{at}.png").write_bytes(b"\\x89PNG\\r\\n\\x1a\\n" + bytes(at))
`;

/** Writes pictures of three formats, and broken ones, and returns the names of all. */
export function writePictures(directory: string, count: number, broken: number): readonly string[] {
  const python = join(__dirname, "..", "..", "packages", "model", ".venv", "bin", "python");
  const { status, stderr } = spawnSync(
    python,
    ["-c", script, directory, String(count), String(broken)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`pictures: ${stderr}`);
  return readdirSync(directory).sort();
}

/** A model that decodes a picture and answers with its format; errors as the real one has them. */
export const decodingModel = `
import io, json, os
from PIL import Image

def model_fn(model_dir):
    return None

def transform_fn(model, data, content_type, accept, context):
    try:
        image = Image.open(io.BytesIO(bytes(data)))
        image.load()
    except Exception:
        problem = {"code": "undecodable-image", "detail": f"sent as {content_type}"}
        if os.environ.get("PICTOR_ERRORS") == "inline":
            return json.dumps({"error": {**problem, "status": 422}}), "application/json"
        context.set_response_status(code=422, phrase="undecodable")
        return json.dumps(problem), "application/json"
    best = {"label": image.format, "index": 0, "score": 1.0}
    return json.dumps({"predictions": [best]}), "application/json"
`;
