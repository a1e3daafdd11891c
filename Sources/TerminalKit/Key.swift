/// A key as the terminal reports it.
public enum Key: Sendable, Hashable {
  /// A printable character, with Shift already in it.
  case character(Character)
  /// Control with a letter a...z.
  case control(Character)
  /// Arrow up.
  case up
  /// Arrow down.
  case down
  /// Arrow left.
  case left
  /// Arrow right.
  case right
  /// Arrow up with Shift.
  case shiftUp
  /// Arrow down with Shift.
  case shiftDown
  /// Arrow left with Shift.
  case shiftLeft
  /// Arrow right with Shift.
  case shiftRight
  /// Return.
  case enter
  /// Escape.
  case escape
  /// Tab.
  case tab
  /// Tab with Shift.
  case backTab
  /// Backspace.
  case backspace
  /// Delete forwards.
  case delete
  /// Home.
  case home
  /// End.
  case end
  /// Page up.
  case pageUp
  /// Page down.
  case pageDown
  /// F1...F12.
  case function(Int)
}

/// What a mouse did, in cells.
public struct MouseEvent: Sendable, Hashable {
  /// The kinds of things a mouse does.
  public enum Kind: Sendable, Hashable {
    /// A button went down: 1 left, 2 middle, 3 right.
    case press(Int)
    /// A button went up.
    case release(Int)
    /// Moved with a button held.
    case drag(Int)
    /// The wheel turned away from the reader.
    case wheelUp
    /// The wheel turned towards the reader.
    case wheelDown
  }

  /// What it did.
  public let kind: Kind
  /// Where.
  public let position: Point

  /// An event; see the properties.
  public init(kind: Kind, position: Point) {
    self.kind = kind
    self.position = position
  }
}

/// What the terminal tells the event loop.
public enum TerminalEvent: Sendable, Hashable {
  /// A key was pressed.
  case key(Key)
  /// The mouse did something.
  case mouse(MouseEvent)
  /// The window has a new size.
  case resize(Size)
  /// The terminal is gone or asks to end: hang-up, end of input, SIGTERM.
  case closed
}
