// Convolutions as lists of taps: source values are gathered into rows of a matrix, one row an output voxel, and
// multiplied with the weights. The gather also applies the deferred load and writes the zeros of the border.

// Most output voxels gathered at once: long enough to reuse the weights, short enough for the second-level cache.
#define TAPPED_RUN 64

INLINE int32_t tapped_depth(const ck_tapped *job) {
  return job->taps * (job->single ? 1 : job->source_blocks * CK_LANES);
}

static size_t tapped_scratch(const ck_tapped *job) {
  return (size_t)TAPPED_RUN * ((size_t)tapped_depth(job) + CK_LANES * (1 + (size_t)job->target_blocks));
}

// Where a run of output voxels of one row starts.
typedef struct {
  int32_t z, y, x, length;
} run_t;

// First and past-the-last output voxel of the run whose source voxel lies inside the source row.
INLINE void inside(const run_t *run, int32_t step, int32_t tap, int32_t width, int32_t *from, int32_t *to) {
  int32_t start = run->x * step + tap, first = start < 0 ? (-start + step - 1) / step : 0;
  int32_t last = start >= width ? 0 : (width - 1 - start) / step + 1;
  *from = first < run->length ? first : run->length;
  *to = last < run->length ? last : run->length;
  if (*to < *from) *to = *from;
}

INLINE const float *tapped_row(const ck_tapped *job, const run_t *run, const int32_t *tap, int32_t block) {
  int32_t z = run->z * job->step[0] + tap[0], y = run->y * job->step[1] + tap[1];
  if (z < 0 || y < 0 || z >= job->source.depth || y >= job->source.height) return NULL;
  return job->source_block[block] + ck_map_origin(job->source) + z * job->source.plane + y * job->source.row;
}

// Taps [t0, t1) of a run into rows of `depth` floats.
static void gather(const ck_tapped *job, const run_t *run, int32_t t0, int32_t t1, float *to, ptrdiff_t depth) {
  for (int32_t t = t0; t < t1; t++) {
    int32_t from, past;
    inside(run, job->step[2], job->tap[t][2], job->source.width, &from, &past);
    for (int32_t b = 0; b < job->source_blocks; b++) {
      const float *row = tapped_row(job, run, job->tap[t], b);
      float *out = to + (size_t)((t - t0) * job->source_blocks + b) * CK_LANES;
      if (!row) {
        for (int32_t i = 0; i < run->length; i++) STORE(out + i * depth, (v16)(0));
        continue;
      }
      const ptrdiff_t pitch = (ptrdiff_t)job->step[2] * CK_LANES;
      const float *in = row + ((ptrdiff_t)run->x * job->step[2] + job->tap[t][2]) * CK_LANES;
      const ck_load *load = job->load ? job->load[b] : NULL;
      for (int32_t i = 0; i < from; i++) STORE(out + i * depth, (v16)(0));
      if (load) {
        v16 scale = LOAD_UNALIGNED(load->scale), shift = LOAD_UNALIGNED(load->shift);
        for (int32_t i = from; i < past; i++)
          STORE(out + i * depth, APPLY(LOAD(in + i * pitch), scale, shift, load->slope));
      } else {
        for (int32_t i = from; i < past; i++) STORE(out + i * depth, LOAD(in + i * pitch));
      }
      for (int32_t i = past; i < run->length; i++) STORE(out + i * depth, (v16)(0));
    }
  }
}

typedef float f4 __attribute__((ext_vector_type(4), aligned(4)));

// Whether taps [t0, t1) are whole rows of three neighbours in x.
static bool in_triples(const ck_tapped *job, int32_t t0, int32_t t1) {
  if ((t1 - t0) % 3 != 0) return false;
  for (int32_t t = t0; t < t1; t++) {
    const int32_t *first = job->tap[t - (t - t0) % 3];
    if (job->tap[t][0] != first[0] || job->tap[t][1] != first[1] || job->tap[t][2] != (t - t0) % 3 - 1) return false;
  }
  return true;
}

