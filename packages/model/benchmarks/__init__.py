"""Measures artefacts inside the real SageMaker toolkit, interleaved; `npm run bench -- model`."""
