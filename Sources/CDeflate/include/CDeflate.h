// libdeflate (whole buffers, writing) and ISA-L (streams, reading) for Swift.
#ifndef FABRICA_CDEFLATE_H
#define FABRICA_CDEFLATE_H

#include <isa-l/igzip_lib.h>
#include <libdeflate.h>

#endif
