// Which kernels this machine can run.
#include "CKernels.h"
#include "body/tables.h"

bool ck_isa_available(ck_isa isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (isa) {
    case CK_PORTABLE:
      return true;
    case CK_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    case CK_AVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  }
  return false;
#else
  return isa == CK_PORTABLE;
#endif
}

ck_isa ck_isa_best(void) {
  if (ck_isa_available(CK_AVX512)) return CK_AVX512;
  return ck_isa_available(CK_AVX2) ? CK_AVX2 : CK_PORTABLE;
}

const char *ck_isa_name(ck_isa isa) {
  return isa == CK_AVX512 ? "avx512" : isa == CK_AVX2 ? "avx2" : "portable";
}

const ck_kernels *ck_kernels_for(ck_isa isa) {
  if (!ck_isa_available(isa)) return NULL;
#if defined(__x86_64__)
  if (isa == CK_AVX512) return &ck_kernels_avx512;
  if (isa == CK_AVX2) return &ck_kernels_avx2;
#endif
  return &ck_kernels_portable;
}

const ck_volume_kernels *ck_volume_kernels_for(ck_isa isa) {
  if (!ck_isa_available(isa)) return NULL;
#if defined(__x86_64__)
  if (isa == CK_AVX512) return &ck_volume_kernels_avx512;
  if (isa == CK_AVX2) return &ck_volume_kernels_avx2;
#endif
  return &ck_volume_kernels_portable;
}
