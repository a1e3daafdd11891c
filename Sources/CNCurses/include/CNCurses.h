// ncursesw for Swift: the macros, globals and variadics that Swift cannot import, as functions.
//
// curses draws into a file in memory, never on the terminal itself: what it wrote is taken with `cn_take_output` and
// sent by the caller, who so counts every byte and decides when it goes out. One screen in a process, one thread.
#ifndef FABRICA_CNCURSES_H
#define FABRICA_CNCURSES_H

#include <stddef.h>
#include <stdint.h>

// MARK: Terminal descriptions

/// Loads the description of a terminal for the look-ups below; returns 1 found, 0 unknown, -1 no data base.
int cn_terminfo_load(const char *name);
/// A boolean: 1 true, 0 false or absent.
int cn_terminfo_flag(const char *name);
/// A number; -1 when absent.
int cn_terminfo_number(const char *name);
/// A string; NULL when absent. Valid until `cn_terminfo_unload`.
const char *cn_terminfo_string(const char *name);
/// Frees the description.
void cn_terminfo_unload(void);

/// Names of the standard capabilities in the order of the compiled format; NULL past the end.
const char *cn_terminfo_flag_name(size_t index);
const char *cn_terminfo_number_name(size_t index);
const char *cn_terminfo_string_name(size_t index);

// MARK: The screen

/// Attributes of a cell; the same bits as CellAttributes.
enum { CN_BOLD = 1, CN_DIM = 2, CN_ITALIC = 4, CN_UNDERLINE = 8, CN_REVERSE = 16 };

typedef struct {
  uint32_t glyph;       // a Unicode scalar
  uint16_t attributes;  // CN_ bits
  uint16_t columns;     // 1 or 2
  int32_t pair;         // number of a colour pair, 0 the terminal's own
} cn_cell;

/// Starts curses for the terminal type `name`; `colors` asks for colour. Returns 0, or -1.
int cn_open(const char *name, int colors);
/// Ends curses and frees it. What it says to the terminal can be taken afterwards, once.
void cn_close(void);
/// Colours and pairs the screen offers; 0 without colour.
int cn_colors(void);
int cn_color_pairs(void);
/// Defines a pair; -1 is the terminal's own colour. Returns 0, or -1.
int cn_define_pair(int pair, int foreground, int background);
/// Forgets all pairs; the next update repaints.
void cn_reset_pairs(void);
/// Puts one row of glyphs; wide ones stand once and take two columns. Returns 0, or -1.
int cn_put_row(int row, const cn_cell *cells, int count);
/// The screen has a new size. Returns 0, or -1.
int cn_resize(int rows, int columns);
/// Assumes nothing about what is on the screen.
void cn_repaint(void);
/// Gives the screen back (leaves the alternate screen) until the next update.
void cn_suspend(void);
/// Works out what changed and writes it to memory.
void cn_update(void);

/// Bytes that wait to be taken.
size_t cn_output_count(void);
/// Moves the waiting bytes, at most `capacity`, which must be `cn_output_count` or more; returns how many.
size_t cn_take_output(uint8_t *bytes, size_t capacity);

#endif
