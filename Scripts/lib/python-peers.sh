# shellcheck shell=bash
# The Python that has the peers of segmentation: nnU-Net v2 and TotalSegmentator on a PyTorch for the CPU.
#
# Sourced, never run.

# Prints the path of that Python: FABRICA_PYTHON, else an environment under .build, made when it is not there.
segmentationPython() {
  local environment=$1/.build/python-segmentation
  if [[ -n ${FABRICA_PYTHON:-} ]]; then
    printf '%s\n' "$FABRICA_PYTHON"
    return
  fi
  [[ -x $environment/bin/python ]] || python3 -m venv "$environment" >&2
  if ! "$environment/bin/python" -c 'import torch, nnunetv2, totalsegmentator' 2>/dev/null; then
    # The build for the CPU is a tenth of the other; where the index does not have it, any will do.
    "$environment/bin/pip" install -q 'torch==2.13.0+cpu' >/dev/null 2>&1 || "$environment/bin/pip" install -q torch >&2
    "$environment/bin/pip" install -q 'nnunetv2==2.8.1' 'TotalSegmentator==2.18.0' >&2
  fi
  printf '%s\n' "$environment/bin/python"
}
