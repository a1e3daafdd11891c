// What labels need of no instruction set: their way into storage, and the oracle of half precision.
#include <math.h>

#include "body/tables.h"

void ck_store_labels(const uint16_t *label, int64_t count, bool wide, void *base, ptrdiff_t offset,
                     ptrdiff_t stride) {
  if (wide) {
    uint16_t *to = (uint16_t *)base + offset;
    for (int64_t i = 0; i < count; i++) to[i * stride] = label[i];
  } else if (stride == 1) {
    uint8_t *to = (uint8_t *)base + offset;
    for (int64_t i = 0; i < count; i++) to[i] = (uint8_t)label[i];
  } else {
    uint8_t *to = (uint8_t *)base + offset;
    for (int64_t i = 0; i < count; i++) to[i * stride] = (uint8_t)label[i];
  }
}

const ck_logit_kernels *ck_logit_kernels_for(ck_isa isa) {
  if (!ck_isa_available(isa)) return NULL;
#if defined(__x86_64__)
  if (isa == CK_AVX512) return &ck_logit_kernels_avx512;
  if (isa == CK_AVX2) return &ck_logit_kernels_avx2;
#endif
  return &ck_logit_kernels_portable;
}

// Counts steps of the format: 2^-24 below 2^-14, 11 significant bits above.
uint16_t ck_reference_half(double value) {
  if (isnan(value)) return 0x7e00;
  const uint16_t sign = signbit(value) ? 0x8000 : 0;
  const double magnitude = fabs(value);
  if (magnitude >= 65520) return sign | 0x7c00;
  int exponent = -14;
  if (magnitude >= 0x1p-14) exponent = ilogb(magnitude);
  const double steps = nearbyint(ldexp(magnitude, 10 - exponent));
  // 1024 steps are the implicit leading bit; a carry into the exponent adds up by itself.
  return sign | (uint16_t)((exponent + 14) * 1024 + (int)steps);
}

double ck_reference_wide(uint16_t half) {
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  double magnitude = exponent == 0 ? ldexp(fraction, -24) : ldexp(1024 + fraction, exponent - 25);
  if (exponent == 31) magnitude = fraction ? NAN : INFINITY;
  return half & 0x8000 ? -magnitude : magnitude;
}
