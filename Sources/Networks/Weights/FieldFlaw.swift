/// What is wrong with a field of a file.
public enum FieldFlaw: Hashable, Sendable, CustomStringConvertible {
  /// Not there.
  case missing
  /// Another kind of value: `expected` says which belongs there.
  case wrongKind(expected: String)
  /// A value that cannot be: `expected` says what can.
  case invalid(expected: String)
  /// Occurs twice.
  case duplicate
  /// A field that this format does not have.
  case unknown

  /// What follows the field's name in a sentence.
  public var description: String {
    switch self {
    case .missing: "is missing"
    case .wrongKind(let expected): "is not \(expected)"
    case .invalid(let expected): "must be \(expected)"
    case .duplicate: "occurs twice"
    case .unknown: "is no field of this format"
    }
  }
}
