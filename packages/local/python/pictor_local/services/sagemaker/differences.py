"""Ways in which SageMaker is not like AWS's here, for the README."""

DIFFERENCES = (
    "There are no containers: the toolkit runs on Python 3.11 and torch 2.13, the image has "
    "3.12 and 2.6.",
    "ONNX Runtime is this environment's for Python 3.11, the artefact's own is for 3.12.",
    "Java's heap is capped at 256 MB, its second compiler is off, and TorchServe collects no "
    "metrics of the system, for which it starts a Python every minute.",
    "A server's own directory is the container's `/`, its `ml` is `/opt/ml`, its `tmp` is "
    "`/tmp`: `HOME` and `SAGEMAKER_BASE_DIR` say so, and variables of image and model that "
    "begin there are moved. `PATH` leads to this machine's Python and java, "
    "`SAGEMAKER_BIND_TO_PORT` is a free port. The image's `LD_LIBRARY_PATH` and AWS's "
    "`AWS_REGION` and credentials are not set; every other variable is the image's or the "
    "model's.",
    "A server answers on no port: invocations, management (in the container on the same port) "
    "and metrics (there on 8082) have sockets in a directory of this user. A model's variables "
    "cannot move them. On macOS all three answer on free ports of 127.0.0.1, the first two on "
    "the same one.",
    "TorchServe's two ports of gRPC, which cannot be turned off and of which SageMaker uses "
    "none, answer nobody on Linux, from a fraction of a second after they are opened. "
    "Elsewhere any user of the machine can scale the workers by them and read where the model "
    "lies; models can be neither added nor removed.",
    "A serverless server is held to its `/tmp` by Landlock: elsewhere it gets EACCES, on AWS "
    "EROFS; modes, owners and times of files are not held. Where Linux has no Landlock "
    "(before 5.13, or turned off), and on macOS, it writes wherever this user may, and its "
    "log says so. It runs as this user.",
    "The toolkit's properties lie in `/tmp` instead of `/etc`, and `/.sagemaker` is there "
    "before it starts: how AWS lets the toolkit write both without instances is not "
    "documented.",
    "The toolkit waits for its own TorchServe, the container's refuses to be one of several. A "
    "server ends when the local AWS does.",
    "An artefact with a `requirements.txt` fails: nothing is installed. So does one with links or "
    "devices, with more than 10,000 files, or with more than 5 GB when unpacked.",
    "The only model server image is pytorch-inference (TorchServe); any other makes the "
    "endpoint Failed.",
    "An endpoint has one server whatever its instance count, type or serverless memory, and "
    "one production variant. Metrics of hosts are the server's, published once for each "
    "instance.",
    "Provisioned concurrency does not change how many requests a serverless endpoint serves.",
    "There is no data capture and no routing strategy.",
    "A deployment step is a share of the requests, whatever the instance count; each wait "
    "is a delay, and the execution timeout of a policy is not kept.",
    "Every third state change is sent twice; which ones AWS repeats is not documented.",
    "Container logs of endpoints are files, not the log group "
    "`/aws/sagemaker/Endpoints/<name>`; those of jobs are in both, once the job has ended.",
    "A transform job has one server whatever its instance count, sends an object whole "
    "(SplitType None), and has no filters, joins, compression and data capture.",
    "Of a prefix that is a directory, outputs keep the place below it; AWS documents one "
    "example, which does not settle prefixes that end within a name.",
    "There are no metrics of jobs in CloudWatch; a training job describes its last ones.",
    "A training job has one instance, called `localhost`, whose `/opt/ml` and `/tmp` are in a "
    "directory of its own, as a server's; its credentials are variables, and none with network "
    "isolation, which does not isolate. FastFile is downloaded as File is.",
    "Checkpoints are encrypted with the key of the outputs; AWS does not document theirs.",
    "Training on spot is billed at 30% whatever the market; only a fault interrupts it.",
)
