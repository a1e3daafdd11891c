// The oracle of pooling and resampling.
#include <math.h>
#include <stddef.h>

#include "CKernels.h"

static size_t volume(const int32_t *e) { return (size_t)e[0] * (size_t)e[1] * (size_t)e[2]; }

static size_t at(const int32_t *e, int32_t z, int32_t y, int32_t x) {
  return ((size_t)z * (size_t)e[1] + (size_t)y) * (size_t)e[2] + (size_t)x;
}

#define FOR_EACH_VOXEL(extent, ...)                 \
  for (int32_t z = 0; z < (extent)[0]; z++)         \
    for (int32_t y = 0; y < (extent)[1]; y++)       \
      for (int32_t x = 0; x < (extent)[2]; x++) __VA_ARGS__

void ck_reference_pool(int32_t channels, const int32_t *extent, const int32_t *window, const double *source,
                       double *target) {
  int32_t out[3] = {extent[0] / window[0], extent[1] / window[1], extent[2] / window[2]};
  for (int32_t c = 0; c < channels; c++) {
    const double *from = source + (size_t)c * volume(extent);
    double *to = target + (size_t)c * volume(out);
    FOR_EACH_VOXEL(out, {
      double sum = 0;
      for (int32_t i = 0; i < window[0]; i++)
        for (int32_t j = 0; j < window[1]; j++)
          for (int32_t k = 0; k < window[2]; k++)
            sum += from[at(extent, z * window[0] + i, y * window[1] + j, x * window[2] + k)];
      to[at(out, z, y, x)] = sum / (double)volume(window);
    })
  }
}

void ck_reference_pool_gradient(int32_t channels, const int32_t *extent, const int32_t *window,
                                const double *target_gradient, double *source_gradient) {
  int32_t out[3] = {extent[0] / window[0], extent[1] / window[1], extent[2] / window[2]};
  for (int32_t c = 0; c < channels; c++) {
    const double *g = target_gradient + (size_t)c * volume(out);
    double *to = source_gradient + (size_t)c * volume(extent);
    FOR_EACH_VOXEL(extent, {
      int32_t i = z / window[0], j = y / window[1], k = x / window[2];
      int inside = i < out[0] && j < out[1] && k < out[2];
      to[at(extent, z, y, x)] = inside ? g[at(out, i, j, k)] / (double)volume(window) : 0;
    })
  }
}

typedef struct {
  int32_t low, high;
  double weight;
} sample_t;

static sample_t sample(int32_t i, int32_t in, int32_t out, int32_t nearest) {
  if (nearest) {
    int32_t k = (int32_t)(((int64_t)i * in) / out);
    return (sample_t){k, k, 0};
  }
  double p = fmax(0, (i + 0.5) * in / out - 0.5);
  int32_t low = (int32_t)p;
  if (low > in - 1) low = in - 1;
  return (sample_t){low, low + 1 < in ? low + 1 : low, p - low};
}

// The eight corners of a target voxel and their weights.
static void corners(const int32_t *extent, const int32_t *target_extent, int32_t nearest, int32_t z, int32_t y,
                    int32_t x, size_t place[8], double weight[8]) {
  sample_t a = sample(z, extent[0], target_extent[0], nearest), b = sample(y, extent[1], target_extent[1], nearest),
           c = sample(x, extent[2], target_extent[2], nearest);
  for (int q = 0; q < 8; q++) {
    place[q] = at(extent, q & 4 ? a.high : a.low, q & 2 ? b.high : b.low, q & 1 ? c.high : c.low);
    weight[q] = (q & 4 ? a.weight : 1 - a.weight) * (q & 2 ? b.weight : 1 - b.weight) *
                (q & 1 ? c.weight : 1 - c.weight);
  }
}

void ck_reference_resample(int32_t channels, const int32_t *extent, const int32_t *target_extent, int32_t nearest,
                           const double *source, double *target) {
  size_t place[8];
  double weight[8];
  for (int32_t c = 0; c < channels; c++) FOR_EACH_VOXEL(target_extent, {
    corners(extent, target_extent, nearest, z, y, x, place, weight);
    double sum = 0;
    for (int q = 0; q < 8; q++) sum += weight[q] * source[(size_t)c * volume(extent) + place[q]];
    target[(size_t)c * volume(target_extent) + at(target_extent, z, y, x)] = sum;
  })
}

void ck_reference_resample_gradient(int32_t channels, const int32_t *extent, const int32_t *target_extent,
                                    int32_t nearest, const double *target_gradient, double *source_gradient) {
  size_t place[8];
  double weight[8];
  for (size_t i = 0; i < (size_t)channels * volume(extent); i++) source_gradient[i] = 0;
  for (int32_t c = 0; c < channels; c++) FOR_EACH_VOXEL(target_extent, {
    corners(extent, target_extent, nearest, z, y, x, place, weight);
    double g = target_gradient[(size_t)c * volume(target_extent) + at(target_extent, z, y, x)];
    for (int q = 0; q < 8; q++) source_gradient[(size_t)c * volume(extent) + place[q]] += weight[q] * g;
  })
}
