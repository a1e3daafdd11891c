/// Hot loops of the 3-D U-Net operators, compiled once per instruction set and chosen at run time.
///
/// One activation layout serves every operator, from the input to the logits:
///
///     [channel block][z + 2][y + 2][x + 2][16]   32-bit floats, x fastest, 16 channels innermost
///
/// Depth, height and width are rounded up to multiples of four before the two halo voxels are added, so a
/// Winograd tile never reads past the end. Everything outside the true extents, and every channel past the true
/// number, is zero always: kernels rely on it and keep it.
///
/// Kernels do not check shapes (the Swift operators do), do not allocate and do not start threads. Their sums run
/// in an order that depends on their arguments only, never on who calls them.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Lanes of a channel block.
#define CK_LANES 16

/// Instruction sets with kernels of their own, slowest first.
typedef enum : int32_t { CK_PORTABLE = 0, CK_AVX2 = 1, CK_AVX512 = 2 } ck_isa;

/// Whether this machine (processor and operating system) can run the kernels of `isa`.
bool ck_isa_available(ck_isa isa);
/// The fastest available instruction set.
ck_isa ck_isa_best(void);
/// "portable", "avx2" or "avx512".
const char *ck_isa_name(ck_isa isa);

/// `bytes` of zeros aligned to 2 MiB and offered to huge pages, or NULL. The pages are not touched yet.
void *ck_allocate(size_t bytes);
/// Gives back what `ck_allocate(bytes)` returned.
void ck_release(void *memory, size_t bytes);

/// Processor time of the calling thread in seconds.
double ck_thread_seconds(void);
/// Peak resident memory of the process in bytes.
size_t ck_peak_resident(void);

/// Extents of an activation and the floats between its neighbours. Extents are true ones, without halo.
typedef struct {
  int32_t depth, height, width;
  /// Floats from a voxel to the next in y, in z, and to the same voxel of the next channel block.
  ptrdiff_t row, plane, block;
} ck_map;

/// The map of an activation with these extents.
ck_map ck_map_make(int32_t depth, int32_t height, int32_t width);
/// Floats before the first true voxel of a block.
ptrdiff_t ck_map_origin(ck_map map);

/// What a reader does to a value before using it: z = scale * x + shift, then z < 0 ? slope * z : z.
/// The deferred instance normalisation and leaky ReLU of the layer before.
typedef struct {
  float scale[CK_LANES], shift[CK_LANES];
  float slope;
} ck_load;

/// Moments of the values of a channel block: count, mean and sum of squared deviations per lane.
typedef struct {
  double count;
  double mean[CK_LANES], m2[CK_LANES];
} ck_moments;

/// Adds `other` to `moments` (Chan, Golub, LeVeque 1979). The order of calls is the order of the sum.
void ck_moments_merge(ck_moments *moments, const ck_moments *other);

/// Dense [channel][z][y][x] values of one sample into the channel blocks at `blocks`; padding is left alone.
void ck_activation_from_dense(ck_map map, int32_t channels, const float *dense, float *blocks);
/// The inverse.
void ck_activation_to_dense(ck_map map, int32_t channels, const float *blocks, float *dense);

/// How many of `count` values are infinite or not a number.
int64_t ck_count_not_finite(const float *values, int64_t count);

/// Where the weights of a list of taps lie in a dense array: target * target_stride + source * source_stride +
/// index[tap].
typedef struct {
  int32_t targets, sources, count;
  const int32_t *index;
  ptrdiff_t target_stride, source_stride;
  /// One source channel, not padded to a block.
  bool single;
} ck_taps;

/// Dense weights of target blocks [first, last) to the order `ck_tapped.weights` wants.
void ck_pack_taps(ck_taps taps, int32_t first, int32_t last, const float *dense, float *packed);
/// Adds a gradient as `tapped_gradient` writes it to a dense one, target blocks [first, last).
void ck_unpack_taps(ck_taps taps, int32_t first, int32_t last, const float *packed, float *dense);

