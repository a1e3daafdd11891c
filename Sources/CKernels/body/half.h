// Eight half-precision values to single precision and back, by the processor where it can, else by their bits.
typedef float f8 __attribute__((ext_vector_type(8)));
typedef float f8u __attribute__((ext_vector_type(8), aligned(4)));
typedef int32_t s8 __attribute__((ext_vector_type(8)));
typedef uint32_t w8 __attribute__((ext_vector_type(8)));
typedef uint16_t u8h __attribute__((ext_vector_type(8)));
typedef uint16_t u8hu __attribute__((ext_vector_type(8), aligned(2)));
typedef bool b8 __attribute__((ext_vector_type(8)));

#define HALF_LANES 8
// Largest finite half; its negative stands for "never".
#define HALF_MOST 65504.0f

#define LOAD8(p) (*(const f8u *)(p))
#define STORE8(p, v) (*(f8u *)(p) = (v))

#ifdef CK_HALF
typedef _Float16 h8 __attribute__((ext_vector_type(8)));
typedef _Float16 h8u __attribute__((ext_vector_type(8), aligned(2)));
#define HALF_LOAD(p) __builtin_convertvector(*(const h8u *)(p), f8)
#define HALF_STORE(p, v) (*(h8u *)(p) = __builtin_convertvector((v), h8))
#define HALF_ROUND(v) __builtin_convertvector(__builtin_convertvector((v), h8), f8)
#else
#define HALF_LOAD(p)                          \
  ({                                          \
    f8 single_;                               \
    half_widen((const uint16_t *)(p), &single_); \
    single_;                                  \
  })
#define HALF_STORE(p, v)                   \
  ({                                       \
    f8 given_ = (v);                       \
    half_narrow(&given_, (uint16_t *)(p)); \
  })
#define HALF_ROUND(v)              \
  ({                               \
    f8 value_ = (v);               \
    uint16_t bits_[HALF_LANES];    \
    half_narrow(&value_, bits_);   \
    half_widen(bits_, &value_);    \
    value_;                        \
  })

// Exponent and fraction moved to their place in a single are the value times 2^-112, also below the normal range.
INLINE void half_widen(const uint16_t *half, f8 *single) {
  w8 h = __builtin_convertvector(*(const u8hu *)half, w8), magnitude = h & 0x7fff;
  w8 shifted = magnitude << 13;
  f8 scaled = *(f8 *)&shifted * 0x1p112f;
  w8 bits = *(w8 *)&scaled;
  bits = magnitude >= 0x7c00 ? (bits | 0x7f800000) : bits;
  bits |= (h & 0x8000) << 16;
  *single = *(f8 *)&bits;
}

INLINE void half_narrow(const f8 *single, uint16_t *half) {
  w8 bits = *(const w8 *)single, sign = (bits >> 16) & 0x8000, magnitude = bits & 0x7fffffff;
  // Half an ulp less one, one more for an odd result: a carry runs into the exponent as it should.
  w8 normal = ((magnitude + 0xfff + ((magnitude >> 13) & 1)) >> 13) - (112 << 10);
  normal = magnitude >= 0x47800000 ? (w8)(0x7c00) : normal;
  normal = normal > 0x7c00 ? (w8)(0x7c00) : normal;
  // Added to 1/2, whose last place is 2^-24, a small value is rounded to halves' smallest steps by the processor.
  f8 raised = *(f8 *)&magnitude + 0.5f;
  w8 small = *(w8 *)&raised - 0x3f000000;
  w8 result = magnitude < 0x38800000 ? small : normal;
  result = magnitude > 0x7f800000 ? (w8)(0x7e00) : result;
  *(u8hu *)half = __builtin_convertvector(result | sign, u8h);
}
#endif

// A scalar half as the processor-independent bits say.
INLINE float half_value(uint16_t half) {
  uint32_t magnitude = (uint32_t)(half & 0x7fff) << 13;
  float value = __builtin_bit_cast(float, magnitude) * 0x1p112f;
  return half & 0x8000 ? -value : value;
}
