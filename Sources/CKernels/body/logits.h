// From weighted tiles to labels: half-precision sums, and the largest class between voxels.
//
// No multiplication is fused with an addition here, so that every instruction set gives the same bits and sums round
// where PyTorch's do. This file comes last because the pragma holds to the end of the translation unit.
#pragma clang fp contract(off)

static void widen(const uint16_t *half, int64_t count, float *single) {
  int64_t i = 0;
  for (; i + HALF_LANES <= count; i += HALF_LANES) STORE8(single + i, HALF_LOAD(half + i));
  if (i == count) return;
  uint16_t from[HALF_LANES] = {0};
  float to[HALF_LANES];
  memcpy(from, half + i, (size_t)(count - i) * sizeof(uint16_t));
  STORE8(to, HALF_LOAD(from));
  memcpy(single + i, to, (size_t)(count - i) * sizeof(float));
}

static void narrow(const float *single, int64_t count, uint16_t *half) {
  int64_t i = 0;
  for (; i + HALF_LANES <= count; i += HALF_LANES) HALF_STORE(half + i, LOAD8(single + i));
  if (i == count) return;
  float from[HALF_LANES] = {0};
  uint16_t to[HALF_LANES];
  memcpy(from, single + i, (size_t)(count - i) * sizeof(float));
  HALF_STORE(to, LOAD8(from));
  memcpy(half + i, to, (size_t)(count - i) * sizeof(uint16_t));
}

// `prediction *= gaussian` rounds to single, `logits += prediction` adds in single and rounds to half.
static void accumulate(const ck_weighted_row *row) {
  for (int32_t x = 0; x < row->voxels; x++) {
    const float weight = half_value(row->weight[x]);
    const float *from = row->logits + x * row->stride;
    uint16_t *to = row->sum + (ptrdiff_t)x * row->lanes;
    for (int32_t i = 0; i < row->lanes; i += HALF_LANES) {
      f8 weighted = LOAD8(from + i) * weight;
      HALF_STORE(to + i, HALF_LOAD(to + i) + weighted);
    }
  }
}

static void add_weights(const uint16_t *weight, int64_t count, uint16_t *sum) {
  int64_t i = 0;
  for (; i + HALF_LANES <= count; i += HALF_LANES) HALF_STORE(sum + i, HALF_LOAD(sum + i) + HALF_LOAD(weight + i));
  if (i == count) return;
  uint16_t a[HALF_LANES] = {0}, b[HALF_LANES] = {0};
  const size_t bytes = (size_t)(count - i) * sizeof(uint16_t);
  memcpy(a, weight + i, bytes);
  memcpy(b, sum + i, bytes);
  HALF_STORE(b, HALF_LOAD(b) + HALF_LOAD(a));
  memcpy(sum + i, b, bytes);
}

#define LANES8 ((s8){0, 1, 2, 3, 4, 5, 6, 7})
// Set bits are lanes where the comparison holds.
#define LANE_BITS(comparison) __builtin_bit_cast(uint8_t, __builtin_convertvector((comparison), b8))

INLINE uint32_t finish_lanes(const ck_final_logits *job, int64_t voxel, int32_t i, float weight) {
  const ptrdiff_t at = voxel * job->lanes + i;
  f8 value = HALF_ROUND(HALF_LOAD(job->sum[0] + at) / weight);
  for (int32_t fold = 1; fold < job->folds; fold++)
    value = HALF_ROUND(value + HALF_ROUND(HALF_LOAD(job->sum[fold] + at) / weight));
  if (job->folds > 1) value = HALF_ROUND(value / (float)job->folds);
  s8 is_class = LANES8 + i < job->classes;
  // x - x is 0 for every finite x.
  uint32_t bad = LANE_BITS((value - value != 0) & is_class);
  HALF_STORE(job->sum[0] + at, is_class ? value : (f8)(-HALF_MOST));
  return bad;
}

