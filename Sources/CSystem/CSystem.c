#include "CSystem.h"

#include <sys/ioctl.h>

int cs_get_window_size(int descriptor, cs_window_size *size) {
  struct winsize window;
  if (ioctl(descriptor, TIOCGWINSZ, &window) != 0) return -1;
  size->columns = window.ws_col;
  size->rows = window.ws_row;
  size->pixelWidth = window.ws_xpixel;
  size->pixelHeight = window.ws_ypixel;
  return 0;
}
