// The points of Winograd tiles and the linear maps to and from them along one axis; see winograd.h, which includes
// this once for each tile edge.
#if CK_EDGE == 4
#ifndef WINO_A
#define WINO_A 0.70710678118654752440
#define WINO_B 1.41421356237309504880
#endif

// Source values to points. Even and odd parts of the two symmetric pairs share their sums.
#define TO_POINTS(x, o)                                                                  \
  do {                                                                                   \
    const float a_ = (float)WINO_A, b_ = (float)WINO_B;                                  \
    v16 ea_ = x[4] - 2.0f * x[2], oa_ = x[3] - 2.0f * x[1];                              \
    v16 eb_ = x[4] - 0.5f * x[2], ob_ = x[3] - 0.5f * x[1];                              \
    o[0] = (x[0] + x[4]) - 2.5f * x[2];                                                  \
    o[1] = ea_ + a_ * oa_;                                                               \
    o[2] = ea_ - a_ * oa_;                                                               \
    o[3] = eb_ + b_ * ob_;                                                               \
    o[4] = eb_ - b_ * ob_;                                                               \
    o[5] = (x[1] + x[5]) - 2.5f * x[3];                                                  \
  } while (0)

// Points to target values.
#define FROM_POINTS(m, y)                                                                \
  do {                                                                                   \
    const float a_ = (float)WINO_A, b_ = (float)WINO_B;                                  \
    v16 sa_ = m[1] + m[2], da_ = m[1] - m[2], sb_ = m[3] + m[4], db_ = m[3] - m[4];      \
    y[0] = m[0] + sa_ + sb_;                                                             \
    y[1] = a_ * da_ + b_ * db_;                                                          \
    y[2] = 0.5f * sa_ + 2.0f * sb_;                                                      \
    y[3] = (0.5f * a_) * da_ + ((2.0f * b_) * db_ + m[5]);                               \
  } while (0)

// Adjoint of FROM_POINTS.
#define ADJOINT_POINTS(y, m)                                                             \
  do {                                                                                   \
    const float a_ = (float)WINO_A, b_ = (float)WINO_B;                                  \
    v16 e_ = y[0] + 0.5f * y[2], o_ = a_ * y[1] + (0.5f * a_) * y[3];                    \
    m[0] = y[0];                                                                         \
    m[1] = e_ + o_;                                                                      \
    m[2] = e_ - o_;                                                                      \
    e_ = y[0] + 2.0f * y[2], o_ = b_ * y[1] + (2.0f * b_) * y[3];                        \
    m[3] = e_ + o_;                                                                      \
    m[4] = e_ - o_;                                                                      \
    m[5] = y[3];                                                                         \
  } while (0)

// Row p: 1, p, p^2 over the product of differences to the other finite points; the last row is infinity.
#define WINO_NA (1 / (2 * 0.5 * (0.5 - 2)))
#define WINO_NB (1 / (2 * 2.0 * (2 - 0.5)))
#define TO_TAPS(d, o)                                                                    \
  do {                                                                                   \
    const double a_ = WINO_NA, b_ = WINO_NB;                                             \
    d16 sa_ = d[1] + d[2], da_ = d[1] - d[2], sb_ = d[3] + d[4], db_ = d[3] - d[4];      \
    o[0] = a_ * sa_ + (b_ * sb_ + d[0]);                                                 \
    o[1] = (a_ * WINO_A) * da_ + (b_ * WINO_B) * db_;                                    \
    o[2] = (a_ * 0.5) * sa_ + ((b_ * 2) * sb_ + d[5]);                                   \
  } while (0)
static const double W(points)[6][3] = {
    {1, 0, 0},
    {WINO_NA, WINO_NA * WINO_A, WINO_NA * 0.5},
    {WINO_NA, -WINO_NA *WINO_A, WINO_NA * 0.5},
    {WINO_NB, WINO_NB *WINO_B, WINO_NB * 2},
    {WINO_NB, -WINO_NB *WINO_B, WINO_NB * 2},
    {0, 0, 1},
};
#else
#define TO_POINTS(x, o) \
  do {                  \
    o[0] = x[0] - x[2]; \
    o[1] = x[1] + x[2]; \
    o[2] = x[2] - x[1]; \
    o[3] = x[3] - x[1]; \
  } while (0)

#define FROM_POINTS(m, y)        \
  do {                           \
    y[0] = m[0] + m[1] + m[2];   \
    y[1] = m[1] - m[2] + m[3];   \
  } while (0)

#define ADJOINT_POINTS(y, m) \
  do {                       \
    m[0] = y[0];             \
    m[1] = y[0] + y[1];      \
    m[2] = y[0] - y[1];      \
    m[3] = y[1];             \
  } while (0)

#define TO_TAPS(d, o)                      \
  do {                                     \
    d16 s_ = 0.5 * (d[1] + d[2]);          \
    o[0] = d[0] + s_;                      \
    o[1] = 0.5 * (d[1] - d[2]);            \
    o[2] = s_ + d[3];                      \
  } while (0)

static const double W(points)[4][3] = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
#endif
