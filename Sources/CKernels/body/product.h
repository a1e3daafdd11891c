// Register-blocked matrix products. Each row of C is summed over depth in the same order whatever block it falls
// into: stretches of PRODUCT_STRETCH in registers, one stretch after the other in C. A Winograd product is a small
// difference of large sums, and the error of one long sum would grow with the root of its length.
#ifndef PRODUCT_STRETCH
#define PRODUCT_STRETCH 64
#endif

// Splits `total` into the fewest parts of at most `most`, as equal as can be.
INLINE int32_t even_part(int32_t total, int32_t most, int32_t done) {
  int32_t left = total - done, parts = (left + most - 1) / most;
  return (left + parts - 1) / parts;
}

#define PRODUCT_BODY(R, W)                                                                                      \
  static __attribute__((noinline)) void product_##R##_##W(const ck_product *job, const float *a, const float *b, \
                                                          float *c, int32_t depth, bool accumulate) {           \
    const ptrdiff_t a_row = job->a_row, panel = (ptrdiff_t)job->depth * CK_LANES;                               \
    v16 sum[R][W];                                                                                              \
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int w = 0; w < W; w++) sum[r][w] = (v16)(0);                 \
    for (int32_t done = 0; done < depth; done += CK_LANES, a += job->a_block) {                                 \
      const int32_t count = depth - done < CK_LANES ? depth - done : CK_LANES;                                  \
      for (int32_t k = 0; k < count; k++, b += CK_LANES) {                                                      \
        v16 wide[W];                                                                                            \
        UNROLL for (int w = 0; w < W; w++) wide[w] = LOAD(b + w * panel);                                       \
        UNROLL for (int r = 0; r < R; r++) {                                                                    \
          v16 one = (v16)(a[r * a_row + k]);                                                                    \
          UNROLL for (int w = 0; w < W; w++) sum[r][w] = sum[r][w] + one * wide[w];                             \
        }                                                                                                       \
      }                                                                                                         \
    }                                                                                                           \
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int w = 0; w < W; w++) {                                     \
      float *at = c + r * job->c_row + w * job->c_block;                                                        \
      STORE(at, accumulate ? LOAD(at) + sum[r][w] : sum[r][w]);                                                 \
    }                                                                                                           \
  }

PRODUCT_BODY(1, 1)
PRODUCT_BODY(2, 1)
#if CK_ROWS > 2
PRODUCT_BODY(3, 1)
PRODUCT_BODY(4, 1)
PRODUCT_BODY(5, 1)
PRODUCT_BODY(6, 1)
#endif
#if CK_ROWS > 6
PRODUCT_BODY(7, 1)
PRODUCT_BODY(8, 1)
PRODUCT_BODY(9, 1)
PRODUCT_BODY(10, 1)
PRODUCT_BODY(11, 1)
PRODUCT_BODY(12, 1)
PRODUCT_BODY(13, 1)
PRODUCT_BODY(14, 1)
PRODUCT_BODY(1, 2)
PRODUCT_BODY(2, 2)
PRODUCT_BODY(3, 2)
PRODUCT_BODY(4, 2)
PRODUCT_BODY(5, 2)
PRODUCT_BODY(6, 2)
PRODUCT_BODY(7, 2)
PRODUCT_BODY(8, 2)
PRODUCT_BODY(9, 2)
PRODUCT_BODY(10, 2)
PRODUCT_BODY(11, 2)
PRODUCT_BODY(12, 2)
PRODUCT_BODY(13, 2)
PRODUCT_BODY(14, 2)
#endif

typedef void (*product_block)(const ck_product *, const float *, const float *, float *, int32_t, bool);

static const product_block product_narrow[] = {
    product_1_1, product_2_1,
#if CK_ROWS > 2
    product_3_1, product_4_1, product_5_1, product_6_1,
#endif
#if CK_ROWS > 6
    product_7_1, product_8_1, product_9_1, product_10_1, product_11_1, product_12_1, product_13_1, product_14_1,
#endif
};
#if CK_WIDE == 2
static const product_block product_wide[] = {
    product_1_2, product_2_2, product_3_2,  product_4_2,  product_5_2,  product_6_2,  product_7_2,
    product_8_2, product_9_2, product_10_2, product_11_2, product_12_2, product_13_2, product_14_2,
};
#endif

static void product(const ck_product *job) {
  const ptrdiff_t panel = (ptrdiff_t)job->depth * CK_LANES;
  for (int32_t n = 0; n < job->target_blocks;) {
#if CK_WIDE == 2
    int32_t width = job->target_blocks - n >= 2 ? 2 : 1;
    const product_block *blocks = width == 2 ? product_wide : product_narrow;
#else
    int32_t width = 1;
    const product_block *blocks = product_narrow;
#endif
    for (int32_t r = 0; r < job->rows;) {
      int32_t rows = even_part(job->rows, CK_ROWS, r);
      float *c = job->c + r * job->c_row + n * job->c_block;
      int32_t k = 0;
      do {
        int32_t stretch = job->depth - k < PRODUCT_STRETCH ? job->depth - k : PRODUCT_STRETCH;
        blocks[rows - 1](job, job->a + r * job->a_row + k / CK_LANES * job->a_block,
                         job->b + n * panel + (ptrdiff_t)k * CK_LANES, c, stretch, job->accumulate || k > 0);
        k += stretch;
      } while (k < job->depth);
      r += rows;
    }
    n += width;
  }
}

