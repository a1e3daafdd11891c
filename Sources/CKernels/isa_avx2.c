// AVX2, FMA and F16C: a channel block is two 8-wide registers.
#if defined(__x86_64__)
#include <math.h>
#include <string.h>

#include "body/tables.h"

#define CK_TABLE ck_kernels_avx2
#define CK_VOLUME_TABLE ck_volume_kernels_avx2
#define CK_LOGIT_TABLE ck_logit_kernels_avx2
// Half precision is converted by the processor.
#define CK_HALF 1
#define CK_ISA CK_AVX2
// Register block of the products: rows x target blocks that fit the register file.
#define CK_ROWS 6
#define CK_WIDE 1

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "body/all.h"
#pragma clang attribute pop
#endif
