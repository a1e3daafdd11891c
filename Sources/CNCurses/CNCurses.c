#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CNCurses.h"

#include <fcntl.h>
#include <ncursesw/curses.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static FILE *output, *input;
static int memory = -1;
static int color;

static void close_files(void) {
  if (output) fclose(output);
  if (input) fclose(input);
  output = input = NULL;
}

// curses catches signals that the caller reads from a descriptor; its handlers would only end the process wrongly.
static void forget_signal_handlers(void) {
  const int caught[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
  for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++) signal(caught[i], SIG_DFL);
}

int cn_open(const char *name, int colors) {
  if (screen) return -1;
  if (memory >= 0) close(memory);
  memory = memfd_create("screen", MFD_CLOEXEC);
  if (memory < 0) return -1;
  const int copy = fcntl(memory, F_DUPFD_CLOEXEC, 0);
  output = copy < 0 ? NULL : fdopen(copy, "w");
  input = fopen("/dev/null", "re");
  if (!output || !input) {
    close_files();
    return -1;
  }
  // The size comes from the description, which the caller wrote for this window; LINES and COLUMNS may be stale.
  use_env(FALSE);
  use_tioctl(FALSE);
  screen = newterm(name, output, input);
  if (!screen) {
    close_files();
    return -1;
  }
  forget_signal_handlers();
  typeahead(-1);
  noecho();
  nonl();
  idlok(stdscr, FALSE);
  idcok(stdscr, FALSE);
  leaveok(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  curs_set(0);
  color = colors && start_color() == OK && use_default_colors() == OK;
  return 0;
}

void cn_close(void) {
  if (!screen) return;
  endwin();
  fflush(output);
  delscreen(screen);
  screen = NULL;
  close_files();
}

int cn_colors(void) { return color ? COLORS : 0; }
int cn_color_pairs(void) { return color ? COLOR_PAIRS : 0; }

int cn_define_pair(int pair, int foreground, int background) {
  return init_extended_pair(pair, foreground, background) == OK ? 0 : -1;
}

void cn_reset_pairs(void) {
  reset_color_pairs();
  clearok(curscr, TRUE);
}

static attr_t attributes_of(unsigned bits) {
  attr_t attributes = A_NORMAL;
  if (bits & CN_BOLD) attributes |= A_BOLD;
  if (bits & CN_DIM) attributes |= A_DIM;
  if (bits & CN_ITALIC) attributes |= A_ITALIC;
  if (bits & CN_UNDERLINE) attributes |= A_UNDERLINE;
  if (bits & CN_REVERSE) attributes |= A_REVERSE;
  return attributes;
}

// One glyph as curses wants it. Where the C library would give it another width than the caller planned for, the
// columns after it would shift: then question marks stand in.
static int put_cell(cchar_t *to, const cn_cell *cell) {
  wchar_t glyph[2] = {(wchar_t)cell->glyph, 0};
  int pair = cell->pair;
  const attr_t attributes = attributes_of(cell->attributes);
  int columns = 1;
  if (wcwidth(glyph[0]) == cell->columns) {
    setcchar(to, glyph, attributes, 0, &pair);
    return columns;
  }
  glyph[0] = L'?';
  for (columns = 0; columns < cell->columns; columns++) setcchar(to + columns, glyph, attributes, 0, &pair);
  return columns;
}

int cn_put_row(int row, const cn_cell *cells, int count) {
  enum { piece = 256 };
  cchar_t line[piece + 2];
  int column = 0, result = 0;
  for (int done = 0; done < count;) {
    int filled = 0, columns = 0;
    while (done < count && filled < piece) {
      filled += put_cell(line + filled, cells + done);
      columns += cells[done].columns;
      done++;
    }
    if (mvwadd_wchnstr(stdscr, row, column, line, filled) != OK) result = -1;
    column += columns;
  }
  return result;
}

int cn_resize(int rows, int columns) { return resizeterm(rows, columns) == OK ? 0 : -1; }

void cn_repaint(void) { clearok(curscr, TRUE); }

void cn_suspend(void) {
  endwin();
  fflush(output);
}

void cn_update(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

size_t cn_output_count(void) {
  const off_t end = memory < 0 ? 0 : lseek(memory, 0, SEEK_CUR);
  return end > 0 ? (size_t)end : 0;
}

size_t cn_take_output(uint8_t *bytes, size_t capacity) {
  const ssize_t count = memory < 0 ? 0 : pread(memory, bytes, capacity, 0);
  if (memory >= 0 && ftruncate(memory, 0) == 0) lseek(memory, 0, SEEK_SET);
  return count > 0 ? (size_t)count : 0;
}
