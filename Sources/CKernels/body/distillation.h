// Losses between two networks, and logits merged into groups: one voxel at a time, its classes in channel blocks.

// e^((logit - largest) * sharpness) with zeros past the classes; returns the largest. The sum is NaN where a logit is
// not finite.
INLINE float tempered(const float *const *block, ptrdiff_t at, int32_t classes, float sharpness, v16 *e, float *sum) {
  const int32_t blocks = class_blocks(classes);
  v16 top = (v16)(-INFINITY), bad = (v16)(0);
  for (int32_t b = 0; b < blocks; b++) {
    v16 x = LOAD(block[b] + at), in = CLASS_MASK(classes, b) ? x : (v16)(-INFINITY);
    top = in > top ? in : top;
    bad = bad + (CLASS_MASK(classes, b) ? x - x : (v16)(0));
  }
  const float largest = __builtin_reduce_max(top);
  v16 total = (v16)(0);
  for (int32_t b = 0; b < blocks; b++) {
    v16 x = (LOAD(block[b] + at) - largest) * sharpness, y;
    exponential(&x, &y);
    e[b] = CLASS_MASK(classes, b) ? y : (v16)(0);
    total = total + e[b];
  }
  *sum = lane_sum(&total) + lane_sum(&bad);
  return largest;
}

// KL(p || q) = sum p (t - s) - log sum e^t + log sum e^s, with t and s the logits below their largest: no probability
// is taken the logarithm of, and equal logits give exactly zero.
INLINE int64_t distil(const ck_distillation *job, int32_t z0, int32_t z1, const bool writes, float factor,
                      double *divergence) {
  const ck_slab slab = {job->map, z0, z1};
  const int32_t classes = job->classes, blocks = class_blocks(classes);
  const float *const *student = (const float *const *)job->student_block;
  const float *const *teacher = job->teacher_block;
  v16 p[MOST_CLASS_BLOCKS], q[MOST_CLASS_BLOCKS];
  int64_t bad = 0;
  double total = 0;
  FOR_EACH_ROW(&slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      float all_p, all_q;
      const float top_p = tempered(teacher, i, classes, job->sharpness, p, &all_p);
      const float top_q = tempered(student, i, classes, job->sharpness, q, &all_q);
      if (!(all_p > 0 && all_q > 0)) {
        bad++;
        continue;
      }
      const float share_p = 1 / all_p, share_q = 1 / all_q;
      v16 mean = (v16)(0);
      for (int32_t b = 0; b < blocks; b++) {
        p[b] = p[b] * share_p;
        mean = mean + p[b] * ((LOAD(teacher[b] + i) - top_p) - (LOAD(student[b] + i) - top_q));
        // Rounded by itself, not fused, so that equal probabilities leave nothing.
        q[b] = q[b] * share_q;
        if (writes) STORE(job->student_block[b] + i, (q[b] - p[b]) * factor);
      }
      total += (double)(lane_sum(&mean) * job->sharpness) + ((double)logf(all_q) - (double)logf(all_p));
    }
  })
  *divergence += total;
  return bad;
}

static int64_t divergence(const ck_distillation *job, int32_t z0, int32_t z1, double *sum) {
  return distil(job, z0, z1, false, 0, sum);
}

static int64_t divergence_gradient(const ck_distillation *job, int32_t z0, int32_t z1, float factor, double *sum) {
  return distil(job, z0, z1, true, factor, sum);
}

static int64_t entropy(const ck_slab *slab, int32_t classes, const float *const *block, float *result) {
  v16 e[MOST_CLASS_BLOCKS];
  int64_t bad = 0;
  FOR_EACH_ROW(slab, at, {
    ptrdiff_t dense = ((ptrdiff_t)z_ * slab->map.height + y_) * slab->map.width;
    for (ptrdiff_t i = at; i < end; i += CK_LANES, dense++) {
      float sum;
      const float largest = tempered(block, i, classes, 1, e, &sum);
      if (!(sum > 0)) {
        bad++;
        result[dense] = 0;
        continue;
      }
      v16 mean = (v16)(0);
      for (int32_t b = 0; b < class_blocks(classes); b++) mean = mean + e[b] * (LOAD(block[b] + i) - largest);
      result[dense] = logf(sum) - lane_sum(&mean) / sum;
    }
  })
  return bad;
}

