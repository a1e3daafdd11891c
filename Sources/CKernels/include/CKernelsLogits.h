/// Hot loops between a network's logits and labels: half-precision sums of weighted tiles, and the largest class of
/// every voxel of a finer grid.
///
/// Half-precision values are IEEE 754 binary16 in `uint16_t`, rounded to nearest, ties to even, as PyTorch's
/// `torch.half` and NumPy's `float16` are. The layout is voxel by voxel: `lanes` values side by side, `lanes` being
/// the number of classes rounded up to a multiple of 8.
///
/// Every instruction set gives the same bits. Kernels check nothing, allocate nothing and start no threads.
#ifndef CKERNELS_LOGITS_H
#define CKERNELS_LOGITS_H

#include "CKernels.h"

/// Most classes of a voxel.
#define CK_MOST_CLASSES 1024

/// Sums of one row of tiles over voxels of one head.
typedef struct {
  /// Logits of the first voxel; `stride` floats to the next.
  const float *logits;
  ptrdiff_t stride;
  /// Half-precision weight of each voxel.
  const uint16_t *weight;
  int32_t voxels, lanes;
  /// Half-precision sums, `lanes` a voxel.
  uint16_t *sum;
} ck_weighted_row;

/// What makes the logits of a run of voxels final.
typedef struct {
  /// Sums of each fold; the first receives the logits.
  uint16_t *const *sum;
  int32_t folds;
  /// The sum of weights of each voxel; 0 where no tile lies.
  const uint16_t *weight;
  int64_t voxels;
  int32_t classes, lanes;
} ck_final_logits;

/// Output columns that lie between the same two voxels of a row.
typedef struct {
  /// The two voxels (equal at an edge).
  int32_t low, high;
  /// First output column and their number.
  int32_t first, count;
} ck_logit_cell;

/// Output rows that lie between the same two rows of voxels, and their columns in cells.
typedef struct {
  /// Logits of the two rows as floats, `lanes` a voxel, from `blend`.
  const float *upper, *lower;
  int32_t classes, lanes;
  int32_t cells;
  const ck_logit_cell *cell;
  /// The part of `high` in each output column, and of `lower` in each output row; 0 to 1.
  const float *across, *down;
  int32_t rows;
  /// The class of output voxel (row j, column i) goes to `label[j * row + i]`.
  uint16_t *label;
  ptrdiff_t row;
} ck_logit_cells;

/// Probabilities of one output row.
typedef struct {
  /// As in `ck_logit_cells`.
  const float *upper, *lower;
  int32_t classes, lanes;
  int32_t cells;
  const ck_logit_cell *cell;
  const float *across;
  /// The part of `lower`.
  float down;
  /// Room for the largest probability of each column, or NULL.
  float *largest;
  /// Classes whose probabilities are wanted; class `chosen[k]` of column i goes to `probability[k * plane + i]`.
  int32_t count;
  const int32_t *chosen;
  float *probability;
  ptrdiff_t plane;
} ck_logit_probabilities;

/// The kernels of one instruction set.
typedef struct {
  ck_isa isa;
  /// Half precision to single and back.
  void (*widen)(const uint16_t *half, int64_t count, float *single);
  void (*narrow)(const float *single, int64_t count, uint16_t *half);
  /// sum = half(sum + logits * weight), in single precision between.
  void (*accumulate)(const ck_weighted_row *row);
  /// sum = half(sum + weight).
  void (*add)(const uint16_t *weight, int64_t count, uint16_t *sum);
  /// Sums divided by their weight and rounded, then the mean over folds, rounded after each step. Lanes past the
  /// classes become the lowest finite value; a voxel without weight becomes background: 0 in class 0, the lowest
  /// finite value in the others. Returns the number of logits that are not finite.
  int64_t (*finish)(const ck_final_logits *logits);
  /// single = a * (1 - part) + b * part.
  void (*blend)(const uint16_t *a, const uint16_t *b, float part, int64_t count, float *single);
  /// The first largest class of every output voxel; see body/logits.h for why most classes need not be computed.
  void (*label_cells)(const ck_logit_cells *cells);
  /// The same by computing every class: the definition, for tests.
  void (*label_cells_fully)(const ck_logit_cells *cells);
  /// The first largest class of each voxel.
  void (*label_voxels)(const uint16_t *logits, int32_t classes, int32_t lanes, int64_t voxels, uint16_t *label);
  /// Softmax of the interpolated, rounded logits.
  void (*probabilities)(const ck_logit_probabilities *row);
} ck_logit_kernels;

/// The kernels of `isa`, or NULL if this machine cannot run them.
const ck_logit_kernels *ck_logit_kernels_for(ck_isa isa);

/// Writes labels to `base`, which holds bytes or (`wide`) 16-bit ids, at `offset`, `offset + stride`, ...
void ck_store_labels(const uint16_t *label, int64_t count, bool wide, void *base, ptrdiff_t offset,
                     ptrdiff_t stride);

/// The half-precision value nearest to a double, ties to even: the oracle of `narrow`.
uint16_t ck_reference_half(double value);
/// The double that a half-precision value is.
double ck_reference_wide(uint16_t half);

#endif
