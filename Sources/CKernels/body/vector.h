// A channel block as one value. The compiler splits it into the registers the instruction set has, and fuses a
// multiplication and an addition of one expression where the target can.
typedef float v16 __attribute__((ext_vector_type(16)));
typedef float v16u __attribute__((ext_vector_type(16), aligned(4)));
typedef int32_t i16 __attribute__((ext_vector_type(16)));
typedef int32_t i16u __attribute__((ext_vector_type(16), aligned(4)));
typedef double d16 __attribute__((ext_vector_type(16)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// Registers hold vectors in macros and inlined code only: no vector crosses a call.
#define LOAD(p) (*(const v16 *)(p))
#define LOAD_UNALIGNED(p) (*(const v16u *)(p))
#define STORE(p, v) (*(v16 *)(p) = (v))
// Past the caches: for results larger than they are, which nobody reads soon. STREAM_END before others may read.
#define STREAM(p, v) __builtin_nontemporal_store((v), (v16 *)(p))
#define STREAM_FLOATS ((ptrdiff_t)8 << 20)
#if defined(__x86_64__)
#define STREAM_END() __builtin_ia32_sfence()
#else
#define STREAM_END() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#endif
#define WIDEN(v) __builtin_convertvector((v), d16)

// What a reader does to a value: deferred scale, shift and leaky ReLU.
#define APPLY(v, scale, shift, slope)            \
  ({                                             \
    v16 z_ = (v) * (scale) + (shift);            \
    v16 n_ = z_ * (slope);                       \
    z_ < 0 ? n_ : z_;                            \
  })

// Sums of x - pivot and its square per lane, flushed to double before single precision could lose them.
typedef struct {
  d16 first, second;
  v16 pivot;
  double count;
} running_t;

INLINE void running_finish(const running_t *r, ck_moments *moments) {
  ck_moments part = {r->count, {0}, {0}};
  if (r->count == 0) return;
  for (int i = 0; i < CK_LANES; i++) {
    double mean = r->first[i] / r->count, m2 = r->second[i] - r->first[i] * mean;
    part.mean[i] = (double)r->pivot[i] + mean;
    part.m2[i] = m2 < 0 ? 0 : m2;
  }
  ck_moments_merge(moments, &part);
}
