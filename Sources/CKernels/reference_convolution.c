// The oracle of convolutions: definitions written as loops.
#include <stddef.h>
#include <string.h>

#include "CKernels.h"

typedef ck_reference_convolution shape_t;

static void extents_out(shape_t s, int32_t out[3]) {
  for (int i = 0; i < 3; i++) out[i] = (s.extent[i] - 1) / s.stride[i] + 1;
}

static size_t volume(const int32_t e[3]) { return (size_t)e[0] * (size_t)e[1] * (size_t)e[2]; }

static size_t index3(const int32_t e[3], int32_t z, int32_t y, int32_t x) {
  return ((size_t)z * (size_t)e[1] + (size_t)y) * (size_t)e[2] + (size_t)x;
}

// One visit per (target voxel, tap inside the source): `body` sees the indices o, s (voxels) and k (tap).
#define FOR_EACH_TAP(shape, out, ...)                                                               \
  for (int32_t z = 0; z < (out)[0]; z++)                                                            \
    for (int32_t y = 0; y < (out)[1]; y++)                                                          \
      for (int32_t x = 0; x < (out)[2]; x++)                                                        \
        for (int32_t a = 0; a < (shape).kernel[0]; a++)                                             \
          for (int32_t b = 0; b < (shape).kernel[1]; b++)                                           \
            for (int32_t c = 0; c < (shape).kernel[2]; c++) {                                       \
              int32_t zs = z * (shape).stride[0] + a - (shape).kernel[0] / 2;                       \
              int32_t ys = y * (shape).stride[1] + b - (shape).kernel[1] / 2;                       \
              int32_t xs = x * (shape).stride[2] + c - (shape).kernel[2] / 2;                       \
              if (zs < 0 || ys < 0 || xs < 0 || zs >= (shape).extent[0] || ys >= (shape).extent[1] || \
                  xs >= (shape).extent[2])                                                          \
                continue;                                                                           \
              size_t o = index3(out, z, y, x), s = index3((shape).extent, zs, ys, xs);              \
              size_t k = ((size_t)a * (size_t)(shape).kernel[1] + (size_t)b) * (size_t)(shape).kernel[2] + (size_t)c; \
              __VA_ARGS__                                                                                  \
            }

void ck_reference_convolve(shape_t shape, const double *source, const double *weight, const double *bias,
                           double *target) {
  int32_t out[3];
  extents_out(shape, out);
  size_t n = volume(out), m = volume(shape.extent), taps = volume(shape.kernel);
  for (int32_t co = 0; co < shape.targets; co++) {
    double *to = target + (size_t)co * n;
    for (size_t i = 0; i < n; i++) to[i] = bias ? bias[co] : 0;
    for (int32_t ci = 0; ci < shape.sources; ci++) {
      const double *from = source + (size_t)ci * m;
      const double *w = weight + ((size_t)co * (size_t)shape.sources + (size_t)ci) * taps;
      FOR_EACH_TAP(shape, out, { to[o] += w[k] * from[s]; })
    }
  }
}

void ck_reference_convolve_gradient(shape_t shape, const double *source, const double *weight,
                                    const double *target_gradient, double *source_gradient, double *weight_gradient,
                                    double *bias_gradient) {
  int32_t out[3];
  extents_out(shape, out);
  size_t n = volume(out), m = volume(shape.extent), taps = volume(shape.kernel);
  size_t pairs = (size_t)shape.targets * (size_t)shape.sources;
  if (source_gradient) memset(source_gradient, 0, (size_t)shape.sources * m * sizeof(double));
  if (weight_gradient) memset(weight_gradient, 0, pairs * taps * sizeof(double));
  for (int32_t co = 0; co < shape.targets; co++) {
    const double *g = target_gradient + (size_t)co * n;
    if (bias_gradient) {
      bias_gradient[co] = 0;
      for (size_t i = 0; i < n; i++) bias_gradient[co] += g[i];
    }
    for (int32_t ci = 0; ci < shape.sources; ci++) {
      size_t pair = (size_t)co * (size_t)shape.sources + (size_t)ci;
      FOR_EACH_TAP(shape, out, {
        if (source_gradient) source_gradient[(size_t)ci * m + s] += weight[pair * taps + k] * g[o];
        if (weight_gradient) weight_gradient[pair * taps + k] += source[(size_t)ci * m + s] * g[o];
      })
    }
  }
}

// One visit per source voxel and tap of a transposed convolution: every target voxel is met exactly once.
#define FOR_EACH_PHASE(shape, out, ...)                                                             \
  for (int32_t z = 0; z < (out)[0]; z++)                                                            \
    for (int32_t y = 0; y < (out)[1]; y++)                                                          \
      for (int32_t x = 0; x < (out)[2]; x++) {                                                      \
        const int32_t *st = (shape).stride;                                                         \
        size_t o = index3(out, z, y, x), s = index3((shape).extent, z / st[0], y / st[1], x / st[2]); \
        size_t k = index3(st, z % st[0], y % st[1], x % st[2]);                                     \
        __VA_ARGS__                                                                                        \
      }

void ck_reference_transposed(shape_t shape, const double *source, const double *weight, const double *bias,
                             double *target) {
  int32_t out[3];
  for (int i = 0; i < 3; i++) out[i] = shape.extent[i] * shape.stride[i];
  size_t n = volume(out), m = volume(shape.extent), taps = volume(shape.stride);
  for (int32_t co = 0; co < shape.targets; co++) {
    double *to = target + (size_t)co * n;
    for (size_t i = 0; i < n; i++) to[i] = bias ? bias[co] : 0;
    for (int32_t ci = 0; ci < shape.sources; ci++) {
      const double *w = weight + ((size_t)ci * (size_t)shape.targets + (size_t)co) * taps;
      FOR_EACH_PHASE(shape, out, { to[o] += w[k] * source[(size_t)ci * m + s]; })
    }
  }
}

void ck_reference_transposed_gradient(shape_t shape, const double *source, const double *weight,
                                      const double *target_gradient, double *source_gradient,
                                      double *weight_gradient, double *bias_gradient) {
  int32_t out[3];
  for (int i = 0; i < 3; i++) out[i] = shape.extent[i] * shape.stride[i];
  size_t n = volume(out), m = volume(shape.extent), taps = volume(shape.stride);
  size_t pairs = (size_t)shape.targets * (size_t)shape.sources;
  if (source_gradient) memset(source_gradient, 0, (size_t)shape.sources * m * sizeof(double));
  if (weight_gradient) memset(weight_gradient, 0, pairs * taps * sizeof(double));
  for (int32_t co = 0; co < shape.targets; co++) {
    const double *g = target_gradient + (size_t)co * n;
    if (bias_gradient) {
      bias_gradient[co] = 0;
      for (size_t i = 0; i < n; i++) bias_gradient[co] += g[i];
    }
    for (int32_t ci = 0; ci < shape.sources; ci++) {
      size_t pair = (size_t)ci * (size_t)shape.targets + (size_t)co;
      FOR_EACH_PHASE(shape, out, {
        if (source_gradient) source_gradient[(size_t)ci * m + s] += weight[pair * taps + k] * g[o];
        if (weight_gradient) weight_gradient[pair * taps + k] += source[(size_t)ci * m + s] * g[o];
      })
    }
  }
}
