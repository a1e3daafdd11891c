/// What a terminal answers to a question; never a key press.
enum TerminalReply: Hashable, Sendable {
  /// The kinds of things the terminal can do (DA1); 4 among them is sixel.
  case primaryAttributes([Int])
  /// State of a private mode (DECRPM): 0 unknown, 1 set, 2 reset, 3 and 4 fixed.
  case privateMode(mode: Int, state: Int)
  /// Height and width of a cell in pixels.
  case cellPixels(height: Int, width: Int)
  /// A string answer (DCS, OSC, APC) without its frame: the introducer's letter and the text.
  case string(introducer: UInt8, text: [UInt8])
  /// Any other well-formed answer.
  case other
}

/// What a piece of the terminal's input means.
enum TerminalInput: Hashable, Sendable {
  /// A key or the mouse.
  case event(TerminalEvent)
  /// An answer.
  case reply(TerminalReply)
}
