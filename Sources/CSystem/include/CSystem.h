// What Swift cannot call: variadic ioctl, pseudo terminals, signal-safe restore.
#ifndef FABRICA_CSYSTEM_H
#define FABRICA_CSYSTEM_H

#include <stdint.h>
#include <sys/types.h>

typedef struct {
  int columns, rows;        // cells; 0 when unknown
  int pixelWidth, pixelHeight;  // of the whole window; 0 when the terminal does not say
} cs_window_size;

/// Size of the terminal behind a descriptor; returns 0, or -1 with errno.
int cs_get_window_size(int descriptor, cs_window_size *size);

#endif