// The logit of group number g of those with several members.
INLINE float group_logit(const ck_merge *job, int32_t g, ptrdiff_t at) {
  v16 top = (v16)(-INFINITY), sum = (v16)(0);
  for (int32_t k = job->first_part[g]; k < job->first_part[g + 1]; k++) {
    v16 x = LOAD(job->logit_block[job->part_block[k]] + at);
    // A value that is not a number must come out again, so it must not lose the comparison.
    x = *(const i16u *)(job->part_mask + k * CK_LANES) ? x : (v16)(-INFINITY);
    top = x <= top ? top : x;
  }
  const float largest = __builtin_reduce_max(top);
  for (int32_t k = job->first_part[g]; k < job->first_part[g + 1]; k++) {
    v16 x = LOAD(job->logit_block[job->part_block[k]] + at) - largest, e;
    exponential(&x, &e);
    // exponential() bounds its argument, which hides what is not a number.
    e = e + (x - x);
    sum = sum + (*(const i16u *)(job->part_mask + k * CK_LANES) ? e : (v16)(0));
  }
  return largest + logf(lane_sum(&sum));
}

// Room for a float of each class, and for one of no class.
#define CLASS_ROW(name) float name[MOST_CLASSES + CK_LANES] __attribute__((aligned(64)))

static void merge(const ck_merge *job, int32_t z0, int32_t z1) {
  const ck_slab slab = {job->map, z0, z1};
  const int32_t blocks = class_blocks(job->groups);
  CLASS_ROW(merged);
  FOR_EACH_ROW(&slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      for (int32_t b = 0; b < class_blocks(job->channels); b++)
        for (int lane = 0; lane < CK_LANES; lane++)
          merged[job->group[b * CK_LANES + lane]] = job->logit_block[b][i + lane];
      for (int32_t g = 0; g < job->several; g++) merged[job->several_group[g]] = group_logit(job, g, i);
      for (int32_t g = job->groups; g < blocks * CK_LANES; g++) merged[g] = 0;
      for (int32_t b = 0; b < blocks; b++) STORE(job->merged_block[b] + i, LOAD(merged + b * CK_LANES));
    }
  })
}

static void merge_gradient(const ck_merge *job, int32_t z0, int32_t z1, float factor, bool accumulate,
                           float *const *target) {
  const ck_slab slab = {job->map, z0, z1};
  CLASS_ROW(above);
  CLASS_ROW(own);
  FOR_EACH_ROW(&slab, at, {
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      for (int32_t b = 0; b < class_blocks(job->groups); b++)
        STORE(above + b * CK_LANES, LOAD(job->merged_block[b] + i) * factor);
      above[job->groups] = 0;
      for (int32_t c = 0; c < class_blocks(job->channels) * CK_LANES; c++) own[c] = above[job->group[c]];
      for (int32_t g = 0; g < job->several; g++) {
        const float whole = group_logit(job, g, i), gradient = above[job->several_group[g]];
        for (int32_t k = job->first_part[g]; k < job->first_part[g + 1]; k++) {
          v16 x = LOAD(job->logit_block[job->part_block[k]] + i) - whole;
          v16 share;
          exponential(&x, &share);
          float *to = own + job->part_block[k] * CK_LANES;
          STORE(to, *(const i16u *)(job->part_mask + k * CK_LANES) ? share * gradient : LOAD(to));
        }
      }
      for (int32_t b = 0; b < class_blocks(job->channels); b++) {
        v16 gradient = LOAD(own + b * CK_LANES);
        STORE(target[b] + i, accumulate ? LOAD(target[b] + i) + gradient : gradient);
      }
    }
  })
}

static void difference(const ck_slab *slab, const float *a, const ck_load *load_a, const float *b,
                       const ck_load *load_b, float factor, double *squares, float *gradient) {
  const ck_load *first = load_a ? load_a : &load_nothing, *second = load_b ? load_b : &load_nothing;
  v16 sa = LOAD_UNALIGNED(first->scale), ta = LOAD_UNALIGNED(first->shift);
  v16 sb = LOAD_UNALIGNED(second->scale), tb = LOAD_UNALIGNED(second->shift);
  d16 total = (d16)(0);
  FOR_EACH_ROW(slab, at, {
    v16 row = (v16)(0);
    for (ptrdiff_t i = at; i < end; i += CK_LANES) {
      v16 off = APPLY(LOAD(a + i), sa, ta, first->slope) - APPLY(LOAD(b + i), sb, tb, second->slope);
      row = row + off * off;
      STORE(gradient + i, off * factor);
    }
    total += WIDEN(row);
  })
  for (int lane = 0; lane < CK_LANES; lane++) squares[lane] += total[lane];
}

