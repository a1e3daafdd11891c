// The kernel tables that the instruction-set files define and dispatch.c chooses from.
#ifndef CK_TABLES_H
#define CK_TABLES_H

#include "../include/CKernels.h"

extern const ck_kernels ck_kernels_portable, ck_kernels_avx2, ck_kernels_avx512;
extern const ck_volume_kernels ck_volume_kernels_portable, ck_volume_kernels_avx2, ck_volume_kernels_avx512;
extern const ck_logit_kernels ck_logit_kernels_portable, ck_logit_kernels_avx2, ck_logit_kernels_avx512;

#endif
