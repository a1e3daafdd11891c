// Winograd convolution F(1 x 4 x 4, 1 x 3 x 3): the tiles of winograd.h within one plane, for kernels that do not reach
// across planes. Products of points are those of the cubes.

#define CK_EDGE 4
#define W(name) winograd_flat_##name
#define POINTS_1D 6
#define TAPS 9

#include "winograd_points.h"

// One channel block of weights: 9 dense taps of 16 target channels to points, in double.
static void W(weight_block)(const d16 tap[TAPS], float *u, ptrdiff_t point_stride) {
  d16 ys[POINTS_1D][3];
  for (int q = 0; q < POINTS_1D; q++)
    for (int i = 0; i < 3; i++)
      ys[q][i] = W(points)[q][0] * tap[i] + W(points)[q][1] * tap[3 + i] + W(points)[q][2] * tap[6 + i];
  for (int q = 0; q < POINTS_1D; q++)
    for (int r = 0; r < POINTS_1D; r++) {
      d16 value = W(points)[r][0] * ys[q][0] + W(points)[r][1] * ys[q][1] + W(points)[r][2] * ys[q][2];
      STORE(u + (q * POINTS_1D + r) * point_stride, __builtin_convertvector(value, v16));
    }
}

static void W(weights)(const float *dense, int32_t targets, int32_t sources, bool flip, int32_t first, int32_t last,
                       float *u) {
  const int32_t to = flip ? sources : targets, from = flip ? targets : sources;
  const int32_t to_blocks = (to + CK_LANES - 1) / CK_LANES, from_padded = (from + CK_LANES - 1) / CK_LANES * CK_LANES;
  const ptrdiff_t point_stride = (ptrdiff_t)to_blocks * from_padded * CK_LANES;
  for (int32_t block = first; block < last; block++)
    for (int32_t f = 0; f < from_padded; f++) {
      d16 tap[TAPS];
      for (int k = 0; k < TAPS; k++) tap[k] = (d16)(0);
      for (int lane = 0; lane < CK_LANES && f < from; lane++) {
        int32_t t = block * CK_LANES + lane;
        if (t >= to) break;
        const float *w = dense + (flip ? (size_t)f * (size_t)sources + (size_t)t
                                       : (size_t)t * (size_t)sources + (size_t)f) * TAPS;
        for (int k = 0; k < TAPS; k++) tap[k][lane] = (double)w[flip ? TAPS - 1 - k : k];
      }
      W(weight_block)(tap, u + ((ptrdiff_t)block * from_padded + f) * CK_LANES, point_stride);
    }
}

// Adjoint of `weights`: gradients in the transform domain to dense ones, added.
static void W(dense)(const float *du, int32_t targets, int32_t sources, int32_t block, float *gradient) {
  const int32_t to_padded = (targets + CK_LANES - 1) / CK_LANES * CK_LANES;
  const int32_t from_padded = (sources + CK_LANES - 1) / CK_LANES * CK_LANES;
  const ptrdiff_t point_stride = (ptrdiff_t)to_padded * from_padded + CK_LANES;
  for (int32_t f = 0; f < sources; f++) {
    const float *from = du + ((ptrdiff_t)block * from_padded + f) * CK_LANES;
    d16 rows[3][POINTS_1D];
    float out[TAPS][CK_LANES] __attribute__((aligned(64)));
    for (int q = 0; q < POINTS_1D; q++) {
      d16 d[POINTS_1D], o[3];
      UNROLL for (int r = 0; r < POINTS_1D; r++) d[r] = WIDEN(LOAD(from + (q * POINTS_1D + r) * point_stride));
      TO_TAPS(d, o);
      UNROLL for (int k = 0; k < 3; k++) rows[k][q] = o[k];
    }
    for (int k = 0; k < 3; k++) {
      d16 o[3];
      TO_TAPS(rows[k], o);
      UNROLL for (int j = 0; j < 3; j++) STORE(out[j * 3 + k], __builtin_convertvector(o[j], v16));
    }
    for (int lane = 0; lane < CK_LANES && block * CK_LANES + lane < targets; lane++) {
      float *to = gradient + ((size_t)(block * CK_LANES + lane) * (size_t)sources + (size_t)f) * TAPS;
      for (int tap = 0; tap < TAPS; tap++) to[tap] += out[tap][lane];
    }
  }
}

// Tile numbers to tile coordinates; every plane has its own tiles.
typedef struct {
  int32_t z, y, x;
} W(tile);