static void energy(const ck_slab *slab, int32_t blocks, const float *const *block, const ck_load *const *load,
                   float factor, float *result) {
  FOR_EACH_ROW(slab, at, {
    ptrdiff_t dense = ((ptrdiff_t)z_ * slab->map.height + y_) * slab->map.width;
    for (ptrdiff_t i = at; i < end; i += CK_LANES, dense++) {
      v16 sum = (v16)(0);
      for (int32_t b = 0; b < blocks; b++) {
        const ck_load *own = load[b] ? load[b] : &load_nothing;
        v16 x = APPLY(LOAD(block[b] + i), LOAD_UNALIGNED(own->scale), LOAD_UNALIGNED(own->shift), own->slope);
        sum = sum + x * x;
      }
      result[dense] = lane_sum(&sum) * factor;
    }
  })
}

static void scale_voxels(const ck_slab *slab, const float *source, const ck_load *load, const float *factor,
                         float *target) {
  const ck_load *own = load ? load : &load_nothing;
  v16 scale = LOAD_UNALIGNED(own->scale), shift = LOAD_UNALIGNED(own->shift);
  FOR_EACH_ROW(slab, at, {
    ptrdiff_t dense = ((ptrdiff_t)z_ * slab->map.height + y_) * slab->map.width;
    for (ptrdiff_t i = at; i < end; i += CK_LANES, dense++)
      STORE(target + i, APPLY(LOAD(source + i), scale, shift, own->slope) * factor[dense]);
  })
}

// Parts of an axis at the finest scale of `strips`.
#define MOST_STRIPS (1 << (CK_MOST_SCALES - 1))

static void strips(ck_map map, int32_t axis, int32_t scales, const float *source, const float *factor,
                   double *squares, float *gradient) {
  const int32_t extent[3] = {map.depth, map.height, map.width};
  const ptrdiff_t stride[3] = {map.plane, map.row, CK_LANES};
  const int u = axis == 0 ? 1 : 0, v = axis == 2 ? 1 : 2;
  const int32_t length = extent[axis], parts = 1 << (scales - 1);
  d16 total = (d16)(0);
  for (int32_t i = 0; i < extent[u]; i++) {
    v16 row = (v16)(0);
    for (int32_t j = 0; j < extent[v]; j++) {
      const ptrdiff_t at = ck_map_origin(map) + i * stride[u] + j * stride[v];
      v16 sum[MOST_STRIPS], push[MOST_STRIPS];
      for (int32_t k = 0; k < parts; k++) {
        sum[k] = push[k] = (v16)(0);
        for (int32_t n = k * length / parts; n < (k + 1) * length / parts; n++)
          sum[k] = sum[k] + LOAD(source + at + n * stride[axis]);
      }
      // The strips of a coarser scale are unions of two of the finer one.
      for (int32_t s = scales - 1; s >= 0; s--) {
        const int32_t number = 1 << s, width = parts / number;
        for (int32_t k = 0; k < number; k++) {
          if (s < scales - 1) sum[k] = sum[2 * k] + sum[2 * k + 1];
          const float share = 1 / (float)((k + 1) * length / number - k * length / number);
          v16 mean = sum[k] * share;
          row = row + mean * mean * factor[s];
          for (int32_t m = k * width; m < (k + 1) * width; m++) push[m] = push[m] + mean * (2 * factor[s] * share);
        }
      }
      for (int32_t k = 0; k < parts; k++)
        for (int32_t n = k * length / parts; n < (k + 1) * length / parts; n++) {
          float *to = gradient + at + n * stride[axis];
          STORE(to, LOAD(to) + push[k]);
        }
    }
    total += WIDEN(row);
  }
  for (int lane = 0; lane < CK_LANES; lane++) squares[lane] += total[lane];
}
