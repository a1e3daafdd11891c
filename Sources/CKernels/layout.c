// Between dense arrays and the blocked layouts of activations and weights.
#include <string.h>

#include "CKernels.h"

static int32_t blocks_of(int32_t channels) { return (channels + CK_LANES - 1) / CK_LANES; }

void ck_activation_from_dense(ck_map map, int32_t channels, const float *dense, float *blocks) {
  for (int32_t c = 0; c < channels; c++)
    for (int32_t z = 0; z < map.depth; z++)
      for (int32_t y = 0; y < map.height; y++) {
        float *row = blocks + c / CK_LANES * map.block + ck_map_origin(map) + z * map.plane + y * map.row + c % CK_LANES;
        for (int32_t x = 0; x < map.width; x++) row[(ptrdiff_t)x * CK_LANES] = *dense++;
      }
}

void ck_activation_to_dense(ck_map map, int32_t channels, const float *blocks, float *dense) {
  for (int32_t c = 0; c < channels; c++)
    for (int32_t z = 0; z < map.depth; z++)
      for (int32_t y = 0; y < map.height; y++) {
        const float *row =
            blocks + c / CK_LANES * map.block + ck_map_origin(map) + z * map.plane + y * map.row + c % CK_LANES;
        for (int32_t x = 0; x < map.width; x++) *dense++ = row[(ptrdiff_t)x * CK_LANES];
      }
}

void ck_pack_taps(ck_taps taps, int32_t first, int32_t last, const float *dense, float *packed) {
  const int32_t inner = taps.single ? 1 : blocks_of(taps.sources) * CK_LANES;
  for (int32_t b = first; b < last; b++)
    for (int32_t s = 0; s < inner; s++)
      for (int32_t k = 0; k < taps.count; k++) {
        float *to = packed + (((ptrdiff_t)b * taps.count + k) * inner + s) * CK_LANES;
        for (int32_t lane = 0; lane < CK_LANES; lane++) {
          int32_t t = b * CK_LANES + lane;
          bool real = s < taps.sources && t < taps.targets;
          to[lane] = real ? dense[t * taps.target_stride + s * taps.source_stride + taps.index[k]] : 0;
        }
      }
}

void ck_unpack_taps(ck_taps taps, int32_t first, int32_t last, const float *packed, float *dense) {
  const int32_t inner = taps.single ? 1 : blocks_of(taps.sources) * CK_LANES;
  const ptrdiff_t row = (ptrdiff_t)blocks_of(taps.targets) * CK_LANES;
  for (int32_t b = first; b < last; b++)
    for (int32_t s = 0; s < taps.sources; s++)
      for (int32_t k = 0; k < taps.count; k++) {
        const float *from = packed + ((ptrdiff_t)k * inner + s) * row + (ptrdiff_t)b * CK_LANES;
        for (int32_t lane = 0; lane < CK_LANES && b * CK_LANES + lane < taps.targets; lane++) {
          int32_t t = b * CK_LANES + lane;
          dense[t * taps.target_stride + s * taps.source_stride + taps.index[k]] += from[lane];
        }
      }
}

int64_t ck_count_not_finite(const float *values, int64_t count) {
  int64_t found = 0;
  // Sums of short stretches in 32 bits, so that the loop is a vector's.
  for (int64_t start = 0; start < count; start += 4096) {
    int64_t past = start + 4096 < count ? start + 4096 : count;
    int32_t some = 0;
    for (int64_t i = start; i < past; i++) {
      uint32_t bits;
      memcpy(&bits, values + i, sizeof bits);
      some += (bits & 0x7F800000u) == 0x7F800000u;
    }
    found += some;
  }
  return found;
}