INLINE W(tile) W(tile_at)(ck_map map, int32_t index) {
  int32_t nx = (map.width + CK_EDGE - 1) / CK_EDGE, ny = (map.height + CK_EDGE - 1) / CK_EDGE;
  return (W(tile)){index / (nx * ny), index / nx % ny, index % nx};
}

// The first true voxel of a tile, or where it would be.
INLINE ptrdiff_t W(corner)(ck_map map, W(tile) tile) {
  return ck_map_origin(map) + tile.z * map.plane + tile.y * CK_EDGE * map.row + (ptrdiff_t)tile.x * CK_EDGE * CK_LANES;
}

// How a column of source voxels is read.
enum { W(plain), W(whole), W(border) };

// A column of the source (all y of a tile at one x) to points.
INLINE void W(column)(const ck_winograd *job, const float *at, W(tile) tile, const ck_load *load, const int kind,
                      v16 *out) {
  const ck_map map = job->source;
  v16 d[POINTS_1D];
  if (kind == W(plain)) {
    UNROLL for (int y = 0; y < POINTS_1D; y++) d[y] = LOAD(at + y * map.row);
  } else {
    const v16 scale = LOAD_UNALIGNED(load->scale), shift = LOAD_UNALIGNED(load->shift);
    const float slope = load->slope;
    UNROLL for (int y = 0; y < POINTS_1D; y++) {
      int32_t vy = tile.y * CK_EDGE + y - 1;
      bool in = kind == W(whole) || (vy >= 0 && vy < map.height);
      d[y] = in ? APPLY(LOAD(at + y * map.row), scale, shift, slope) : (v16)(0);
    }
  }
  TO_POINTS(d, out);
}

static void W(column_plain)(const ck_winograd *job, const float *at, W(tile) tile, const ck_load *load, v16 *out) {
  W(column)(job, at, tile, load, W(plain), out);
}
static void W(column_whole)(const ck_winograd *job, const float *at, W(tile) tile, const ck_load *load, v16 *out) {
  W(column)(job, at, tile, load, W(whole), out);
}
static void W(column_border)(const ck_winograd *job, const float *at, W(tile) tile, const ck_load *load, v16 *out) {
  W(column)(job, at, tile, load, W(border), out);
}

static void W(any_column)(const ck_winograd *job, const float *block, W(tile) tile, int x, const ck_load *load,
                          v16 *out) {
  const ck_map map = job->source;
  const float *at = block + W(corner)(map, tile) - map.row + (ptrdiff_t)(x - 1) * CK_LANES;
  if (!load) {
    W(column_plain)(job, at, tile, load, out);
    return;
  }
  int32_t vx = tile.x * CK_EDGE + x - 1;
  if (vx < 0 || vx >= map.width) {
    for (int i = 0; i < POINTS_1D; i++) out[i] = (v16)(0);
  } else if (tile.y > 0 && (tile.y + 1) * CK_EDGE < map.height) {
    W(column_whole)(job, at, tile, load, out);
  } else {
    W(column_border)(job, at, tile, load, out);
  }
}

static void W(input)(const ck_winograd *job, int32_t first, int32_t count, int32_t b0, int32_t b1, float *v,
                     int32_t tiles) {
  const ptrdiff_t point_stride = ck_point_stride(tiles, job->source_blocks);
  // Neighbours in x share two columns: a ring keeps them.
  v16 ring[POINTS_1D][POINTS_1D];
  for (int32_t b = b0; b < b1; b++) {
    const float *block = job->source_block[b];
    const ck_load *load = job->load ? job->load[b] : NULL;
    int start = 0;
    for (int32_t i = 0; i < count; i++) {
      W(tile) tile = W(tile_at)(job->source, first + i);
      bool follows = i > 0 && tile.x > 0;
      start = follows ? (start + CK_EDGE) % POINTS_1D : 0;
      for (int x = follows ? 2 : 0; x < POINTS_1D; x++)
        W(any_column)(job, block, tile, x, load, ring[(start + x) % POINTS_1D]);
      const v16 *column[POINTS_1D];
      for (int x = 0; x < POINTS_1D; x++) column[x] = ring[(start + x) % POINTS_1D];
      float *to = v + ((ptrdiff_t)b * tiles + i) * CK_LANES;
      for (int q = 0; q < POINTS_1D; q++) {
        v16 d[POINTS_1D], o[POINTS_1D];
        UNROLL for (int x = 0; x < POINTS_1D; x++) d[x] = column[x][q];
        TO_POINTS(d, o);
        UNROLL for (int x = 0; x < POINTS_1D; x++) STORE(to + (q * POINTS_1D + x) * point_stride, o[x]);
      }
    }
  }
}

