// Every kernel body, in the order of their dependence; the including file chose the instruction set.
#include "vector.h"
// after vector.h
#include "product.h"
#include "slab.h"
// after slab.h
#include "loss.h"
// after loss.h
#include "distillation.h"
#include "resampling.h"
#include "tapped.h"
#include "volume.h"

#define CK_EDGE 4
#include "winograd.h"
#undef CK_EDGE
#define CK_EDGE 2
#include "winograd.h"
#undef CK_EDGE
#define CK_EDGE 4
#define CK_FLAT
#include "winograd.h"
#undef CK_FLAT
#undef CK_EDGE

#include "table.h"

#include "half.h"
// last, after half.h and loss.h: it changes how the rest of a file is compiled
#include "logits.h"
