// Winograd convolution F(m x m x m, 3 x 3 x 3) with m = CK_EDGE, after Lavin and Gray (2016), extended to three axes; with
// CK_FLAT F(1 x m x m, 1 x 3 x 3), within one plane, for kernels that do not reach across planes.
//
// F(4, 3) interpolates at 0, +-1/sqrt 2, +-sqrt 2 and infinity: the symmetric pair a, 1/a keeps the constants near
// one and the error a third of that of the usual 0, +-1, +-2. Weights are transformed in double and rounded once.
// Included once per tile: every name carries its edge.

#define W_JOIN2(a, b) a##b
#define W_JOIN(a, b) W_JOIN2(a, b)
#define POINTS_1D (CK_EDGE + 2)
#ifdef CK_FLAT
#define W(name) W_JOIN(winograd_flat_, name)
#define EDGE_Z 1
#define POINTS_Z 1
#define TAPS_Z 1
#define HALO_Z 0
#else
#define W(name) W_JOIN(W_JOIN(winograd, CK_EDGE), W_JOIN(_, name))
#define EDGE_Z CK_EDGE
#define POINTS_Z POINTS_1D
#define TAPS_Z 3
#define HALO_Z 1
#endif
#define POINTS_ZY (POINTS_Z * POINTS_1D)
#define TAPS (9 * TAPS_Z)

#include "winograd_points.h"

// The maps along z, which are none in a flat tile.
#ifdef CK_FLAT
#define Z_POINT(tap, p, i) tap[i]
#define Z_SHARE(p, i) 1.0
#define Z_TO_POINTS(d, o) o[0] = d[0]
#define Z_FROM_POINTS(d, o) o[0] = d[0]
#define Z_ADJOINT_POINTS(d, o) o[0] = d[0]
#else
#define Z_POINT(tap, p, i) W(points)[p][0] * tap[i] + W(points)[p][1] * tap[9 + i] + W(points)[p][2] * tap[18 + i]
#define Z_SHARE(p, i) W(points)[p][i]
#define Z_TO_POINTS TO_POINTS
#define Z_FROM_POINTS FROM_POINTS
#define Z_ADJOINT_POINTS ADJOINT_POINTS
#endif

