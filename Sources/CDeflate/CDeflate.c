#include "CDeflate.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

struct cd_inflater {
  struct inflate_state state;
};

cd_inflater *cd_inflater_create(void) {
  cd_inflater *inflater = malloc(sizeof *inflater);
  if (!inflater) return NULL;
  isal_inflate_init(&inflater->state);
  inflater->state.crc_flag = ISAL_GZIP;
  return inflater;
}

void cd_inflater_free(cd_inflater *inflater) { free(inflater); }

void cd_inflater_reset(cd_inflater *inflater) {
  isal_inflate_reset(&inflater->state);
  inflater->state.crc_flag = ISAL_GZIP;
}

cd_status cd_inflate(cd_inflater *inflater, const uint8_t *input, size_t inputLength, size_t *consumed,
                     uint8_t *output, size_t outputLength, size_t *produced) {
  struct inflate_state *state = &inflater->state;
  state->next_in = (uint8_t *)input;
  state->avail_in = (uint32_t)inputLength;
  state->next_out = output;
  state->avail_out = (uint32_t)outputLength;
  int result = isal_inflate(state);
  *consumed = inputLength - state->avail_in;
  *produced = outputLength - state->avail_out;
  if (result == ISAL_INCORRECT_CHECKSUM) return CD_CHECKSUM;
  if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT) return CD_DAMAGED;
  return state->block_state == ISAL_BLOCK_FINISH ? CD_FINISHED : CD_MORE;
}
