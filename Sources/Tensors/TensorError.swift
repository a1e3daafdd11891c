/// What an operator refuses, as facts to match.
public enum TensorError: Error, Equatable, Sendable {
  /// Two shapes that do not fit each other.
  case mismatch(operator: String, given: Shape, expected: Shape)
  /// A shape that no tensor or this operator cannot have.
  case unusable(operator: String, shape: Shape, reason: Reason)
  /// A parameter array of the wrong length.
  case parameters(operator: String, name: String, given: Int, expected: Int)
  /// Values that are not a number or infinite where a result would be silently wrong.
  case notFinite(operator: String, shape: Shape, values: Int)
  /// A label that is no class.
  case label(operator: String, value: Int, classes: Int)
  /// More memory than the machine has left, in bytes.
  case memory(needed: Int, available: Int)
  /// Kernels for an instruction set that this machine does not have.
  case instructions(String)

  /// Why a shape cannot be used.
  public enum Reason: String, Equatable, Sendable {
    /// An extent or the channels are zero or negative, or the batch is negative.
    case empty
    /// An extent is over 32,768, there are over 16,384 channels, or the bytes do not fit an integer.
    case tooLarge
    /// A kernel other than 1 or 3, or a stride other than 1 or 2.
    case kernel
    /// A window larger than the map it slides over.
    case window
    /// Over 1,024 classes, or none.
    case classes
    /// An epsilon that is not above zero.
    case epsilon
    /// A temperature that is not above zero.
    case temperature
    /// Statistics or a deferred load that were made for another tensor.
    case foreign
  }
}

extension TensorError: CustomStringConvertible {
  /// One sentence with the operator and the shapes.
  public var description: String {
    switch self {
    case .mismatch(let name, let given, let expected): "\(name): got \(given), expected \(expected)"
    case .unusable(let name, let shape, let reason): "\(name): cannot use \(shape) (\(reason.rawValue))"
    case .parameters(let name, let parameter, let given, let expected):
      "\(name): \(parameter) has \(given) values, expected \(expected)"
    case .notFinite(let name, let shape, let values):
      "\(name): \(values) values of \(shape) are not finite"
    case .label(let name, let value, let classes): "\(name): label \(value) is not one of \(classes) classes"
    case .memory(let needed, let available):
      "needs \(Self.gigabytes(needed)) of memory, \(Self.gigabytes(available)) are available"
    case .instructions(let name): "this processor has no \(name) instructions"
    }
  }

  private static func gigabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 53_687_091) / 107_374_182
    return "\(tenths / 10).\(tenths % 10) GiB"
  }
}