// Weight gradients: C[k][n] += sum over rows of A[row][k] B[row][n]. All three lie in blocks of 16 columns: a block
// of A and B starts `block` floats after the one before and its rows are `row` floats apart; so do C's blocks of n
// and rows of k.
typedef struct {
  const float *a, *b;
  float *c;
  ptrdiff_t a_row, a_block, b_row, b_block, c_row, c_block;
  int32_t rows, depth, target_blocks;
  bool fresh;
} outer_t;

// The sums of a block come back from far away when there are many channels: they are asked for before the loop.
#define OUTER_BODY(K, W)                                                                                           \
  static __attribute__((noinline)) void outer_##K##_##W(const outer_t *job, const float *a, const float *b,        \
                                                        float *c) {                                                \
    const ptrdiff_t a_row = job->a_row, b_row = job->b_row, b_block = job->b_block;                                \
    v16 sum[K][W];                                                                                                 \
    UNROLL for (int k = 0; k < K; k++) UNROLL for (int w = 0; w < W; w++) {                                        \
      __builtin_prefetch(c + k * job->c_row + w * job->c_block, 1);                                                \
      sum[k][w] = (v16)(0);                                                                                        \
    }                                                                                                              \
    for (int32_t r = 0; r < job->rows; r++, a += a_row, b += b_row) {                                              \
      v16 wide[W];                                                                                                 \
      UNROLL for (int w = 0; w < W; w++) wide[w] = LOAD(b + w * b_block);                                          \
      UNROLL for (int k = 0; k < K; k++) {                                                                         \
        v16 one = (v16)(a[k]);                                                                                     \
        UNROLL for (int w = 0; w < W; w++) sum[k][w] = sum[k][w] + one * wide[w];                                  \
      }                                                                                                            \
    }                                                                                                              \
    UNROLL for (int k = 0; k < K; k++) UNROLL for (int w = 0; w < W; w++) {                                        \
      float *at = c + k * job->c_row + w * job->c_block;                                                           \
      STORE(at, job->fresh ? sum[k][w] : LOAD(at) + sum[k][w]);                                                    \
    }                                                                                                              \
  }

// Every height up to the tallest that fits the register file.
OUTER_BODY(1, 1)
OUTER_BODY(2, 1)
#if CK_ROWS > 2
OUTER_BODY(3, 1)
OUTER_BODY(4, 1)
OUTER_BODY(5, 1)
OUTER_BODY(6, 1)
#endif
#if CK_ROWS > 6
OUTER_BODY(7, 1)
OUTER_BODY(8, 1)
OUTER_BODY(1, 2)
OUTER_BODY(2, 2)
OUTER_BODY(3, 2)
OUTER_BODY(4, 2)
OUTER_BODY(5, 2)
OUTER_BODY(6, 2)
OUTER_BODY(7, 2)
OUTER_BODY(8, 2)
#endif

typedef void (*outer_block)(const outer_t *, const float *, const float *, float *);

static const outer_block outer_narrow[] = {
    outer_1_1, outer_2_1,
#if CK_ROWS > 2
    outer_3_1, outer_4_1, outer_5_1, outer_6_1,
#endif
#if CK_ROWS > 6
    outer_7_1, outer_8_1,
#endif
};
#if CK_WIDE == 2
static const outer_block outer_wide[] = {
    outer_1_2, outer_2_2, outer_3_2, outer_4_2, outer_5_2, outer_6_2, outer_7_2, outer_8_2,
};
#endif
#ifndef OUTER_ROWS
#define OUTER_ROWS ((int32_t)(sizeof outer_narrow / sizeof outer_narrow[0]))
#endif

static void outer(const outer_t *job) {
  for (int32_t n = 0; n < job->target_blocks;) {
#if CK_WIDE == 2
    int32_t width = job->target_blocks - n >= 2 ? 2 : 1;
    const outer_block *blocks = width == 2 ? outer_wide : outer_narrow;
#else
    int32_t width = 1;
    const outer_block *blocks = outer_narrow;
#endif
    for (int32_t first = 0; first < job->depth; first += CK_LANES) {
      const float *a = job->a + first / CK_LANES * job->a_block;
      const int32_t count = job->depth - first < CK_LANES ? job->depth - first : CK_LANES;
      for (int32_t k = 0; k < count;) {
        int32_t height = even_part(count, OUTER_ROWS, k);
        blocks[height - 1](job, a + k, job->b + n * job->b_block,
                           job->c + (first + k) * job->c_row + n * job->c_block);
        k += height;
      }
    }
    n += width;
  }
}