/// A convolution written as a list of taps: every output voxel is a weighted sum of the source voxels at
/// `position * step + tap`, where position counts output voxels. Strided, anisotropic, one-channel and 1x1x1
/// convolutions, transposed convolutions (one phase at a time) and the data gradients of all of them are this.
typedef struct {
  ck_map source, target;
  int32_t source_blocks, target_blocks;
  /// Channels of a one-channel source are not padded to a block in the weights.
  bool single;
  /// One pointer a channel block, at its first float (in the halo). Two tensors need not be joined.
  const float *const *source_block;
  float *const *target_block;
  /// NULL, or one deferred load a source block; each may be NULL.
  const ck_load *const *load;
  int32_t taps;
  /// z, y, x of each tap in source voxels.
  const int32_t (*tap)[3];
  int32_t step[3];
  /// Output voxel `position` lands on target voxel `origin + position * stride`, 0 <= position < count.
  int32_t origin[3], stride[3], count[3];
  /// [target block][tap][source block][16][16], or [target block][tap][16] for a single channel.
  const float *weights;
  /// NULL, or one value per target channel.
  const float *bias;
  /// Add to the target rather than replace it.
  bool accumulate;
} ck_tapped;

/// A stride-1 convolution with zero padding in Winograd tiles: 3x3x3 in F(m x m x m, 3x3x3), 1x3x3 in F(1 x 4 x 4, 1x3x3).
typedef struct {
  ck_map source, target;
  int32_t source_blocks, target_blocks;
  const float *const *source_block;
  float *const *target_block;
  const ck_load *const *load;
  const float *bias;
  bool accumulate;
} ck_winograd;

/// Floats from a point to the next in V and M with room for `tiles` (an even number) in each of `blocks` channel
/// blocks: an odd number of cache lines, so that the points of a tile do not share one set of the caches.
static inline ptrdiff_t ck_point_stride(int32_t tiles, int32_t blocks) {
  return ((ptrdiff_t)tiles * blocks + 1) * CK_LANES;
}

/// Kernels of Winograd tiles of one size. A tile index counts tiles with x fastest, then y, then z.
/// V is [point][source block][tile][16], M is [point][target block][tile][16], points `ck_point_stride` apart;
/// `tiles` is the room for tiles in each.
typedef struct {
  /// Output voxels of a tile along z, along y and x (m), and points (m + 2 to the power of the axes it works along).
  int32_t depth, edge, points;
  /// Weights [points][target blocks][source channels][16] of dense weights [target][source][27 or 9]; `flip` takes the
  /// weights of the data gradient: mirrored, source and target exchanged (`targets` and `sources` stay those of
  /// the dense array). Fills target blocks [first, last) only; padded channels get zeros.
  void (*weights)(const float *dense, int32_t targets, int32_t sources, bool flip, int32_t first, int32_t last,
                  float *u);
  /// Source tiles [first, first + count) of source blocks [b0, b1) into V.
  void (*input)(const ck_winograd *job, int32_t first, int32_t count, int32_t b0, int32_t b1, float *v,
                int32_t tiles);
  /// Products of points [p0, p1): M = V U.
  void (*multiply)(const float *v, const float *u, float *m, int32_t p0, int32_t p1, int32_t count, int32_t tiles,
                   int32_t source_blocks, int32_t target_blocks);
  /// M into target tiles of target blocks [b0, b1), with their moments if `moments` (one per target block).
  void (*output)(const ck_winograd *job, int32_t first, int32_t count, int32_t b0, int32_t b1, const float *m,
                 int32_t tiles, ck_moments *moments);
  /// Adjoint of `output`: gradient tiles of the target into M.
  void (*adjoint)(const ck_winograd *job, int32_t first, int32_t count, int32_t b0, int32_t b1, float *m,
                  int32_t tiles);
  /// Adds V^T M of points [p0, p1) to the gradient in the transform domain [points][target block][source
  /// channel][16], or replaces it if `fresh`.
  void (*gradient)(const float *v, const float *m, float *du, int32_t p0, int32_t p1, int32_t count, int32_t tiles,
                   int32_t source_blocks, int32_t target_blocks, bool fresh);
  /// Adds the dense weight gradient of target block `block` from the transform domain.
  void (*dense)(const float *du, int32_t targets, int32_t sources, int32_t block, float *gradient);
} ck_winograd_kernels;

/// A product C = A B (or C += A B): A is [rows][depth] and C [rows][targets], both in blocks of 16 columns with
/// `row` floats between rows and `block` floats between blocks; B is [target block][depth][16].
typedef struct {
  const float *a, *b;
  float *c;
  ptrdiff_t a_row, a_block, c_row, c_block;
  int32_t rows, depth, target_blocks;
  bool accumulate;
} ck_product;

/// Voxels of planes [z0, z1) of one channel block.
typedef struct {
  ck_map map;
  int32_t z0, z1;
} ck_slab;

