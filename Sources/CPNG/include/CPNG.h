// libpng for Swift: its error handling is longjmp, so the whole write happens on the C side.
#ifndef FABRICA_CPNG_H
#define FABRICA_CPNG_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *key;
  const char *text;
} cpng_text;

/// Writes 8-bit RGB, rows top to bottom without padding, with text entries (UTF-8). Returns 0, or -1 and fills `message`.
int cpng_write(const char *path, uint32_t width, uint32_t height, const uint8_t *rgb, const cpng_text *texts,
               size_t textCount, char *message, size_t messageCapacity);

#endif
