/// Byte sequences that change the state of a terminal, in one place so that every change has its undoing beside it.
///
/// Source: ECMA-48, xterm's control sequences, and the private modes terminals agree on.
enum ControlSequences {
  /// Takes the alternate screen with a hidden cursor and no wrapping at the right edge; for terminals used without
  /// curses, which does the same by the terminal's description.
  static let enterScreen = "\u{1B}[?1049h\u{1B}[?7l\u{1B}[?25l\u{1B}[m\u{1B}[2J"
  /// Marks pasted text, so that it is never taken for keys.
  static let pasteOn = "\u{1B}[?2004h"
  /// Reports of buttons, of dragging, and in the form without a limit of 223 columns.
  static let mouseOn = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
  /// The undoing of `mouseOn`.
  static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"
  /// The terminal waits with drawing until `endFrame`.
  static let beginFrame = "\u{1B}[?2026h"
  /// The undoing of `beginFrame`.
  static let endFrame = "\u{1B}[?2026l"
  /// Remembers cursor and colours.
  static let saveCursor = "\u{1B}7"
  /// The undoing of `saveCursor`.
  static let restoreCursor = "\u{1B}8"

  /// Undoes everything this program or a library under it may have switched on, whatever state the terminal is in.
  ///
  /// It begins by ending a sequence that the dead process left half written (CAN, ST). Leaving the alternate screen comes
  /// after the modes that belong to it; the cursor is shown again last. No scrolling region is reset, because none is ever
  /// set and doing so would move the cursor of the shell's screen to its corner.
  static let undo: [UInt8] = Array(
    ("\u{18}\u{1B}\\" + "\u{1B}[?2026l" + "\u{1B}[?1006l\u{1B}[?1003l\u{1B}[?1002l\u{1B}[?1000l"
      + "\u{1B}[?1004l\u{1B}[?2004l" + "\u{1B}[<u" + "\u{1B}[?1l\u{1B}>" + "\u{1B}(B\u{0F}" + "\u{1B}[m"
      + "\u{1B}[?7h" + "\u{1B}[?1049l" + "\u{1B}[?25h").utf8)
}