// One channel block of weights: dense taps of 16 target channels to points, in double.
static void W(weight_block)(const d16 tap[TAPS], float *u, ptrdiff_t point_stride) {
  d16 zs[POINTS_Z][9], ys[POINTS_Z][POINTS_1D][3];
  for (int p = 0; p < POINTS_Z; p++)
    for (int i = 0; i < 9; i++) zs[p][i] = Z_POINT(tap, p, i);
  for (int p = 0; p < POINTS_Z; p++)
    for (int q = 0; q < POINTS_1D; q++)
      for (int i = 0; i < 3; i++)
        ys[p][q][i] = W(points)[q][0] * zs[p][i] + W(points)[q][1] * zs[p][3 + i] + W(points)[q][2] * zs[p][6 + i];
  for (int p = 0; p < POINTS_Z; p++)
    for (int q = 0; q < POINTS_1D; q++)
      for (int r = 0; r < POINTS_1D; r++) {
        d16 value = W(points)[r][0] * ys[p][q][0] + W(points)[r][1] * ys[p][q][1] + W(points)[r][2] * ys[p][q][2];
        STORE(u + ((p * POINTS_1D + q) * POINTS_1D + r) * point_stride, __builtin_convertvector(value, v16));
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

#ifndef DENSE_AHEAD
#define DENSE_AHEAD (2 * CK_LANES)
#endif
// Adjoint of `weights`: gradients in the transform domain to dense ones, added.
static void W(dense)(const float *du, int32_t targets, int32_t sources, int32_t block, float *gradient) {
  const int32_t to_padded = (targets + CK_LANES - 1) / CK_LANES * CK_LANES;
  const int32_t from_padded = (sources + CK_LANES - 1) / CK_LANES * CK_LANES;
  const ptrdiff_t point_stride = (ptrdiff_t)to_padded * from_padded + CK_LANES;
  for (int32_t f = 0; f < sources; f++) {
    const float *from = du + ((ptrdiff_t)block * from_padded + f) * CK_LANES;
    d16 zs[TAPS_Z][POINTS_1D][3];
    float out[TAPS][CK_LANES] __attribute__((aligned(64)));
    for (int i = 0; i < TAPS_Z * POINTS_1D * 3; i++) zs[i / (POINTS_1D * 3)][i / 3 % POINTS_1D][i % 3] = (d16)(0);
    for (int p = 0; p < POINTS_Z; p++)
      for (int q = 0; q < POINTS_1D; q++) {
        d16 d[POINTS_1D], o[3];
        UNROLL for (int r = 0; r < POINTS_1D; r++) {
          const float *at = from + ((p * POINTS_1D + q) * POINTS_1D + r) * point_stride;
          __builtin_prefetch(at + DENSE_AHEAD);
          d[r] = WIDEN(LOAD(at));
        }
        TO_TAPS(d, o);
        for (int i = 0; i < TAPS_Z; i++)
          UNROLL for (int k = 0; k < 3; k++) zs[i][q][k] += Z_SHARE(p, i) * o[k];
      }
    for (int i = 0; i < TAPS_Z; i++)
      for (int k = 0; k < 3; k++) {
        d16 d[POINTS_1D], o[3];
        UNROLL for (int q = 0; q < POINTS_1D; q++) d[q] = zs[i][q][k];
        TO_TAPS(d, o);
        UNROLL for (int j = 0; j < 3; j++) STORE(out[(i * 3 + j) * 3 + k], __builtin_convertvector(o[j], v16));
      }
    for (int lane = 0; lane < CK_LANES && block * CK_LANES + lane < targets; lane++) {
      float *to = gradient + ((size_t)(block * CK_LANES + lane) * (size_t)sources + (size_t)f) * TAPS;
      __builtin_prefetch(to + 4 * TAPS);
      for (int tap = 0; tap < TAPS; tap++) to[tap] += out[tap][lane];
    }
  }
}

// Tile numbers to tile coordinates.
typedef struct {
  int32_t z, y, x;
} W(tile);

INLINE W(tile) W(tile_at)(ck_map map, int32_t index) {
  int32_t nx = (map.width + CK_EDGE - 1) / CK_EDGE, ny = (map.height + CK_EDGE - 1) / CK_EDGE;
  return (W(tile)){index / (nx * ny), index / nx % ny, index % nx};
}

// How a column of source voxels is read.
enum { W(plain), W(whole), W(border) };

// Voxels ahead of the column that are prefetched: the rows are far apart and the hardware does not follow 36 of them.
#define AHEAD (12 * CK_LANES)

// A column of the source (all z and y of a tile at one x) to points in z and y.
INLINE void W(column)(const ck_winograd *job, const float *at, W(tile) tile, const ck_load *load, const int kind,
                      v16 *out) {
  v16 half[POINTS_Z][POINTS_1D];
  const ck_map map = job->source;
  v16 scale = (v16)(1), shift = (v16)(0);
  float slope = 1;
  if (kind != W(plain)) {
    scale = LOAD_UNALIGNED(load->scale);
    shift = LOAD_UNALIGNED(load->shift);
    slope = load->slope;
  }
  for (int y = 0; y < POINTS_1D; y++) {
    v16 d[POINTS_Z], o[POINTS_Z];
    const float *row = at + y * map.row;
    UNROLL for (int z = 0; z < POINTS_Z; z++) {
      __builtin_prefetch(row + z * map.plane + AHEAD);
      if (kind == W(plain)) {
        d[z] = LOAD(row + z * map.plane);
      } else if (kind == W(whole)) {
        d[z] = APPLY(LOAD(row + z * map.plane), scale, shift, slope);
      } else {
        int32_t vz = tile.z * EDGE_Z + z - HALO_Z, vy = tile.y * CK_EDGE + y - 1;
        bool in = vz >= 0 && vy >= 0 && vz < map.depth && vy < map.height;
        d[z] = in ? APPLY(LOAD(row + z * map.plane), scale, shift, slope) : (v16)(0);
      }
    }
    Z_TO_POINTS(d, o);
    UNROLL for (int z = 0; z < POINTS_Z; z++) half[z][y] = o[z];
  }
  UNROLL for (int z = 0; z < POINTS_Z; z++) {
    v16 o[POINTS_1D];
    TO_POINTS(half[z], o);
    UNROLL for (int y = 0; y < POINTS_1D; y++) out[z * POINTS_1D + y] = o[y];
  }
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
  const float *at = block + (tile.z * EDGE_Z + 1 - HALO_Z) * map.plane + tile.y * CK_EDGE * map.row +
                    (ptrdiff_t)(tile.x * CK_EDGE + x) * CK_LANES;
  if (!load) {
    W(column_plain)(job, at, tile, load, out);
    return;
  }
  int32_t vx = tile.x * CK_EDGE + x - 1;
  if (vx < 0 || vx >= map.width) {
    for (int i = 0; i < POINTS_ZY; i++) out[i] = (v16)(0);
  } else if (tile.z >= HALO_Z && tile.y > 0 && (tile.z + 1) * EDGE_Z - 1 + HALO_Z < map.depth &&
             (tile.y + 1) * CK_EDGE < map.height) {
    W(column_whole)(job, at, tile, load, out);
  } else {
    W(column_border)(job, at, tile, load, out);
  }
}

static void W(input)(const ck_winograd *job, int32_t first, int32_t count, int32_t b0, int32_t b1, float *v,
                     int32_t tiles) {
  const ptrdiff_t point_stride = ck_point_stride(tiles, job->source_blocks);
  // Neighbours in x share two columns: a ring keeps them.
  v16 ring[POINTS_1D][POINTS_ZY];
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
      for (int q = 0; q < POINTS_ZY; q++) {
        v16 d[POINTS_1D], o[POINTS_1D];
        UNROLL for (int x = 0; x < POINTS_1D; x++) d[x] = column[x][q];
        TO_POINTS(d, o);
        UNROLL for (int x = 0; x < POINTS_1D; x++) STORE(to + (q * POINTS_1D + x) * point_stride, o[x]);
      }
    }
  }
}

