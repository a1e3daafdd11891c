// after vector.h: scans looked through, normalised and resampled in tiles of 16 lines (see CKernelsVolume.h).
#define SCALAR_CASES(CALL)                                    \
  case CK_UINT8: CALL(uint8_t); break;                        \
  case CK_INT16: CALL(int16_t); break;                        \
  case CK_UINT16: CALL(uint16_t); break;                      \
  case CK_FLOAT32: CALL(float); break;

#define MINIMUM(a, b) ({ v16 a_ = (a), b_ = (b); a_ < b_ ? a_ : b_; })
#define MAXIMUM(a, b) ({ v16 c_ = (a), d_ = (b); c_ > d_ ? c_ : d_; })
// A value at or beyond a bound takes it, as numpy.clip does.
#define BOUNDED(v, low, high) MINIMUM(MAXIMUM(v, low), high)
#define NORMALISED(v, i) ((BOUNDED(v, (v16)(i)->low, (v16)(i)->high) - (i)->mean) / (i)->deviation)

// Rows

#define DEFINE_FACTS(type)                                                                                  \
  static void facts_##type(const type *row, int32_t count, ck_row_facts *facts) {                           \
    v16 low = INFINITY, high = -INFINITY;                                                                   \
    i16 zeros = 0, odd = 0;                                                                                 \
    for (int32_t p = 0; p < count; p += CK_LANES) {                                                         \
      v16 v = 0;                                                                                            \
      if (p + CK_LANES <= count) {                                                                          \
        typedef type stored __attribute__((ext_vector_type(16), aligned(__alignof__(type))));               \
        v = __builtin_convertvector(*(const stored *)(row + p), v16);                                       \
      } else {                                                                                              \
        for (int32_t i = p; i < count; i++) v[i - p] = (float)row[i];                                       \
      }                                                                                                     \
      i16 zero = v == 0;                                                                                    \
      zeros -= zero;                                                                                        \
      odd -= (v - v != 0);                                                                                  \
      low = MINIMUM(low, zero ? (v16)INFINITY : v);                                                         \
      high = MAXIMUM(high, zero ? (v16)-INFINITY : v);                                                      \
    }                                                                                                       \
    for (int i = 0; i < CK_LANES; i++) {                                                                    \
      facts->low = low[i] < facts->low ? low[i] : facts->low;                                               \
      facts->high = high[i] > facts->high ? high[i] : facts->high;                                          \
      facts->zeros += zeros[i];                                                                             \
      facts->not_finite += odd[i];                                                                          \
    }                                                                                                       \
    facts->zeros -= (CK_LANES - count % CK_LANES) % CK_LANES;                                               \
    int32_t first = 0, last = count - 1;                                                                    \
    while (first < count && row[first] == 0) first++;                                                       \
    while (last > first && row[last] == 0) last--;                                                          \
    facts->first = first;                                                                                   \
    facts->last = first < count ? last : -1;                                                                \
  }

DEFINE_FACTS(uint8_t)
DEFINE_FACTS(int16_t)
DEFINE_FACTS(uint16_t)
DEFINE_FACTS(float)

static void volume_facts(const void *row, ck_scalar scalar, int32_t count, ck_row_facts *facts) {
  *facts = (ck_row_facts){.low = INFINITY, .high = -INFINITY};
#define CALL(type) facts_##type(row, count, facts)
  switch (scalar) { SCALAR_CASES(CALL) }
#undef CALL
}

static void volume_normalise(const float *source, ptrdiff_t step, int32_t count, const ck_intensities *intensities,
                             float *target) {
  for (int32_t p = 0; p < count; p += CK_LANES) {
    int32_t lanes = count - p < CK_LANES ? count - p : CK_LANES;
    v16 v = 0;
    for (int32_t i = 0; i < lanes; i++) v[i] = source[(p + i) * step];
    v = NORMALISED(v, intensities);
    for (int32_t i = 0; i < lanes; i++) target[p + i] = v[i];
  }
}

// Between lines and tiles

#define DEFINE_LINES(type)                                                                         \
  static void lines_##type(const ck_lines *lines, float *tile) {                                   \
    const type *voxels = lines->voxels;                                                            \
    const ptrdiff_t step = lines->step;                                                            \
    if (lines->lane == 1 && lines->lanes == CK_LANES) {                                            \
      typedef type stored __attribute__((ext_vector_type(16), aligned(__alignof__(type))));        \
      for (int32_t p = 0; p < lines->count; p++)                                                   \
        STORE(tile + p * CK_LANES, __builtin_convertvector(*(const stored *)(voxels + p * step), v16)); \
      return;                                                                                      \
    }                                                                                              \
    for (int32_t l = 0; l < CK_LANES; l++) {                                                       \
      const type *line = voxels + (l < lines->lanes ? l : lines->lanes - 1) * lines->lane;         \
      for (int32_t p = 0; p < lines->count; p++) tile[p * CK_LANES + l] = (float)line[p * step];   \
    }                                                                                              \
  }

DEFINE_LINES(uint8_t)
DEFINE_LINES(int16_t)
DEFINE_LINES(uint16_t)
DEFINE_LINES(float)

static void volume_load(const ck_lines *lines, const ck_intensities *intensities, float *tile, float *range) {
#define CALL(type) lines_##type(lines, tile)
  switch (lines->scalar) { SCALAR_CASES(CALL) }
#undef CALL
  v16 low = range[0], high = range[1];
  for (int32_t p = 0; p < lines->count; p++) {
    v16 v = NORMALISED(LOAD(tile + p * CK_LANES), intensities);
    STORE(tile + p * CK_LANES, v);
    low = MINIMUM(low, v);
    high = MAXIMUM(high, v);
  }
  for (int i = 0; i < CK_LANES; i++) {
    range[0] = low[i] < range[0] ? low[i] : range[0];
    range[1] = high[i] > range[1] ? high[i] : range[1];
  }
}

