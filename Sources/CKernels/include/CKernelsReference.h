/// The oracle: every operator as plain loops in double over dense [channel][z][y][x] arrays, one sample.
///
/// No processor-specific instructions, no blocking, no fused steps: slow on purpose, read to be believed.
/// Each forward stands beside its adjoint. All gradients are overwritten, not added to.
#ifndef CKERNELS_REFERENCE_H
#define CKERNELS_REFERENCE_H

#include <stdint.h>

/// A convolution: source and target channels, source extents, kernel and stride per axis (z, y, x).
/// Kernels of 3 pad one zero on each side, kernels of 1 none; extents out = (in - 1) / stride + 1.
typedef struct {
  int32_t sources, targets;
  int32_t extent[3], kernel[3], stride[3];
} ck_reference_convolution;

/// target[co] = bias[co] + sum over ci and taps of weight[co][ci][kz][ky][kx] * source. `bias` may be NULL.
void ck_reference_convolve(ck_reference_convolution shape, const double *source, const double *weight,
                           const double *bias, double *target);
/// Gradients of the source, the weights and the bias (each may be NULL) from that of the target.
void ck_reference_convolve_gradient(ck_reference_convolution shape, const double *source, const double *weight,
                                    const double *target_gradient, double *source_gradient, double *weight_gradient,
                                    double *bias_gradient);

/// Transposed convolution with kernel = stride; weight[ci][co][kz][ky][kx]; extents out = in * stride.
void ck_reference_transposed(ck_reference_convolution shape, const double *source, const double *weight,
                             const double *bias, double *target);
/// Its gradients.
void ck_reference_transposed_gradient(ck_reference_convolution shape, const double *source, const double *weight,
                                      const double *target_gradient, double *source_gradient,
                                      double *weight_gradient, double *bias_gradient);

/// Instance normalisation over `voxels` with affine, then leaky ReLU: population variance plus `epsilon`.
void ck_reference_norm(int32_t channels, int64_t voxels, const double *source, const double *gamma,
                       const double *beta, double epsilon, double slope, double *target);
/// Its gradients.
void ck_reference_norm_gradient(int32_t channels, int64_t voxels, const double *source, const double *gamma,
                                const double *beta, double epsilon, double slope, const double *target_gradient,
                                double *source_gradient, double *gamma_gradient, double *beta_gradient);

/// Means over windows; extents out = in / window (a remainder is dropped).
void ck_reference_pool(int32_t channels, const int32_t *extent, const int32_t *window, const double *source,
                       double *target);
/// Its gradient.
void ck_reference_pool_gradient(int32_t channels, const int32_t *extent, const int32_t *window,
                                const double *target_gradient, double *source_gradient);

/// Samples at ((i + 1/2) * in / out) - 1/2 per axis, clamped to the edge; nearest takes floor(i * in / out).
void ck_reference_resample(int32_t channels, const int32_t *extent, const int32_t *target_extent, int32_t nearest,
                           const double *source, double *target);
/// Its gradient.
void ck_reference_resample_gradient(int32_t channels, const int32_t *extent, const int32_t *target_extent,
                                    int32_t nearest, const double *target_gradient, double *source_gradient);

/// Softmax over channels of every voxel.
void ck_reference_softmax(int32_t channels, int64_t voxels, const double *source, double *target);
/// Its gradient.
void ck_reference_softmax_gradient(int32_t channels, int64_t voxels, const double *probability,
                                   const double *target_gradient, double *source_gradient);
/// The first largest channel of every voxel and its softmax probability.
void ck_reference_argmax(int32_t channels, int64_t voxels, const double *source, uint16_t *label,
                         double *probability);

/// Mean cross-entropy over voxels not `ignored`, plus 1 - mean soft Dice over classes [first, channels):
/// Dice = (2 * mass on class + smooth) / (mass + voxels of class + smooth).
double ck_reference_loss(int32_t channels, int64_t voxels, const double *logits, const uint16_t *label,
                         uint16_t ignored, int32_t first, double smooth);
/// The loss, and its gradient with respect to the logits.
double ck_reference_loss_gradient(int32_t channels, int64_t voxels, const double *logits, const uint16_t *label,
                                  uint16_t ignored, int32_t first, double smooth, double *logits_gradient);

/// Mean over voxels of temperature^2 * KL(softmax(teacher / temperature) || softmax(student / temperature)).
double ck_reference_divergence(int32_t channels, int64_t voxels, const double *student, const double *teacher,
                               double temperature);
/// Its gradient with respect to the student's logits.
void ck_reference_divergence_gradient(int32_t channels, int64_t voxels, const double *student, const double *teacher,
                                      double temperature, double *student_gradient);
/// The entropy of the softmax of every voxel in nats.
void ck_reference_entropy(int32_t channels, int64_t voxels, const double *logits, double *entropy);
/// log(sum(e^x)) over the channels of every group; a channel whose group is below 0 or no group counts nowhere.
void ck_reference_merge(int32_t channels, int32_t groups, const int32_t *group, int64_t voxels, const double *source,
                        double *target);
/// Its gradient.
void ck_reference_merge_gradient(int32_t channels, int32_t groups, const int32_t *group, int64_t voxels,
                                 const double *source, const double *target_gradient, double *source_gradient);
/// The squared distance of the attention maps (mean over channels of squares, divided by the norm over voxels) of
/// two features, and its gradient; `scratch` has 2 x voxels.
double ck_reference_attention(int32_t student_channels, int32_t teacher_channels, int64_t voxels,
                              const double *student, const double *teacher, double *scratch,
                              double *student_gradient);
/// Mean over axes, scales and strips of the square of the mean of `difference` along a strip, and its gradient; scales
/// with more strips than an axis has voxels are left out.
double ck_reference_strips(int32_t channels, const int32_t *extent, int32_t scales, const double *difference,
                           double *gradient);

#endif