static void W(multiply)(const float *v, const float *u, float *m, int32_t p0, int32_t p1, int32_t count,
                        int32_t tiles, int32_t source_blocks, int32_t target_blocks) {
  const ptrdiff_t from = (ptrdiff_t)source_blocks * CK_LANES, to = (ptrdiff_t)target_blocks * CK_LANES;
  for (int32_t p = p0; p < p1; p++)
    product(&(ck_product){.a = v + p * ck_point_stride(tiles, source_blocks),
                          .b = u + p * from * to,
                          .c = m + p * ck_point_stride(tiles, target_blocks),
                          .a_row = CK_LANES,
                          .a_block = (ptrdiff_t)tiles * CK_LANES,
                          .c_row = CK_LANES,
                          .c_block = (ptrdiff_t)tiles * CK_LANES,
                          .rows = count,
                          .depth = (int32_t)from,
                          .target_blocks = target_blocks,
                          .accumulate = false});
}

static void W(gradient)(const float *v, const float *m, float *du, int32_t p0, int32_t p1, int32_t count,
                        int32_t tiles, int32_t source_blocks, int32_t target_blocks, bool fresh) {
  const ptrdiff_t from = (ptrdiff_t)source_blocks * CK_LANES, to = (ptrdiff_t)target_blocks * CK_LANES;
  for (int32_t p = p0; p < p1; p++)
    outer(&(outer_t){.a = v + p * ck_point_stride(tiles, source_blocks),
                     .b = m + p * ck_point_stride(tiles, target_blocks),
                     .c = du + p * (from * to + CK_LANES),
                     .a_row = CK_LANES,
                     .a_block = (ptrdiff_t)tiles * CK_LANES,
                     .b_row = CK_LANES,
                     .b_block = (ptrdiff_t)tiles * CK_LANES,
                     .c_row = CK_LANES,
                     .c_block = from * CK_LANES,
                     .rows = count,
                     .depth = (int32_t)from,
                     .target_blocks = target_blocks,
                     .fresh = fresh});
}

