/// Hot loops over the voxels of a scan: looked through, normalised, resampled one axis after the other.
///
/// Lines run through tiles of [position][16 lanes] floats: 16 lines at once, whatever axis they lie along. A tile has
/// room for two positions before and after its lines. No line's values depend on the lanes beside it, so results do
/// not depend on how lines are shared out. Nothing here allocates, checks or starts threads.
#ifndef CKERNELSVOLUME_H
#define CKERNELSVOLUME_H

#include "CKernels.h"

/// How a voxel is stored.
typedef enum : int32_t { CK_UINT8 = 0, CK_INT16 = 1, CK_UINT16 = 2, CK_FLOAT32 = 3 } ck_scalar;

/// Values are clipped to low...high, then less mean, then divided by deviation, each step in single precision.
typedef struct {
  float low, high, mean, deviation;
} ck_intensities;

/// What a row of stored voxels holds.
typedef struct {
  /// The smallest and largest value that is not zero; infinities the wrong way round if there is none.
  float low, high;
  /// Voxels that are zero, and voxels that are no number or infinite.
  int64_t zeros, not_finite;
  /// The first and last position that is not zero: `count` and -1 if there is none.
  int32_t first, last;
} ck_row_facts;

/// Up to 16 lines of stored voxels: lane l, position p is `voxels[l * lane + p * step]`, in voxels.
typedef struct {
  const void *voxels;
  ck_scalar scalar;
  ptrdiff_t lane, step;
  int32_t lanes, count;
} ck_lines;

/// How many old positions a new one is made of.
typedef enum : int32_t { CK_PAIR = 2, CK_CUBIC = 4 } ck_taps_of_axis;

/// One axis of a separable resampling.
typedef struct {
  ck_taps_of_axis taps;
  int32_t old_count, new_count;
  /// First old position of each new one, and for pairs the second.
  const int32_t *first, *second;
  /// `taps` weights a new position. Cubic ones are those of the B-spline times 6, the gain of its inverse filter.
  const float *weights;
  /// The results are clipped to these.
  float low, high;
} ck_axis_pass;

/// A row of a linear zoom as scipy.ndimage computes it, in double without fused operations.
typedef struct {
  const void *voxels;
  ck_scalar scalar;
  /// Offsets of the rows (y, z): lower and lower, lower and upper, upper and lower, upper and upper.
  ptrdiff_t row[4];
  /// Weights of lower and upper along y and z.
  double y[2], z[2];
  /// For each new x the offsets of lower and upper within a row, and their weights.
  const int64_t *lower, *upper;
  const double *lower_weight, *upper_weight;
  int32_t count;
  /// Receives the values without their fractions (rounded towards zero).
  float *target;
} ck_zoom_row;

/// The loops of one instruction set.
typedef struct {
  /// What a row of `count` stored voxels, one after the other, holds.
  void (*facts)(const void *row, ck_scalar scalar, int32_t count, ck_row_facts *facts);
  /// Normalised lines into a tile; widens `range` (low, high) to the values. Spare lanes repeat the last one.
  void (*load)(const ck_lines *lines, const ck_intensities *intensities, float *tile, float *range);
  /// Lines whose lanes lie side by side, positions `step` apart, into a tile. Spare lanes repeat the last one.
  void (*gather)(const float *source, ptrdiff_t step, int32_t lanes, int32_t count, float *tile);
  /// A tile of old positions (spoilt by it) to one of new positions. Cubic: interpolating spline, ends continued
  /// for ever; the sums of both directions of the recursion beyond the ends are exact.
  void (*resample)(const ck_axis_pass *pass, float *tile, float *result);
  /// A tile to lines: lane l, position p goes to `target[l * lane + p * step]`.
  void (*scatter)(const float *tile, int32_t lanes, int32_t count, float *target, ptrdiff_t lane, ptrdiff_t step);
  /// See `ck_zoom_row`.
  void (*zoom)(const ck_zoom_row *row);
  /// Normalised values; `source` and `target` may be the same row when `step` is 1.
  void (*normalise)(const float *source, ptrdiff_t step, int32_t count, const ck_intensities *intensities,
                    float *target);
} ck_volume_kernels;

/// The loops of `isa`, or NULL if this machine cannot run them.
const ck_volume_kernels *ck_volume_kernels_for(ck_isa isa);

#endif