// Rows of a one-channel source for kernels three wide: each source row is made dense once and read three at a time.
static void gather_triples(const ck_tapped *job, const run_t *run, int32_t t0, int32_t t1, float *to,
                           ptrdiff_t depth) {
  float line[TAPPED_RUN * 2 + 8];
  const ck_load *load = job->load ? job->load[0] : NULL;
  const int32_t step = job->step[2], start = run->x * step - 1, length = (run->length - 1) * step + 3;
  const int32_t from = start < 0 ? -start : 0, left = job->source.width - start;
  const int32_t past = left < length ? left : length;
  for (int32_t t = t0; t < t1; t += 3) {
    const float *row = tapped_row(job, run, job->tap[t], 0);
    memset(line, 0, sizeof line);
    for (int32_t j = from; row && j < past; j++) {
      float value = row[(ptrdiff_t)(start + j) * CK_LANES];
      if (load) {
        value = value * load->scale[0] + load->shift[0];
        value = value < 0 ? value * load->slope : value;
      }
      line[j] = value;
    }
    // Four are written; the next triple, or the padding of the row, takes the last.
    float *out = to + (t - t0);
    for (int32_t i = 0; i < run->length; i++) *(f4 *)(out + i * depth) = *(const f4 *)(line + i * step);
  }
}

// The same for a one-channel source: a row is one float a tap.
static void gather_single(const ck_tapped *job, const run_t *run, int32_t t0, int32_t t1, float *to,
                          ptrdiff_t depth) {
  const ck_load *load = job->load ? job->load[0] : NULL;
  for (int32_t t = t0; t < t1; t++) {
    int32_t from, past;
    inside(run, job->step[2], job->tap[t][2], job->source.width, &from, &past);
    const float *row = tapped_row(job, run, job->tap[t], 0);
    if (!row) from = past = 0;
    float *out = to + (t - t0);
    const ptrdiff_t pitch = (ptrdiff_t)job->step[2] * CK_LANES;
    const ptrdiff_t start = ((ptrdiff_t)run->x * job->step[2] + job->tap[t][2]) * CK_LANES;
    for (int32_t i = 0; i < from; i++) out[i * depth] = 0;
    for (int32_t i = from; i < past; i++) {
      float value = row[start + i * pitch];
      if (load) {
        value = value * load->scale[0] + load->shift[0];
        value = value < 0 ? value * load->slope : value;
      }
      out[i * depth] = value;
    }
    for (int32_t i = past; i < run->length; i++) out[i * depth] = 0;
  }
}

// The target voxel of the first output voxel of a run.
INLINE float *tapped_target(const ck_tapped *job, const run_t *run, int32_t block) {
  const ck_map map = job->target;
  return job->target_block[block] + ck_map_origin(map) +
         (ptrdiff_t)(job->origin[0] + run->z * job->stride[0]) * map.plane +
         (ptrdiff_t)(job->origin[1] + run->y * job->stride[1]) * map.row +
         (ptrdiff_t)(job->origin[2] + run->x * job->stride[2]) * CK_LANES;
}

static void scatter(const ck_tapped *job, const run_t *run, int32_t block, const float *from, ptrdiff_t c_row,
                    bool stream, running_t *running) {
  float *to = tapped_target(job, run, block);
  const ptrdiff_t pitch = (ptrdiff_t)job->stride[2] * CK_LANES;
  v16 bias = job->bias ? LOAD_UNALIGNED(job->bias + block * CK_LANES) : (v16)(0);
  v16 pivot, first = (v16)(0), second = (v16)(0);
  if (running && running->count == 0) running->pivot = LOAD(from) + bias;
  pivot = running ? running->pivot : (v16)(0);
  for (int32_t i = 0; i < run->length; i++) {
    v16 value = LOAD(from + i * c_row) + bias;
    if (job->accumulate) value = value + LOAD(to + i * pitch);
    if (stream)
      STREAM(to + i * pitch, value);
    else
      STORE(to + i * pitch, value);
    if (running) {
      v16 off = value - pivot;
      first = first + off;
      second = second + off * off;
    }
  }
  if (running) {
    running->first += WIDEN(first);
    running->second += WIDEN(second);
    running->count += run->length;
  }
}

static void gather_any(const ck_tapped *job, const run_t *run, int32_t t0, int32_t t1, float *to, ptrdiff_t depth) {
  if (job->single && in_triples(job, t0, t1) && job->step[2] <= 2)
    gather_triples(job, run, t0, t1, to, depth);
  else if (job->single)
    gather_single(job, run, t0, t1, to, depth);
  else
    gather(job, run, t0, t1, to, depth);
}