static int64_t finish(const ck_final_logits *job) {
  int64_t bad = 0;
  for (int64_t voxel = 0; voxel < job->voxels; voxel++) {
    if (job->weight[voxel] == 0) {
      for (int32_t i = 0; i < job->lanes; i += HALF_LANES)
        HALF_STORE(job->sum[0] + voxel * job->lanes + i, LANES8 + i == 0 ? (f8)(0) : (f8)(-HALF_MOST));
      continue;
    }
    const float weight = half_value(job->weight[voxel]);
    for (int32_t i = 0; i < job->lanes; i += HALF_LANES)
      bad += __builtin_popcount(finish_lanes(job, voxel, i, weight));
  }
  return bad;
}

static void blend(const uint16_t *a, const uint16_t *b, float part, int64_t count, float *single) {
  if (part == 0) {
    widen(a, count, single);
    return;
  }
  // Rows are whole voxels, whose lanes are a multiple of eight.
  for (int64_t i = 0; i < count; i += HALF_LANES)
    STORE8(single + i, HALF_LOAD(a + i) * (1 - part) + HALF_LOAD(b + i) * part);
}

INLINE float largest_lane(const f8 *v) {
  float s[HALF_LANES];
  STORE8(s, *v);
  for (int half = HALF_LANES / 2; half; half /= 2)
    for (int i = 0; i < half; i++) s[i] = s[i] > s[i + half] ? s[i] : s[i + half];
  return s[0];
}

// The smallest single that may round to the half `t` rounds to, or below it.
INLINE float rounds_from(float t) {
  f8 rounded = HALF_ROUND((f8)(t));
  float lanes[HALF_LANES];
  uint16_t bits[HALF_LANES];
  HALF_STORE(bits, rounded);
  STORE8(lanes, rounded);
  uint16_t below = bits[0] & 0x8000 ? (uint16_t)(bits[0] + 1) : bits[0] ? (uint16_t)(bits[0] - 1) : 0x8001;
  // Exact: both are multiples of 2^-24 below 2^16, a step apart.
  return (lanes[0] + half_value(below)) * 0.5f;
}

// The four voxels around a cell, one class after the other, of the classes that can win there.
typedef struct {
  int32_t count;
  int32_t class[CK_MOST_CLASSES];
  float corner[4][CK_MOST_CLASSES];
  float low[CK_MOST_CLASSES], high[CK_MOST_CLASSES];
} candidates_t;

// Which classes can be the largest somewhere in a cell.
//
// A class is interpolated as v = p a + q b + r c + s d and then clamped to its own smallest and largest corner, so
// its value lies in [low, high] whatever was rounded on the way; rounding to half (h) keeps order, so its rounded
// value lies in [h(low), h(high)]. Let d be the class with the greatest low. Everywhere in the cell d reaches at
// least h(low_d). A class with h(high) < h(low_d) is below d everywhere and can neither win nor tie; one with
// h(high) = h(low_d) may tie, and wins if it comes first, so it stays. h(x) >= h(low_d) implies
// x >= rounds_from(low_d), the middle between h(low_d) and the half below; that comparison keeps a superset. The
// first largest of the candidates is therefore the first largest of all classes.
INLINE void find_candidates(const ck_logit_cells *job, const ck_logit_cell *cell, candidates_t *found) {
  const float *a = job->upper + (ptrdiff_t)cell->low * job->lanes, *b = job->upper + (ptrdiff_t)cell->high * job->lanes;
  const float *c = job->lower + (ptrdiff_t)cell->low * job->lanes, *d = job->lower + (ptrdiff_t)cell->high * job->lanes;
  float high[CK_MOST_CLASSES];
  f8 floor = (f8)(-INFINITY);
  for (int32_t i = 0; i < job->lanes; i += HALF_LANES) {
    f8 va = LOAD8(a + i), vb = LOAD8(b + i), vc = LOAD8(c + i), vd = LOAD8(d + i);
    f8 most0 = va > vb ? va : vb, most1 = vc > vd ? vc : vd, least0 = va < vb ? va : vb, least1 = vc < vd ? vc : vd;
    f8 least = least0 < least1 ? least0 : least1;
    STORE8(high + i, most0 > most1 ? most0 : most1);
    floor = least > floor ? least : floor;
  }
  const float from = rounds_from(largest_lane(&floor));
  int32_t count = 0;
  for (int32_t i = 0; i < job->lanes; i += HALF_LANES)
    for (uint32_t bits = LANE_BITS(LOAD8(high + i) >= from); bits; bits &= bits - 1)
      found->class[count++] = i + __builtin_ctz(bits);
  found->count = count;
  if (count == 1) return;
  for (int32_t k = 0; k < count; k++) {
    const int32_t i = found->class[k];
    const float least0 = a[i] < b[i] ? a[i] : b[i], least1 = c[i] < d[i] ? c[i] : d[i];
    found->corner[0][k] = a[i];
    found->corner[1][k] = b[i];
    found->corner[2][k] = c[i];
    found->corner[3][k] = d[i];
    found->low[k] = least0 < least1 ? least0 : least1;
    found->high[k] = high[i];
  }
}