// One tile of points to target values [z][y][x].
INLINE void W(tile_values)(const float *m, ptrdiff_t point_stride, v16 *values) {
  v16 half[POINTS_Z][CK_EDGE][CK_EDGE];
  for (int z = 0; z < POINTS_Z; z++) {
    v16 rows[CK_EDGE][POINTS_1D];
    UNROLL for (int y = 0; y < POINTS_1D; y++) {
      v16 d[POINTS_1D], o[CK_EDGE];
      UNROLL for (int x = 0; x < POINTS_1D; x++)
          d[x] = LOAD(m + ((z * POINTS_1D + y) * POINTS_1D + x) * point_stride);
      FROM_POINTS(d, o);
      UNROLL for (int x = 0; x < CK_EDGE; x++) rows[x][y] = o[x];
    }
    UNROLL for (int x = 0; x < CK_EDGE; x++) {
      v16 o[CK_EDGE];
      FROM_POINTS(rows[x], o);
      UNROLL for (int y = 0; y < CK_EDGE; y++) half[z][y][x] = o[y];
    }
  }
  for (int y = 0; y < CK_EDGE; y++)
    for (int x = 0; x < CK_EDGE; x++) {
      v16 d[POINTS_Z], o[EDGE_Z];
      UNROLL for (int z = 0; z < POINTS_Z; z++) d[z] = half[z][y][x];
      Z_FROM_POINTS(d, o);
      UNROLL for (int z = 0; z < EDGE_Z; z++) values[(z * CK_EDGE + y) * CK_EDGE + x] = o[z];
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
      v16 values[EDGE_Z * CK_EDGE * CK_EDGE], sum = (v16)(0), squares = (v16)(0);
      W(tile_values)(m + ((ptrdiff_t)b * tiles + i) * CK_LANES, point_stride, values);
      const int32_t oz = tile.z * EDGE_Z, oy = tile.y * CK_EDGE, ox = tile.x * CK_EDGE;
      const int32_t nz = map.depth - oz < EDGE_Z ? map.depth - oz : EDGE_Z;
      const int32_t ny = map.height - oy < CK_EDGE ? map.height - oy : CK_EDGE;
      const int32_t nx = map.width - ox < CK_EDGE ? map.width - ox : CK_EDGE;
      float *to = job->target_block[b] + ck_map_origin(map) + oz * map.plane + oy * map.row + (ptrdiff_t)ox * CK_LANES;
      if (i == 0) running.pivot = values[0] + bias;
      for (int z = 0; z < nz; z++)
        for (int y = 0; y < ny; y++) {
          float *row = to + z * map.plane + y * map.row;
          const v16 *from = values + (z * CK_EDGE + y) * CK_EDGE;
          for (int x = 0; x < nx; x++) {
            v16 value = from[x] + bias;
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
      running.count += nz * ny * nx;
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
      W(tile) tile = W(tile_at)(map, first + i);
      // Past the true extents the gradient is zero, so that cut tiles need no care.
      const float *from = job->target_block[b] + ck_map_origin(map) + tile.z * EDGE_Z * map.plane +
                          tile.y * CK_EDGE * map.row + (ptrdiff_t)(tile.x * CK_EDGE) * CK_LANES;
      v16 half[POINTS_Z][CK_EDGE][CK_EDGE];
      for (int y = 0; y < CK_EDGE; y++)
        for (int x = 0; x < CK_EDGE; x++) {
          v16 d[EDGE_Z], o[POINTS_Z];
          UNROLL for (int z = 0; z < EDGE_Z; z++) {
            d[z] = LOAD(from + z * map.plane + y * map.row + x * CK_LANES);
            __builtin_prefetch(from + z * map.plane + y * map.row + x * CK_LANES + AHEAD);
          }
          Z_ADJOINT_POINTS(d, o);
          UNROLL for (int z = 0; z < POINTS_Z; z++) half[z][y][x] = o[z];
        }
      float *to = m + ((ptrdiff_t)b * tiles + i) * CK_LANES;
      for (int z = 0; z < POINTS_Z; z++) {
        v16 rows[POINTS_1D][CK_EDGE];
        UNROLL for (int x = 0; x < CK_EDGE; x++) {
          v16 d[CK_EDGE], o[POINTS_1D];
          UNROLL for (int y = 0; y < CK_EDGE; y++) d[y] = half[z][y][x];
          ADJOINT_POINTS(d, o);
          UNROLL for (int y = 0; y < POINTS_1D; y++) rows[y][x] = o[y];
        }
        UNROLL for (int y = 0; y < POINTS_1D; y++) {
          v16 o[POINTS_1D];
          ADJOINT_POINTS(rows[y], o);
          UNROLL for (int x = 0; x < POINTS_1D; x++)
              STORE(to + ((z * POINTS_1D + y) * POINTS_1D + x) * point_stride, o[x]);
        }
      }
    }
}

#undef W
#undef W_JOIN
#undef W_JOIN2
#undef POINTS_1D
#undef EDGE_Z
#undef POINTS_Z
#undef TAPS_Z
#undef HALO_Z
#undef POINTS_ZY
#undef TAPS
#undef Z_POINT
#undef Z_SHARE
#undef Z_TO_POINTS
#undef Z_FROM_POINTS
#undef Z_ADJOINT_POINTS
#undef TO_POINTS
#undef FROM_POINTS
#undef ADJOINT_POINTS
#undef AHEAD
#undef TO_TAPS