static void volume_gather(const float *source, ptrdiff_t step, int32_t lanes, int32_t count, float *tile) {
  for (int32_t p = 0; p < count; p++, source += step) {
    if (lanes == CK_LANES) {
      STORE(tile + p * CK_LANES, LOAD_UNALIGNED(source));
    } else {
      for (int32_t l = 0; l < CK_LANES; l++) tile[p * CK_LANES + l] = source[l < lanes ? l : lanes - 1];
    }
  }
}

static void volume_scatter(const float *tile, int32_t lanes, int32_t count, float *target, ptrdiff_t lane,
                           ptrdiff_t step) {
  if (lane == 1 && lanes == CK_LANES) {
    for (int32_t p = 0; p < count; p++) *(v16u *)(target + p * step) = LOAD(tile + p * CK_LANES);
    return;
  }
  for (int32_t l = 0; l < lanes; l++)
    for (int32_t p = 0; p < count; p++) target[l * lane + p * step] = tile[p * CK_LANES + l];
}

// Resampling

// Coefficients of the interpolating cubic B-spline, less its gain of 6, for positions -2 ... count + 1 (Unser 1999:
// a causal, then an anticausal recursion with the pole sqrt(3) - 2). The ends go on for ever with their last value,
// so the causal sum before the line and the anticausal sum behind it are geometric series.
static void spline_coefficients(float *tile, int32_t count) {
  const double pole = sqrt(3.0) - 2;
  const float z = (float)pole;
  const v16 first = LOAD(tile), last = LOAD(tile + (count - 1) * CK_LANES);
  v16 c = first * (float)(1 / (1 - pole));
  STORE(tile - 2 * CK_LANES, c);
  STORE(tile - CK_LANES, c);
  for (int32_t p = 0; p < count; p++) {
    c = LOAD(tile + p * CK_LANES) + z * c;
    STORE(tile + p * CK_LANES, c);
  }
  for (int32_t p = count; p < count + 2; p++) {
    c = last + z * c;
    STORE(tile + p * CK_LANES, c);
  }
  const v16 level = last * (float)(1 / (1 - pole));
  c = (float)(-pole / (1 - pole)) * level + (float)(-pole / (1 - pole * pole)) * (c - level);
  STORE(tile + (count + 1) * CK_LANES, c);
  for (int32_t p = count; p >= -2; p--) {
    c = z * (c - LOAD(tile + p * CK_LANES));
    STORE(tile + p * CK_LANES, c);
  }
}

static void volume_resample(const ck_axis_pass *pass, float *tile, float *result) {
  const v16 low = pass->low, high = pass->high;
  const float *w = pass->weights;
  if (pass->taps == CK_CUBIC) {
    spline_coefficients(tile, pass->old_count);
    for (int32_t p = 0; p < pass->new_count; p++, w += 4) {
      const float *from = tile + (ptrdiff_t)pass->first[p] * CK_LANES;
      v16 v = w[0] * LOAD(from) + w[1] * LOAD(from + CK_LANES) + w[2] * LOAD(from + 2 * CK_LANES) +
              w[3] * LOAD(from + 3 * CK_LANES);
      STORE(result + p * CK_LANES, BOUNDED(v, low, high));
    }
    return;
  }
  for (int32_t p = 0; p < pass->new_count; p++, w += 2) {
    v16 v = w[0] * LOAD(tile + (ptrdiff_t)pass->first[p] * CK_LANES) +
            w[1] * LOAD(tile + (ptrdiff_t)pass->second[p] * CK_LANES);
    STORE(result + p * CK_LANES, BOUNDED(v, low, high));
  }
}

// The order of factors and terms is scipy's, and nothing is fused, because the fraction is cut off: 99.999... and 100
// are two different answers.
#define DEFINE_ZOOM(type)                                                                                 \
  static void zoom_##type(const ck_zoom_row *row) {                                                       \
    _Pragma("clang fp contract(off)")                                                                     \
    const type *voxels = row->voxels;                                                                     \
    for (int32_t i = 0; i < row->count; i++) {                                                            \
      double sum = 0;                                                                                     \
      for (int x = 0; x < 2; x++) {                                                                       \
        const ptrdiff_t offset = x ? row->upper[i] : row->lower[i];                                       \
        const double weight = x ? row->upper_weight[i] : row->lower_weight[i];                            \
        for (int r = 0; r < 4; r++) {                                                                     \
          const double value = (double)voxels[row->row[r] + offset];                                      \
          sum += value * weight * row->y[r >> 1] * row->z[r & 1];                                         \
        }                                                                                                 \
      }                                                                                                   \
      row->target[i] = (float)trunc(sum);                                                                 \
    }                                                                                                     \
  }

DEFINE_ZOOM(uint8_t)
DEFINE_ZOOM(int16_t)
DEFINE_ZOOM(uint16_t)
DEFINE_ZOOM(float)

static void volume_zoom(const ck_zoom_row *row) {
#define CALL(type) zoom_##type(row)
  switch (row->scalar) { SCALAR_CASES(CALL) }
#undef CALL
}

#undef SCALAR_CASES
#undef MINIMUM
#undef MAXIMUM
#undef BOUNDED
#undef NORMALISED
#undef DEFINE_FACTS
#undef DEFINE_LINES
#undef DEFINE_ZOOM

const ck_volume_kernels CK_VOLUME_TABLE = {
    .facts = volume_facts,
    .load = volume_load,
    .gather = volume_gather,
    .resample = volume_resample,
    .scatter = volume_scatter,
    .zoom = volume_zoom,
    .normalise = volume_normalise,
};
