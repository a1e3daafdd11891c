// Plain vectors that the compiler lowers to whatever the processor's base instruction set has.
#include <math.h>
#include <string.h>

#include "body/tables.h"

#define CK_TABLE ck_kernels_portable
#define CK_VOLUME_TABLE ck_volume_kernels_portable
#define CK_LOGIT_TABLE ck_logit_kernels_portable
#define CK_ISA CK_PORTABLE
// Register block of the products: rows x target blocks that fit the register file.
#define CK_ROWS 2
#define CK_WIDE 1

#include "body/all.h"
