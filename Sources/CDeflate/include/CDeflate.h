// libdeflate (whole buffers, writing) and ISA-L (streams, reading) for Swift.
#ifndef FABRICA_CDEFLATE_H
#define FABRICA_CDEFLATE_H

#include <libdeflate.h>
#include <stddef.h>
#include <stdint.h>

// ISA-L's own state holds arrays larger than Swift imports, so the state stays on the C side.
typedef struct cd_inflater cd_inflater;

typedef enum {
  CD_MORE,      // wants input or room for output
  CD_FINISHED,  // the member ended, its CRC-32 and length agree
  CD_DAMAGED,   // the stream cannot be decoded
  CD_CHECKSUM,  // decoded, but CRC-32 or length disagree with the trailer
} cd_status;

/// An inflater for gzip members; NULL without memory.
cd_inflater *cd_inflater_create(void);

void cd_inflater_free(cd_inflater *inflater);

/// Makes ready for the next member.
void cd_inflater_reset(cd_inflater *inflater);

/// Inflates until input or room ends, or the member does; both lengths at most UINT32_MAX.
cd_status cd_inflate(cd_inflater *inflater, const uint8_t *input, size_t inputLength, size_t *consumed,
                     uint8_t *output, size_t outputLength, size_t *produced);

#endif