INLINE void every_class(const ck_logit_cells *job, const ck_logit_cell *cell, candidates_t *found) {
  found->count = job->classes;
  for (int32_t k = 0; k < job->classes; k++) {
    found->class[k] = k;
    float low = INFINITY, high = -INFINITY;
    for (int corner = 0; corner < 4; corner++) {
      const float *row = corner & 2 ? job->lower : job->upper;
      const float value = row[(ptrdiff_t)(corner & 1 ? cell->high : cell->low) * job->lanes + k];
      found->corner[corner][k] = value;
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    found->low[k] = low;
    found->high[k] = high;
  }
}

// The first largest candidate of every output voxel of a cell, eight voxels at a time.
INLINE void decide(const ck_logit_cells *job, const ck_logit_cell *cell, const candidates_t *found) {
  const int32_t voxels = cell->count * job->rows;
  int32_t row = 0, column = 0;
  for (int32_t first = 0; first < voxels; first += HALF_LANES) {
    float across[HALF_LANES] = {0}, down[HALF_LANES] = {0};
    uint16_t *label[HALF_LANES];
    const int32_t lanes = voxels - first < HALF_LANES ? voxels - first : HALF_LANES;
    for (int32_t lane = 0; lane < lanes; lane++) {
      across[lane] = job->across[cell->first + column];
      down[lane] = job->down[row];
      label[lane] = job->label + row * job->row + cell->first + column;
      if (++column == cell->count) {
        column = 0;
        row++;
      }
    }
    const f8 x = LOAD8(across), y = LOAD8(down);
    const f8 p = (1 - y) * (1 - x), q = (1 - y) * x, r = y * (1 - x), s = y * x;
    f8 best = (f8)(-INFINITY);
    s8 winner = (s8)(0);
    for (int32_t k = 0; k < found->count; k++) {
      f8 value = (p * found->corner[0][k] + q * found->corner[1][k]) +
                 (r * found->corner[2][k] + s * found->corner[3][k]);
      const f8 low = (f8)(found->low[k]), high = (f8)(found->high[k]);
      value = value > low ? value : low;
      value = value < high ? value : high;
      value = HALF_ROUND(value);
      winner = value > best ? (s8)(found->class[k]) : winner;
      best = value > best ? value : best;
    }
    for (int32_t lane = 0; lane < lanes; lane++) *label[lane] = (uint16_t)winner[lane];
  }
}

static void label_cells(const ck_logit_cells *job) {
  candidates_t found;
  for (const ck_logit_cell *cell = job->cell; cell < job->cell + job->cells; cell++) {
    find_candidates(job, cell, &found);
    if (found.count > 1) {
      decide(job, cell, &found);
      continue;
    }
    const uint16_t only = (uint16_t)found.class[0];
    for (int32_t j = 0; j < job->rows; j++)
      for (int32_t i = 0; i < cell->count; i++) job->label[j * job->row + cell->first + i] = only;
  }
}

static void label_cells_fully(const ck_logit_cells *job) {
  candidates_t found;
  for (const ck_logit_cell *cell = job->cell; cell < job->cell + job->cells; cell++) {
    every_class(job, cell, &found);
    decide(job, cell, &found);
  }
}

static void label_voxels(const uint16_t *logits, int32_t classes, int32_t lanes, int64_t voxels, uint16_t *label) {
  (void)classes;  // lanes past them hold the lowest value and come last
  for (int64_t voxel = 0; voxel < voxels; voxel++, logits += lanes) {
    f8 most = (f8)(-INFINITY);
    for (int32_t i = 0; i < lanes; i += HALF_LANES) {
      f8 value = HALF_LOAD(logits + i);
      most = value > most ? value : most;
    }
    const float largest = largest_lane(&most);
    int32_t found = 0;
    for (int32_t i = 0; i < lanes; i += HALF_LANES) {
      const uint32_t bits = LANE_BITS(HALF_LOAD(logits + i) == largest);
      if (bits == 0) continue;
      found = i + __builtin_ctz(bits);
      break;
    }
    label[voxel] = (uint16_t)found;
  }
}

// Interpolated and rounded logits of an output voxel, padded to blocks of 16 with values that never win.
INLINE float interpolated(const ck_logit_probabilities *job, const ck_logit_cell *cell, float x, float *value) {
  const float *a = job->upper + (ptrdiff_t)cell->low * job->lanes, *b = job->upper + (ptrdiff_t)cell->high * job->lanes;
  const float *c = job->lower + (ptrdiff_t)cell->low * job->lanes, *d = job->lower + (ptrdiff_t)cell->high * job->lanes;
  const float y = job->down, p = (1 - y) * (1 - x), q = (1 - y) * x, r = y * (1 - x), s = y * x;
  f8 most = (f8)(-INFINITY);
  for (int32_t i = 0; i < job->lanes; i += HALF_LANES) {
    f8 v = HALF_ROUND((LOAD8(a + i) * p + LOAD8(b + i) * q) + (LOAD8(c + i) * r + LOAD8(d + i) * s));
    v = LANES8 + i < job->classes ? v : (f8)(-HALF_MOST);
    STORE8(value + i, v);
    most = v > most ? v : most;
  }
  if (job->lanes % CK_LANES) STORE8(value + job->lanes, (f8)(-HALF_MOST));
  return largest_lane(&most);
}

static void probabilities(const ck_logit_probabilities *job) {
  float value[CK_MOST_CLASSES] __attribute__((aligned(64)));
  const int32_t blocks = class_blocks(job->lanes);
  for (const ck_logit_cell *cell = job->cell; cell < job->cell + job->cells; cell++)
    for (int32_t column = cell->first; column < cell->first + cell->count; column++) {
      const float largest = interpolated(job, cell, job->across[column], value);
      v16 total = (v16)(0);
      for (int32_t b = 0; b < blocks; b++) {
        v16 x = LOAD(value + b * CK_LANES) - largest, e;
        exponential(&x, &e);
        e = CLASS_MASK(job->classes, b) ? e : (v16)(0);
        STORE(value + b * CK_LANES, e);
        total = total + e;
      }
      const float sum = lane_sum(&total);
      if (job->largest) job->largest[column] = 1 / sum;
      for (int32_t k = 0; k < job->count; k++)
        job->probability[k * job->plane + column] = value[job->chosen[k]] / sum;
    }
}

const ck_logit_kernels CK_LOGIT_TABLE = {
    .isa = CK_ISA,
    .widen = widen,
    .narrow = narrow,
    .accumulate = accumulate,
    .add = add_weights,
    .finish = finish,
    .blend = blend,
    .label_cells = label_cells,
    .label_cells_fully = label_cells_fully,
    .label_voxels = label_voxels,
    .probabilities = probabilities,
};