/// A soft Dice and cross-entropy loss over logits of all voxels of one sample.
typedef struct {
  ck_map map;
  int32_t classes;
  float *const *logit_block;
  /// Depth x height x width class numbers, x fastest.
  const uint16_t *label;
  /// Voxels with this label count nowhere.
  uint16_t ignored;
} ck_loss;

/// Per-row sums of a loss: cross-entropy, voxels counted, and per class the probability mass, the probability
/// mass on voxels of the class, and the voxels of the class.
typedef struct {
  double entropy, voxels;
  /// 3 x classes.
  double *classes;
} ck_loss_sums;

/// Logits of a student and of its teacher over all voxels of one sample.
typedef struct {
  ck_map map;
  int32_t classes;
  float *const *student_block;
  const float *const *teacher_block;
  /// One over the temperature.
  float sharpness;
} ck_distillation;

/// Channels of logits merged into groups; the logit of a group is log(sum(e^logit)) over its members.
typedef struct {
  ck_map map;
  int32_t channels, groups;
  const float *const *logit_block;
  float *const *merged_block;
  /// The group of every channel, padded ones too; `groups` where it belongs to none.
  const int32_t *group;
  /// Groups of more than one member; the members of number g lie in parts [first_part[g], first_part[g + 1]).
  int32_t several;
  const int32_t *several_group, *first_part;
  /// The channel block of a part, and 16 lanes of it: -1 for members, 0 for others.
  const int32_t *part_block, *part_mask;
} ck_merge;

/// Most scales of `strips`.
#define CK_MOST_SCALES 5

