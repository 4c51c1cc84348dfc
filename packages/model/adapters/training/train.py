"""What SageMaker's training toolkit starts: `python train.py --epochs 10 …` in /opt/ml/code."""

import runpy

runpy.run_module("pictor_model.train", run_name="__main__", alter_sys=True)
