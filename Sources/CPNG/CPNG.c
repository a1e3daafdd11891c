#include "CPNG.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *message;
  size_t capacity;
} failure;

static void keepMessage(failure *f, const char *text) {
  if (f->capacity > 0) snprintf(f->message, f->capacity, "%s", text);
}

static void onError(png_structp png, png_const_charp text) {
  keepMessage((failure *)png_get_error_ptr(png), text);
  longjmp(png_jmpbuf(png), 1);
}

static void onWarning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static int isASCII(const char *text) {
  for (; *text; text++)
    if ((unsigned char)*text >= 0x80) return 0;
  return 1;
}

int cpng_write(const char *path, uint32_t width, uint32_t height, const uint8_t *rgb, const cpng_text *texts,
               size_t textCount, char *message, size_t messageCapacity) {
  failure f = {message, messageCapacity};
  FILE *file = fopen(path, "wb");
  if (!file) {
    keepMessage(&f, strerror(errno));
    return -1;
  }
  png_text *entries = calloc(textCount + 1, sizeof *entries);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &f, onError, onWarning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!entries || !info) {
    keepMessage(&f, "out of memory");
    png_destroy_write_struct(&png, &info);
    free(entries);
    fclose(file);
    return -1;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    free(entries);
    fclose(file);
    return -1;
  }
  png_init_io(png, file);
  png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  for (size_t i = 0; i < textCount; i++) {
    // tEXt is Latin-1; anything else goes into iTXt, which is UTF-8.
    entries[i].compression = isASCII(texts[i].text) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
    entries[i].key = (png_charp)texts[i].key;
    entries[i].text = (png_charp)texts[i].text;
    size_t length = strlen(texts[i].text);
    if (entries[i].compression == PNG_TEXT_COMPRESSION_NONE) entries[i].text_length = length;
    else entries[i].itxt_length = length;
  }
  png_set_text(png, info, entries, (int)textCount);
  png_write_info(png, info);
  for (uint32_t y = 0; y < height; y++) png_write_row(png, rgb + (size_t)y * width * 3);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  free(entries);
  if (fclose(file) != 0) {
    keepMessage(&f, strerror(errno));
    return -1;
  }
  return 0;
}