/// Every kernel of one instruction set.
typedef struct {
  ck_isa isa;
  /// F(4x4x4) and F(2x2x2).
  ck_winograd_kernels winograd4, winograd2, winograd_flat;

  void (*product)(const ck_product *job);

  /// Floats of scratch a call of `tapped` or `tapped_gradient` needs.
  size_t (*tapped_scratch)(const ck_tapped *job);
  /// Output rows [first, first + count) (z * height + y of the counted positions) of target blocks [b0, b1).
  /// Moments of the values stored, one per target block, if not NULL.
  void (*tapped)(const ck_tapped *job, int32_t first, int32_t count, int32_t b0, int32_t b1, float *scratch,
                 ck_moments *moments);
  /// Adds the weight gradient of taps [t0, t1) over those rows to `gradient`, laid out
  /// [tap][source channel][target channel] ([tap][target channel] for a single channel).
  /// Here `target_block` is read: it holds the gradient of the output.
  void (*tapped_gradient)(const ck_tapped *job, int32_t first, int32_t count, int32_t t0, int32_t t1, float *scratch,
                          float *gradient);

  /// Zeroes the halo and the rounding of one block.
  void (*clear_halo)(ck_map map, float *block);
  /// Moments of a slab.
  void (*moments)(const ck_slab *slab, const float *block, ck_moments *moments);
  /// Sums of a slab per lane.
  void (*sums)(const ck_slab *slab, const float *block, double *sums);
  /// target = load_a(a) + load_b(b), then leaky ReLU with `slope` (1: none). `b` may be NULL.
  void (*combine)(const ck_slab *slab, const float *a, const ck_load *load_a, const float *b, const ck_load *load_b,
                  float slope, float *target);
  /// gradient *= slope wherever value < 0: the adjoint of a leaky ReLU whose output is `value`.
  void (*combine_gradient)(const ck_slab *slab, const float *value, float slope, float *gradient);
  /// target += source.
  void (*add)(const ck_slab *slab, const float *source, float *target);
  /// Sums of dz and dz * x_hat of a normalisation with leaky ReLU (32 doubles), where dz is the gradient before
  /// the ReLU, x_hat = (x - mean) * inverse_deviation.
  void (*norm_sums)(const ck_slab *slab, const float *x, const ck_load *load, const float *mean,
                    const float *inverse_deviation, const float *gradient, double *sums);
  /// gradient = a * dz + b * x_hat + c per lane: the data gradient, in place. `coefficients` is a, b, c.
  void (*norm_gradient)(const ck_slab *slab, const float *x, const ck_load *load, const float *mean,
                        const float *inverse_deviation, const float *coefficients, float *gradient);

  /// Means over windows (z, y, x) of the source; target planes [z0, z1) of `slab`.
  void (*pool)(const ck_slab *slab, ck_map source_map, const float *source, const int32_t *window, float *target);
  /// Adjoint of `pool`; source planes [z0, z1) of `slab`, overwritten.
  void (*pool_gradient)(const ck_slab *slab, ck_map target_map, const float *target, const int32_t *window,
                        float *source);
  /// Trilinear (or nearest) samples with voxel centres at i + 1/2; target planes of `slab`.
  void (*resample)(const ck_slab *slab, ck_map source_map, const float *source, bool nearest, float *target);
  /// Adjoint of `resample` over a whole block: the source gradient is overwritten.
  void (*resample_gradient)(ck_map target_map, const float *target, ck_map source_map, bool nearest, float *source);

  /// Softmax over channels of a slab, in place.
  void (*softmax)(const ck_slab *slab, int32_t classes, float *const *block);
  /// Adjoint: gradient = p * (gradient - sum(p * gradient)), in place; `probability` is the softmax.
  void (*softmax_gradient)(const ck_slab *slab, int32_t classes, const float *const *probability,
                           float *const *gradient);
  /// The largest class of each voxel (the first of equals) and its probability, in one pass. Returns the number of
  /// voxels with a logit that is not finite. `label` and `probability` (may be NULL) are whole dense volumes.
  int64_t (*argmax)(const ck_slab *slab, int32_t classes, const float *const *block, uint16_t *label,
                    float *probability);
  /// Row sums of a loss over planes [z0, z1), added to `sums`. Returns the voxels that are not finite.
  int64_t (*loss)(const ck_loss *job, int32_t z0, int32_t z1, ck_loss_sums *sums);
  /// The gradient of weight_entropy * entropy + sum over classes of (a_c * mass_on_class_c + b_c * mass_c)
  /// with respect to the logits, in place. `coefficients` is a then b (2 x classes).
  void (*loss_gradient)(const ck_loss *job, int32_t z0, int32_t z1, double weight_entropy, const float *coefficients);

  /// KL divergence of the student's softmax from the teacher's, summed over planes [z0, z1), added to `sum`. Returns
  /// the voxels that are not finite, which count nothing.
  int64_t (*divergence)(const ck_distillation *job, int32_t z0, int32_t z1, double *sum);
  /// The same; the student's logits become factor * (its probability - the teacher's).
  int64_t (*divergence_gradient)(const ck_distillation *job, int32_t z0, int32_t z1, float factor, double *sum);
  /// The entropy of the softmax of every voxel in nats, into a whole dense volume. Returns the voxels that are not
  /// finite.
  int64_t (*entropy)(const ck_slab *slab, int32_t classes, const float *const *block, float *result);
  /// Logits of groups over planes [z0, z1).
  void (*merge)(const ck_merge *job, int32_t z0, int32_t z1);
  /// Its adjoint times `factor`: `merged_block` holds the gradient of the groups; `target` may be the logits
  /// themselves where nothing is accumulated.
  void (*merge_gradient)(const ck_merge *job, int32_t z0, int32_t z1, float factor, bool accumulate,
                         float *const *target);
  /// gradient = factor * (load_a(a) - load_b(b)); squares of the differences are added per lane.
  void (*difference)(const ck_slab *slab, const float *a, const ck_load *load_a, const float *b,
                     const ck_load *load_b, float factor, double *squares, float *gradient);
  /// factor * the sum over channels of load(x)^2, of every voxel, into a whole dense volume.
  void (*energy)(const ck_slab *slab, int32_t blocks, const float *const *block, const ck_load *const *load,
                 float factor, float *result);
  /// target = load(source) * factor, which is a whole dense volume.
  void (*scale_voxels)(const ck_slab *slab, const float *source, const ck_load *load, const float *factor,
                       float *target);
  /// Means along an axis (0 is z) of a whole block: at scale s the axis is cut into 2^s strips, as equal as may be.
  /// Adds factor[s] * mean^2 per lane to `squares` and the gradient of their sum to `gradient`. The axis has at least
  /// 2^(scales - 1) voxels.
  void (*strips)(ck_map map, int32_t axis, int32_t scales, const float *source, const float *factor,
                 double *squares, float *gradient);
} ck_kernels;

/// The kernels of `isa`, or NULL if this machine cannot run them.
const ck_kernels *ck_kernels_for(ck_isa isa);

#include "CKernelsLogits.h"
#include "CKernelsReference.h"
#include "CKernelsVolume.h"

#endif
