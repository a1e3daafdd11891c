/// What is wrong with a tensor of a weight file.
public enum TensorFlaw: Hashable, Sendable, CustomStringConvertible {
  /// Not a plain tensor: something unknown, by its class where it has one.
  case notATensor(String)
  /// An element type that weights cannot have here.
  case unsupportedType(String)
  /// A name that occurs twice, also when prefixes are taken off.
  case duplicateName
  /// A name that is empty, longer than 256 bytes or not printable ASCII.
  case badName
  /// Extents that are negative, too many, or whose product overflows.
  case badShape
  /// Steps that are negative, overlap, or do not fit the extents.
  case badStrides
  /// Reaches outside of its storage.
  case outOfBounds
  /// The storage is not in the file.
  case missingStorage(String)
  /// Its bytes have another number than its shape needs.
  case wrongSize(found: Int, expected: Int)
  /// Holds a NaN or an infinity, also when rounded to single precision.
  case notFinite
  /// Together with the tensors before it larger than the file can honestly hold.
  case tooLarge

  /// What follows the tensor's name in a sentence.
  public var description: String {
    switch self {
    case .notATensor(let kind): "is no plain tensor\(kind.isEmpty ? "" : " but \(kind)")"
    case .unsupportedType(let type): "has elements of type \(type), which are no weights"
    case .duplicateName: "occurs twice"
    case .badName: "has a name that is empty, too long or not printable"
    case .badShape: "has extents that are negative, too many or too large"
    case .badStrides: "has strides that are negative or overlap"
    case .outOfBounds: "reaches outside of its storage"
    case .missingStorage(let key): "needs storage \(key), which is missing"
    case .wrongSize(let found, let expected): "has \(found) bytes where its shape needs \(expected)"
    case .notFinite: "holds NaN or infinite values"
    case .tooLarge: "is larger than the file can hold"
    }
  }
}
