// Pooling and resampling of one channel block.

INLINE ptrdiff_t voxel(ck_map map, int32_t z, int32_t y, int32_t x) {
  return ck_map_origin(map) + z * map.plane + y * map.row + (ptrdiff_t)x * CK_LANES;
}

static void pool(const ck_slab *slab, ck_map source_map, const float *source, const int32_t *window, float *target) {
  const float share = 1.0f / (float)((int64_t)window[0] * window[1] * window[2]);
  for (int32_t z = slab->z0; z < slab->z1; z++)
    for (int32_t y = 0; y < slab->map.height; y++)
      for (int32_t x = 0; x < slab->map.width; x++) {
        v16 sum = (v16)(0);
        for (int32_t i = 0; i < window[0]; i++)
          for (int32_t j = 0; j < window[1]; j++)
            for (int32_t k = 0; k < window[2]; k++)
              sum = sum + LOAD(source + voxel(source_map, z * window[0] + i, y * window[1] + j, x * window[2] + k));
        STORE(target + voxel(slab->map, z, y, x), sum * share);
      }
}

static void pool_gradient(const ck_slab *slab, ck_map target_map, const float *target, const int32_t *window,
                          float *source) {
  const float share = 1.0f / (float)((int64_t)window[0] * window[1] * window[2]);
  for (int32_t z = slab->z0; z < slab->z1; z++)
    for (int32_t y = 0; y < slab->map.height; y++)
      for (int32_t x = 0; x < slab->map.width; x++) {
        int32_t i = z / window[0], j = y / window[1], k = x / window[2];
        bool in = i < target_map.depth && j < target_map.height && k < target_map.width;
        STORE(source + voxel(slab->map, z, y, x), in ? LOAD(target + voxel(target_map, i, j, k)) * share : (v16)(0));
      }
}

// The two source voxels of a target voxel on one axis, and the weight of the second.
typedef struct {
  int32_t low, high;
  float weight;
} sample_t;

static sample_t sample(int32_t i, int32_t in, int32_t out, bool nearest) {
  if (nearest) {
    int32_t k = (int32_t)((int64_t)i * in / out);
    return (sample_t){k, k, 0};
  }
  double place = ((double)i + 0.5) * in / out - 0.5;
  if (place < 0) place = 0;
  int32_t low = (int32_t)place;
  if (low > in - 1) low = in - 1;
  return (sample_t){low, low + 1 < in ? low + 1 : low, (float)(place - low)};
}

static void resample(const ck_slab *slab, ck_map source_map, const float *source, bool nearest, float *target) {
  for (int32_t z = slab->z0; z < slab->z1; z++) {
    sample_t a = sample(z, source_map.depth, slab->map.depth, nearest);
    for (int32_t y = 0; y < slab->map.height; y++) {
      sample_t b = sample(y, source_map.height, slab->map.height, nearest);
      const float *row[4] = {source + voxel(source_map, a.low, b.low, 0), source + voxel(source_map, a.low, b.high, 0),
                             source + voxel(source_map, a.high, b.low, 0),
                             source + voxel(source_map, a.high, b.high, 0)};
      for (int32_t x = 0; x < slab->map.width; x++) {
        sample_t c = sample(x, source_map.width, slab->map.width, nearest);
        v16 r[4];
        for (int i = 0; i < 4; i++) {
          v16 low = LOAD(row[i] + (ptrdiff_t)c.low * CK_LANES);
          r[i] = low + (LOAD(row[i] + (ptrdiff_t)c.high * CK_LANES) - low) * c.weight;
        }
        v16 near = r[0] + (r[1] - r[0]) * b.weight, far = r[2] + (r[3] - r[2]) * b.weight;
        STORE(target + voxel(slab->map, z, y, x), near + (far - near) * a.weight);
      }
    }
  }
}

static void resample_gradient(ck_map target_map, const float *target, ck_map source_map, bool nearest,
                              float *source) {
  for (int32_t z = 0; z < source_map.depth; z++)
    for (int32_t y = 0; y < source_map.height; y++)
      memset(source + voxel(source_map, z, y, 0), 0, (size_t)source_map.width * CK_LANES * sizeof(float));
  for (int32_t z = 0; z < target_map.depth; z++) {
    sample_t a = sample(z, source_map.depth, target_map.depth, nearest);
    for (int32_t y = 0; y < target_map.height; y++) {
      sample_t b = sample(y, source_map.height, target_map.height, nearest);
      for (int32_t x = 0; x < target_map.width; x++) {
        sample_t c = sample(x, source_map.width, target_map.width, nearest);
        v16 g = LOAD(target + voxel(target_map, z, y, x));
        for (int q = 0; q < 8; q++) {
          float weight = (q & 4 ? a.weight : 1 - a.weight) * (q & 2 ? b.weight : 1 - b.weight) *
                         (q & 1 ? c.weight : 1 - c.weight);
          if (weight == 0) continue;
          float *at = source + voxel(source_map, q & 4 ? a.high : a.low, q & 2 ? b.high : b.low,
                                     q & 1 ? c.high : c.low);
          STORE(at, LOAD(at) + g * weight);
        }
      }
    }
  }
}
