// Kernels that visit every voxel of a few planes of one channel block.

// Visits the rows of a slab: `at` is the offset of the row's first true voxel.
#define FOR_EACH_ROW(slab, at, ...)                                                              \
  for (int32_t z_ = (slab)->z0; z_ < (slab)->z1; z_++)                                           \
    for (int32_t y_ = 0; y_ < (slab)->map.height; y_++) {                                        \
      const ptrdiff_t at = ck_map_origin((slab)->map) + z_ * (slab)->map.plane + y_ * (slab)->map.row; \
      const ptrdiff_t end = at + (ptrdiff_t)(slab)->map.width * CK_LANES;                        \
      __VA_ARGS__                                                                                \
    }

static void clear_halo(ck_map map, float *block) {
  const int32_t planes = (int32_t)(map.block / map.plane), rows = (int32_t)(map.plane / map.row);
  const ptrdiff_t after = CK_LANES * (1 + (ptrdiff_t)map.width);
  for (int32_t z = 0; z < planes; z++) {
    float *plane = block + z * map.plane;
    if (z == 0 || z > map.depth) {
      memset(plane, 0, (size_t)map.plane * sizeof(float));
      continue;
    }
    for (int32_t y = 0; y < rows; y++) {
      float *row = plane + y * map.row;
      if (y == 0 || y > map.height) {
        memset(row, 0, (size_t)map.row * sizeof(float));
      } else {
        memset(row, 0, CK_LANES * sizeof(float));
        memset(row + after, 0, (size_t)(map.row - after) * sizeof(float));
      }
    }
  }
}

static void slab_moments(const ck_slab *slab, const float *block, ck_moments *moments) {
  running_t running = {0};
  running.pivot = LOAD(block + ck_map_origin(slab->map) + slab->z0 * slab->map.plane);
  FOR_EACH_ROW(slab, at, {
    v16 first = (v16)(0), second = (v16)(0);
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      v16 off = LOAD(block + i) - running.pivot;
      first = first + off;
      second = second + off * off;
    }
    running.first += WIDEN(first);
    running.second += WIDEN(second);
    running.count += slab->map.width;
  })
  running_finish(&running, moments);
}

static void slab_sums(const ck_slab *slab, const float *block, double *sums) {
  d16 all = (d16)(0);
  FOR_EACH_ROW(slab, at, {
    v16 sum = (v16)(0);
    for (ptrdiff_t i = at; i < end; i += CK_LANES) sum = sum + LOAD(block + i);
    all += WIDEN(sum);
  })
  for (int lane = 0; lane < CK_LANES; lane++) sums[lane] += all[lane];
}

// The identity load: x * 1 + 0 with slope 1 is x, bit for bit (but for the sign of zero).
static const ck_load load_nothing = {
    {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {0}, 1};

static void combine(const ck_slab *slab, const float *a, const ck_load *load_a, const float *b,
                    const ck_load *load_b, float slope, float *target) {
  const ck_load *first = load_a ? load_a : &load_nothing, *second = load_b ? load_b : &load_nothing;
  v16 sa = LOAD_UNALIGNED(first->scale), ta = LOAD_UNALIGNED(first->shift);
  v16 sb = LOAD_UNALIGNED(second->scale), tb = LOAD_UNALIGNED(second->shift);
  FOR_EACH_ROW(slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      v16 z = APPLY(LOAD(a + i), sa, ta, first->slope);
      if (b) z = z + APPLY(LOAD(b + i), sb, tb, second->slope);
      STORE(target + i, z < 0 ? z * slope : z);
    }
  })
}

static void combine_gradient(const ck_slab *slab, const float *value, float slope, float *gradient) {
  FOR_EACH_ROW(slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      v16 g = LOAD(gradient + i);
      STORE(gradient + i, LOAD(value + i) < 0 ? g * slope : g);
    }
  })
}

static void slab_add(const ck_slab *slab, const float *source, float *target) {
  FOR_EACH_ROW(slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) STORE(target + i, LOAD(target + i) + LOAD(source + i));
  })
}

static void norm_sums(const ck_slab *slab, const float *x, const ck_load *load, const float *mean,
                      const float *inverse_deviation, const float *gradient, double *sums) {
  v16 scale = LOAD_UNALIGNED(load->scale), shift = LOAD_UNALIGNED(load->shift);
  v16 center = LOAD_UNALIGNED(mean), inverse = LOAD_UNALIGNED(inverse_deviation);
  d16 total = (d16)(0), product_total = (d16)(0);
  FOR_EACH_ROW(slab, at, {
    v16 sum = (v16)(0), weighted = (v16)(0);
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      v16 value = LOAD(x + i), g = LOAD(gradient + i), z = value * scale + shift;
      v16 dz = z < 0 ? g * load->slope : g;
      sum = sum + dz;
      weighted = weighted + dz * ((value - center) * inverse);
    }
    total += WIDEN(sum);
    product_total += WIDEN(weighted);
  })
  for (int lane = 0; lane < CK_LANES; lane++) {
    sums[lane] += total[lane];
    sums[CK_LANES + lane] += product_total[lane];
  }
}

static void norm_gradient(const ck_slab *slab, const float *x, const ck_load *load, const float *mean,
                          const float *inverse_deviation, const float *coefficients, float *gradient) {
  v16 scale = LOAD_UNALIGNED(load->scale), shift = LOAD_UNALIGNED(load->shift);
  v16 center = LOAD_UNALIGNED(mean), inverse = LOAD_UNALIGNED(inverse_deviation);
  v16 a = LOAD_UNALIGNED(coefficients), b = LOAD_UNALIGNED(coefficients + CK_LANES),
      c = LOAD_UNALIGNED(coefficients + 2 * CK_LANES);
  FOR_EACH_ROW(slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      v16 value = LOAD(x + i), g = LOAD(gradient + i), z = value * scale + shift;
      v16 dz = z < 0 ? g * load->slope : g;
      STORE(gradient + i, a * dz + (b * ((value - center) * inverse) + c));
    }
  })
}
