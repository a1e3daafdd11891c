#define NCURSES_WIDECHAR 1
#include "CNCurses.h"

#include <ncursesw/curses.h>
// Defines short names such as `columns` and `lines` as macros, so it has a file to itself.
#include <ncursesw/term.h>

int cn_terminfo_load(const char *name) {
  int found = -1;
  // Without an error pointer setupterm would end the process for an unknown terminal.
  setupterm(name, -1, &found);
  return found;
}

int cn_terminfo_flag(const char *name) { return tigetflag(name) > 0; }

int cn_terminfo_number(const char *name) {
  const int value = tigetnum(name);
  return value < 0 ? -1 : value;
}

const char *cn_terminfo_string(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}

void cn_terminfo_unload(void) {
  if (cur_term) del_curterm(cur_term);
}

const char *cn_terminfo_flag_name(size_t index) { return boolnames[index]; }
const char *cn_terminfo_number_name(size_t index) { return numnames[index]; }
const char *cn_terminfo_string_name(size_t index) { return strnames[index]; }
