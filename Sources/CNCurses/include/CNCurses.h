// ncursesw for Swift: the macros, globals and variadics that Swift cannot import, as functions.
#ifndef FABRICA_CNCURSES_H
#define FABRICA_CNCURSES_H

#define NCURSES_WIDECHAR 1
#include <ncursesw/curses.h>

#endif
