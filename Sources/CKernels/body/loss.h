// Softmax, argmax and the Dice and cross-entropy loss: one voxel at a time, its classes in channel blocks.

#define LANE_NUMBERS ((i16){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})

// Largest number of classes of the kernels below.
#define MOST_CLASSES 1024
#define MOST_CLASS_BLOCKS (MOST_CLASSES / CK_LANES)

// e^x for x <= 0 to 2 units in the last place: x = n ln 2 + r, |r| <= ln 2 / 2, a polynomial in r, and n as exponent.
INLINE void exponential(const v16 *x, v16 *out) {
  v16 v = *x < -87.0f ? (v16)(-87.0f) : *x;
  v16 n = __builtin_elementwise_rint(v * 1.44269504088896341f);
  v16 r = (v - n * 0.693359375f) - n * -2.12194440e-4f;
  v16 p = (v16)(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + (r + 1.0f);
  i16 bits = (__builtin_convertvector(n, i16) + 127) << 23;
  *out = p * *(v16 *)&bits;
}

// Pairwise, so that the order is the same for every instruction set.
INLINE float lane_sum(const v16 *v) {
  float s[CK_LANES];
  for (int i = 0; i < CK_LANES; i++) s[i] = (*v)[i];
  for (int half = 8; half; half /= 2)
    for (int i = 0; i < half; i++) s[i] += s[i + half];
  return s[0];
}

// Lanes of block b that are classes.
#define CLASS_MASK(classes, b) ((LANE_NUMBERS + (b) * CK_LANES) < (classes))

INLINE int32_t class_blocks(int32_t classes) { return (classes + CK_LANES - 1) / CK_LANES; }

// Largest logit of a voxel (NaN counts as larger than all), and e^(logit - largest) with zeros past the classes.
INLINE float exponentials(float *const *block, ptrdiff_t at, int32_t classes, v16 *e, float *sum) {
  const int32_t blocks = class_blocks(classes);
  v16 top = (v16)(-INFINITY), bad = (v16)(0);
  for (int32_t b = 0; b < blocks; b++) {
    v16 x = LOAD(block[b] + at), in = CLASS_MASK(classes, b) ? x : (v16)(-INFINITY);
    top = in > top ? in : top;
    bad = bad + (CLASS_MASK(classes, b) ? x - x : (v16)(0));
  }
  float largest = __builtin_reduce_max(top);
  v16 total = (v16)(0);
  for (int32_t b = 0; b < blocks; b++) {
    v16 x = LOAD(block[b] + at) - largest, y;
    exponential(&x, &y);
    e[b] = CLASS_MASK(classes, b) ? y : (v16)(0);
    total = total + e[b];
  }
  *sum = lane_sum(&total) + lane_sum(&bad);
  return largest;
}

static void softmax(const ck_slab *slab, int32_t classes, float *const *block) {
  v16 e[MOST_CLASS_BLOCKS];
  FOR_EACH_ROW(slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      float sum;
      exponentials(block, i, classes, e, &sum);
      for (int32_t b = 0; b < class_blocks(classes); b++) STORE(block[b] + i, e[b] / sum);
    }
  })
}

static void softmax_gradient(const ck_slab *slab, int32_t classes, const float *const *probability,
                             float *const *gradient) {
  FOR_EACH_ROW(slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      v16 dot = (v16)(0);
      for (int32_t b = 0; b < class_blocks(classes); b++)
        dot = dot + LOAD(probability[b] + i) * LOAD(gradient[b] + i);
      float all = lane_sum(&dot);
      for (int32_t b = 0; b < class_blocks(classes); b++)
        STORE(gradient[b] + i, LOAD(probability[b] + i) * (LOAD(gradient[b] + i) - all));
    }
  })
}

static int64_t argmax(const ck_slab *slab, int32_t classes, const float *const *block, uint16_t *label,
                      float *probability) {
  v16 e[MOST_CLASS_BLOCKS];
  int64_t bad = 0;
  FOR_EACH_ROW(slab, at, {
    ptrdiff_t dense = ((ptrdiff_t)z_ * slab->map.height + y_) * slab->map.width;
    for (ptrdiff_t i = at; i < end; i += CK_LANES, dense++) {
      float sum, largest = exponentials((float *const *)block, i, classes, e, &sum);
      int32_t best = 0;
      for (int32_t b = 0; b < class_blocks(classes); b++) {
        i16 number = ((LOAD(block[b] + i) == largest) & CLASS_MASK(classes, b))
                         ? LANE_NUMBERS + b * CK_LANES
                         : (i16)(INT32_MAX);
        best = __builtin_reduce_min(number);
        if (best != INT32_MAX) break;
      }
      if (!(sum > 0) || best == INT32_MAX) {
        bad++;
        best = 0;
      }
      label[dense] = (uint16_t)best;
      if (probability) probability[dense] = 1 / sum;
    }
  })
  return bad;
}

