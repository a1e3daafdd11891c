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

#define PRODUCT_BODY(R, W)                                                                                  \
  static __attribute__((noinline)) void product_##R##_##W(const float *a, ptrdiff_t a_row, const float *b,  \
                                                          ptrdiff_t panel, float *c, ptrdiff_t c_row,       \
                                                          int32_t depth, bool accumulate) {                 \
    v16 sum[R][W];                                                                                          \
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int w = 0; w < W; w++) sum[r][w] = (v16)(0);             \
    for (int32_t k = 0; k < depth; k++) {                                                                   \
      v16 wide[W];                                                                                          \
      UNROLL for (int w = 0; w < W; w++) wide[w] = LOAD(b + w * panel + (ptrdiff_t)k * CK_LANES);           \
      UNROLL for (int r = 0; r < R; r++) {                                                                  \
        v16 one = (v16)(a[r * a_row + k]);                                                                  \
        UNROLL for (int w = 0; w < W; w++) sum[r][w] = sum[r][w] + one * wide[w];                           \
      }                                                                                                     \
    }                                                                                                       \
    UNROLL for (int r = 0; r < R; r++) UNROLL for (int w = 0; w < W; w++) {                                 \
      float *at = c + r * c_row + w * CK_LANES;                                                             \
      STORE(at, accumulate ? LOAD(at) + sum[r][w] : sum[r][w]);                                             \
    }                                                                                                       \
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

typedef void (*product_block)(const float *, ptrdiff_t, const float *, ptrdiff_t, float *, ptrdiff_t, int32_t, bool);

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
      float *c = job->c + r * job->c_row + n * CK_LANES;
      int32_t k = 0;
      do {
        int32_t stretch = job->depth - k < PRODUCT_STRETCH ? job->depth - k : PRODUCT_STRETCH;
        blocks[rows - 1](job->a + r * job->a_row + k, job->a_row, job->b + n * panel + (ptrdiff_t)k * CK_LANES, panel,
                         c, job->c_row, stretch, job->accumulate || k > 0);
        k += stretch;
      } while (k < job->depth);
      r += rows;
    }
    n += width;
  }
}

// C[k][n] += sum over rows of A[row][k] B[row][n]: weight gradients.
#define OUTER_BODY(K, W)                                                                                      \
  static __attribute__((noinline)) void outer_##K##_##W(const float *a, ptrdiff_t a_row, const float *b,      \
                                                        ptrdiff_t b_row, float *c, ptrdiff_t c_row,           \
                                                        int32_t rows, bool fresh) {                           \
    v16 sum[K][W];                                                                                            \
    UNROLL for (int k = 0; k < K; k++) UNROLL for (int w = 0; w < W; w++)                                     \
        sum[k][w] = (v16)(0);                                                                                 \
    for (int32_t r = 0; r < rows; r++) {                                                                      \
      v16 wide[W];                                                                                            \
      UNROLL for (int w = 0; w < W; w++) wide[w] = LOAD(b + r * b_row + w * CK_LANES);                        \
      UNROLL for (int k = 0; k < K; k++) {                                                                    \
        v16 one = (v16)(a[r * a_row + k]);                                                                    \
        UNROLL for (int w = 0; w < W; w++) sum[k][w] = sum[k][w] + one * wide[w];                             \
      }                                                                                                       \
    }                                                                                                         \
    UNROLL for (int k = 0; k < K; k++) UNROLL for (int w = 0; w < W; w++) {                                   \
      float *at = c + k * c_row + w * CK_LANES;                                                               \
      STORE(at, fresh ? sum[k][w] : LOAD(at) + sum[k][w]);                                                    \
    }                                                                                                         \
  }

// The tall block of this instruction set, and a single row for what is left over.
#if CK_ROWS == 14
#define OUTER_ROWS 8
OUTER_BODY(8, 2)
OUTER_BODY(8, 1)
OUTER_BODY(1, 2)
#elif CK_ROWS == 6
#define OUTER_ROWS 4
OUTER_BODY(4, 1)
#else
#define OUTER_ROWS 2
OUTER_BODY(2, 1)
#endif
OUTER_BODY(1, 1)

static void outer(const float *a, ptrdiff_t a_row, const float *b, ptrdiff_t b_row, float *c, ptrdiff_t c_row,
                  int32_t rows, int32_t depth, int32_t target_blocks, bool fresh) {
  int32_t n = 0;
#if CK_WIDE == 2
  for (; n + 2 <= target_blocks; n += 2) {
    int32_t k = 0;
    for (; k + 8 <= depth; k += 8)
      outer_8_2(a + k, a_row, b + n * CK_LANES, b_row, c + k * c_row + n * CK_LANES, c_row, rows, fresh);
    for (; k < depth; k++)
      outer_1_2(a + k, a_row, b + n * CK_LANES, b_row, c + k * c_row + n * CK_LANES, c_row, rows, fresh);
  }
#endif
  for (; n < target_blocks; n++) {
    int32_t k = 0;
    for (; k + OUTER_ROWS <= depth; k += OUTER_ROWS) {
#if CK_ROWS == 14
      outer_8_1(a + k, a_row, b + n * CK_LANES, b_row, c + k * c_row + n * CK_LANES, c_row, rows, fresh);
#elif CK_ROWS == 6
      outer_4_1(a + k, a_row, b + n * CK_LANES, b_row, c + k * c_row + n * CK_LANES, c_row, rows, fresh);
#else
      outer_2_1(a + k, a_row, b + n * CK_LANES, b_row, c + k * c_row + n * CK_LANES, c_row, rows, fresh);
#endif
    }
    for (; k < depth; k++)
      outer_1_1(a + k, a_row, b + n * CK_LANES, b_row, c + k * c_row + n * CK_LANES, c_row, rows, fresh);
  }
}
