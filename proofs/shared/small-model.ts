/** What a picture may ask of the model, in JSON at its end, behind `wish:`. */
export interface Wish {
  /**
   * Before it answers it waits until there is a file of this name. Meanwhile it reads from the pipe `<gate>.waits`, if
   * there is one: a serverless server may write nowhere that a test looks.
   */
  readonly gate?: string;
  /** The status that it answers, with a code of the status table. */
  readonly refusal?: { readonly status: number; readonly code: string };
  /** Its process ends. */
  readonly exit?: true;
}

/** The model's code: answers every picture with one class, and with the identity that the model's environment states; or as it is wished. */
export const code = `
import json, os, time

def model_fn(model_dir):
    return open(os.path.join(model_dir, "label.txt")).read()

def transform_fn(label, data, content_type, accept, context):
    wish = json.loads(bytes(data or b"").partition(b"wish:")[2] or "{}")
    if "gate" in wish:
        pipe = wish["gate"] + ".waits"
        reading = os.path.exists(pipe) and os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        while not os.path.exists(wish["gate"]):
            time.sleep(0.01)
        if reading:
            os.close(reading)
    if "exit" in wish:
        os._exit(1)
    if "refusal" in wish:
        context.set_response_status(code=wish["refusal"]["status"], phrase="as wished")
        return json.dumps({"code": wish["refusal"]["code"]}), "application/json"
    release, weights = os.environ["PICTOR_RELEASE_SHA256"], os.environ["PICTOR_WEIGHTS_SHA256"]
    identity = f"release={release};weights={weights}"
    context.set_response_header(0, "X-Amzn-SageMaker-Custom-Attributes", identity)
    best = {"label": label, "index": len(label), "score": 1.0}
    return json.dumps({"predictions": [best]}), "application/json"
`;