// A voxel's place in the class blocks.
INLINE float logit(float *const *block, ptrdiff_t at, int32_t class) {
  return block[class / CK_LANES][at + class % CK_LANES];
}

static int64_t loss(const ck_loss *job, int32_t z0, int32_t z1, ck_loss_sums *sums) {
  const ck_slab slab = {job->map, z0, z1};
  const int32_t blocks = class_blocks(job->classes);
  v16 e[MOST_CLASS_BLOCKS];
  d16 mass[MOST_CLASS_BLOCKS];
  int64_t bad = 0;
  for (int32_t b = 0; b < blocks; b++) mass[b] = (d16)(0);
  double *on_class = sums->classes + job->classes, *count = sums->classes + 2 * job->classes;
  FOR_EACH_ROW(&slab, at, {
    v16 row_mass[MOST_CLASS_BLOCKS];
    for (int32_t b = 0; b < blocks; b++) row_mass[b] = (v16)(0);
    const uint16_t *label = job->label + ((ptrdiff_t)z_ * job->map.height + y_) * job->map.width;
    for (ptrdiff_t i = at; i < end; i += CK_LANES, label++) {
      if (*label == job->ignored) continue;
      float sum, largest = exponentials(job->logit_block, i, job->classes, e, &sum);
      if (!(sum > 0)) {
        bad++;
        continue;
      }
      float share = 1 / sum;
      for (int32_t b = 0; b < blocks; b++) row_mass[b] = row_mass[b] + e[b] * share;
      sums->entropy += (double)logf(sum) + (double)largest - (double)logit(job->logit_block, i, *label);
      sums->voxels += 1;
      on_class[*label] += (double)(e[*label / CK_LANES][*label % CK_LANES] * share);
      count[*label] += 1;
    }
    for (int32_t b = 0; b < blocks; b++) mass[b] += WIDEN(row_mass[b]);
  })
  for (int32_t c = 0; c < job->classes; c++) sums->classes[c] += mass[c / CK_LANES][c % CK_LANES];
  return bad;
}

static void loss_gradient(const ck_loss *job, int32_t z0, int32_t z1, double weight_entropy,
                          const float *coefficients) {
  const ck_slab slab = {job->map, z0, z1};
  const int32_t blocks = class_blocks(job->classes);
  const float *on_class = coefficients, *anywhere = coefficients + job->classes;
  const float entropy = (float)weight_entropy;
  v16 e[MOST_CLASS_BLOCKS];
  v16 b_coefficient[MOST_CLASS_BLOCKS];
  for (int32_t b = 0; b < blocks; b++)
    for (int lane = 0; lane < CK_LANES; lane++) {
      int32_t c = b * CK_LANES + lane;
      b_coefficient[b][lane] = c < job->classes ? anywhere[c] : 0;
    }
  FOR_EACH_ROW(&slab, at, {
    const uint16_t *label = job->label + ((ptrdiff_t)z_ * job->map.height + y_) * job->map.width;
    for (ptrdiff_t i = at; i < end; i += CK_LANES, label++) {
      if (*label == job->ignored) {
        for (int32_t b = 0; b < blocks; b++) STORE(job->logit_block[b] + i, (v16)(0));
        continue;
      }
      float sum;
      exponentials(job->logit_block, i, job->classes, e, &sum);
      const float share = 1 / sum;
      const int32_t own = *label;
      v16 mean = (v16)(0);
      for (int32_t b = 0; b < blocks; b++) {
        e[b] = e[b] * share;
        mean = mean + e[b] * b_coefficient[b];
      }
      const float p_own = e[own / CK_LANES][own % CK_LANES];
      // d(mass)/d(logit) = p (c - sum p c), with c the coefficient of each class; the own class has one more.
      const float all = lane_sum(&mean) + p_own * on_class[own];
      for (int32_t b = 0; b < blocks; b++) {
        v16 c = b_coefficient[b] - all + entropy;
        STORE(job->logit_block[b] + i, e[b] * c);
      }
      job->logit_block[own / CK_LANES][i + own % CK_LANES] += p_own * on_class[own] - entropy;
    }
  })
}