// Short rows are gathered together until a run is full, so that small maps still fill the registers.
#define FOR_EACH_RUN(job, first, count, runs, used, ...)                                              \
  do {                                                                                                \
    run_t runs[TAPPED_RUN];                                                                           \
    int32_t used = 0, filled = 0;                                                                     \
    for (int32_t row = (first); row < (first) + (count); row++)                                       \
      for (int32_t x = 0; x < (job)->count[2];) {                                                     \
        int32_t length = (job)->count[2] - x, room = TAPPED_RUN - filled;                             \
        if (length > room) length = room;                                                             \
        runs[used++] = (run_t){row / (job)->count[1], row % (job)->count[1], x, length};              \
        x += length;                                                                                  \
        filled += length;                                                                             \
        if (filled == TAPPED_RUN || (row + 1 == (first) + (count) && x == (job)->count[2])) {         \
          __VA_ARGS__                                                                                 \
          used = filled = 0;                                                                          \
        }                                                                                             \
      }                                                                                               \
  } while (0)

static void tapped(const ck_tapped *job, int32_t first, int32_t count, int32_t b0, int32_t b1, float *scratch,
                   ck_moments *moments) {
  const int32_t depth = tapped_depth(job), blocks = b1 - b0;
  const ptrdiff_t a_row = (depth + CK_LANES - 1) / CK_LANES * CK_LANES, c_row = (ptrdiff_t)blocks * CK_LANES;
  float *product_out = scratch + TAPPED_RUN * a_row;
  const bool stream = !job->accumulate && job->target.block * job->target_blocks >= STREAM_FLOATS;
  running_t running[blocks];
  memset(running, 0, sizeof running);
  FOR_EACH_RUN(job, first, count, runs, used, {
    int32_t done = 0;
    for (int32_t i = 0; i < used; i++) {
      gather_any(job, &runs[i], 0, job->taps, scratch + done * a_row, a_row);
      done += runs[i].length;
    }
    product(&(ck_product){.a = scratch,
                          .b = job->weights + (size_t)b0 * (size_t)depth * CK_LANES,
                          .c = product_out,
                          .a_row = a_row,
                          .a_block = CK_LANES,
                          .c_row = c_row,
                          .c_block = CK_LANES,
                          .rows = done,
                          .depth = depth,
                          .target_blocks = blocks,
                          .accumulate = false});
    for (int32_t b = 0; b < blocks; b++) {
      const float *from = product_out + (ptrdiff_t)b * CK_LANES;
      for (int32_t i = 0; i < used; i++) {
        scatter(job, &runs[i], b0 + b, from, c_row, stream, moments ? &running[b] : NULL);
        from += runs[i].length * c_row;
      }
    }
  });
  if (stream) STREAM_END();
  if (moments)
    for (int32_t b = 0; b < blocks; b++) running_finish(&running[b], &moments[b0 + b]);
}

static void tapped_gradient(const ck_tapped *job, int32_t first, int32_t count, int32_t t0, int32_t t1,
                            float *scratch, float *gradient) {
  const int32_t per_tap = job->single ? 1 : job->source_blocks * CK_LANES, depth = (t1 - t0) * per_tap;
  const ptrdiff_t a_row = (depth + CK_LANES - 1) / CK_LANES * CK_LANES;
  const ptrdiff_t c_row = (ptrdiff_t)job->target_blocks * CK_LANES;
  float *output = scratch + TAPPED_RUN * a_row;
  FOR_EACH_RUN(job, first, count, runs, used, {
    int32_t done = 0;
    for (int32_t i = 0; i < used; i++) {
      gather_any(job, &runs[i], t0, t1, scratch + done * a_row, a_row);
      for (int32_t b = 0; b < job->target_blocks; b++) {
        const float *from = tapped_target(job, &runs[i], b);
        float *to = output + done * c_row + b * CK_LANES;
        for (int32_t x = 0; x < runs[i].length; x++)
          STORE(to + x * c_row, LOAD(from + (ptrdiff_t)x * job->stride[2] * CK_LANES));
      }
      done += runs[i].length;
    }
    outer(&(outer_t){.a = scratch,
                     .b = output,
                     .c = gradient + (ptrdiff_t)t0 * per_tap * c_row,
                     .a_row = a_row,
                     .a_block = CK_LANES,
                     .b_row = c_row,
                     .b_block = CK_LANES,
                     .c_row = c_row,
                     .c_block = CK_LANES,
                     .rows = done,
                     .depth = depth,
                     .target_blocks = job->target_blocks,
                     .fresh = false});
  });
}
