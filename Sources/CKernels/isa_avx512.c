// AVX-512: a channel block is one 16-wide register.
#if defined(__x86_64__)
#include <math.h>
#include <string.h>

#include "body/tables.h"

#define CK_TABLE ck_kernels_avx512
#define CK_VOLUME_TABLE ck_volume_kernels_avx512
#define CK_LOGIT_TABLE ck_logit_kernels_avx512
// Half precision is converted by the processor.
#define CK_HALF 1
#define CK_ISA CK_AVX512
// Register block of the products: rows x target blocks that fit the register file.
#define CK_ROWS 14
#define CK_WIDE 2

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,f16c"))), apply_to = function)
#include "body/all.h"
#pragma clang attribute pop
#endif