// One tile of points to target values [y][x].
INLINE void W(tile_values)(const float *m, ptrdiff_t point_stride, v16 *values) {
  v16 rows[CK_EDGE][POINTS_1D];
  UNROLL for (int y = 0; y < POINTS_1D; y++) {
    v16 d[POINTS_1D], o[CK_EDGE];
    UNROLL for (int x = 0; x < POINTS_1D; x++) d[x] = LOAD(m + (y * POINTS_1D + x) * point_stride);
    FROM_POINTS(d, o);
    UNROLL for (int x = 0; x < CK_EDGE; x++) rows[x][y] = o[x];
  }
  UNROLL for (int x = 0; x < CK_EDGE; x++) {
    v16 o[CK_EDGE];
    FROM_POINTS(rows[x], o);
    UNROLL for (int y = 0; y < CK_EDGE; y++) values[y * CK_EDGE + x] = o[y];
  }
}

static void W(output)(const ck_winograd *job, int32_t first, int32_t count, int32_t b0, int32_t b1, const float *m,
                      int32_t tiles, ck_moments *moments) {
  const ck_map map = job->target;
  const ptrdiff_t point_stride = ck_point_stride(tiles, job->target_blocks);
  const bool stream = !job->accumulate && map.block * job->target_blocks >= STREAM_FLOATS;
  for (int32_t b = b0; b < b1; b++) {
    running_t running = {0};
    v16 bias = job->bias ? LOAD_UNALIGNED(job->bias + b * CK_LANES) : (v16)(0);
    for (int32_t i = 0; i < count; i++) {
      W(tile) tile = W(tile_at)(map, first + i);
      v16 values[CK_EDGE * CK_EDGE], sum = (v16)(0), squares = (v16)(0);
      W(tile_values)(m + ((ptrdiff_t)b * tiles + i) * CK_LANES, point_stride, values);
      const int32_t oy = tile.y * CK_EDGE, ox = tile.x * CK_EDGE;
      const int32_t ny = map.height - oy < CK_EDGE ? map.height - oy : CK_EDGE;
      const int32_t nx = map.width - ox < CK_EDGE ? map.width - ox : CK_EDGE;
      float *to = job->target_block[b] + W(corner)(map, tile);
      if (i == 0) running.pivot = values[0] + bias;
      for (int y = 0; y < ny; y++) {
        float *row = to + y * map.row;
        for (int x = 0; x < nx; x++) {
          v16 value = values[y * CK_EDGE + x] + bias;
          if (job->accumulate) value = value + LOAD(row + x * CK_LANES);
          if (stream)
            STREAM(row + x * CK_LANES, value);
          else
            STORE(row + x * CK_LANES, value);
          v16 off = value - running.pivot;
          sum = sum + off;
          squares = squares + off * off;
        }
      }
      running.first += WIDEN(sum);
      running.second += WIDEN(squares);
      running.count += ny * nx;
    }
    if (moments) running_finish(&running, &moments[b]);
  }
  if (stream) STREAM_END();
}

static void W(adjoint)(const ck_winograd *job, int32_t first, int32_t count, int32_t b0, int32_t b1, float *m,
                       int32_t tiles) {
  const ck_map map = job->target;
  const ptrdiff_t point_stride = ck_point_stride(tiles, job->target_blocks);
  for (int32_t b = b0; b < b1; b++)
    for (int32_t i = 0; i < count; i++) {
      // Past the true extents the gradient is zero, so that cut tiles need no care.
      const float *from = job->target_block[b] + W(corner)(map, W(tile_at)(map, first + i));
      float *to = m + ((ptrdiff_t)b * tiles + i) * CK_LANES;
      v16 rows[POINTS_1D][CK_EDGE];
      UNROLL for (int x = 0; x < CK_EDGE; x++) {
        v16 d[CK_EDGE], o[POINTS_1D];
        UNROLL for (int y = 0; y < CK_EDGE; y++) d[y] = LOAD(from + y * map.row + x * CK_LANES);
        ADJOINT_POINTS(d, o);
        UNROLL for (int y = 0; y < POINTS_1D; y++) rows[y][x] = o[y];
      }
      UNROLL for (int y = 0; y < POINTS_1D; y++) {
        v16 o[POINTS_1D];
        ADJOINT_POINTS(rows[y], o);
        UNROLL for (int x = 0; x < POINTS_1D; x++) STORE(to + (y * POINTS_1D + x) * point_stride, o[x]);
      }
    }
}

#undef CK_EDGE
#undef W
#undef POINTS_1D
#undef TAPS
#undef TO_POINTS
#undef FROM_POINTS
#undef ADJOINT_POINTS
#undef TO_TAPS
