/// A value of a pickle: a plain one, or the place of a larger one in a `PickleHeap`.
///
/// Values hold no values, so a pickle nested a million deep is as flat as any other, and one that contains itself
/// leaks nothing.
enum PickleValue: Equatable {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  /// Text, its place in `texts`.
  case text(Int)
  /// Bytes, by the place in `texts` of the text that has them as its code points.
  case bytes(Int)
  /// A global name, its place in `symbols`.
  case symbol(Int)
  /// A tuple, its place in `sequences`.
  case tuple(Int)
  /// A list, its place in `sequences`.
  case list(Int)
  /// A dictionary, its place in `dictionaries`.
  case dictionary(Int)
  /// A storage, its place in `storages`.
  case storage(Int)
  /// A tensor, its place in `tensors`.
  case tensor(Int)
  /// An element type of numpy, its place in `numpyTypes`.
  case numpyType(Int)
  /// What an unknown class or function would have made, named by its place in `symbols`; a large whole number (-1).
  case opaque(Int)
}

/// The larger values of a pickle.
struct PickleHeap {
  /// A key and its value, in the order they were set.
  struct Pair {
    let key: PickleValue
    let value: PickleValue
  }

  /// What a tensor's elements are stored in: `("storage", type, key, location, elements)`.
  struct Storage {
    /// The storage's class: `FloatStorage`.
    let kind: String
    /// The name of the entry `data/KEY`.
    let key: String
    /// How many elements.
    let count: Int
  }

  /// A view of a storage.
  struct Tensor {
    let storage: Storage
    /// In elements, as are the strides.
    let offset: Int
    let shape: [Int]
    let strides: [Int]
  }

  /// How numpy stores a number: `f8`.
  struct NumpyType {
    let code: String
    var isBigEndian = false
  }

  var texts: [String] = []
  var symbols: [PickleSymbol] = []
  var sequences: [[PickleValue]] = []
  var dictionaries: [[Pair]] = []
  var storages: [Storage] = []
  var tensors: [Tensor] = []
  var numpyTypes: [NumpyType] = []

  /// The text, if the value is one.
  func text(_ value: PickleValue) -> String? {
    if case .text(let place) = value { return texts[place] }
    return nil
  }

  /// The elements, if the value is a tuple or a list.
  func sequence(_ value: PickleValue) -> [PickleValue]? {
    switch value {
    case .tuple(let place), .list(let place): sequences[place]
    default: nil
    }
  }

  /// The pairs, if the value is a dictionary.
  func pairs(_ value: PickleValue) -> [Pair]? {
    if case .dictionary(let place) = value { return dictionaries[place] }
    return nil
  }

  /// More axes than any tensor here has.
  static let rankLimit = 8

  /// Whole numbers, if the value is a tuple or a list of nothing else and not longer than `limit`.
  func wholeNumbers(_ value: PickleValue, limit: Int) -> [Int]? {
    guard let elements = sequence(value), elements.count <= limit else { return nil }
    var result: [Int] = []
    for element in elements {
      guard case .int(let number) = element else { return nil }
      result.append(number)
    }
    return result
  }

  /// What a value is, for a message.
  func kind(_ value: PickleValue) -> String {
    switch value {
    case .none: "None"
    case .bool: "a truth value"
    case .int, .float: "a number"
    case .text, .bytes: "text"
    case .symbol(let place): symbols[place].name
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .storage: "a storage"
    case .tensor: "a tensor"
    case .numpyType: "a numpy type"
    case .opaque(let place): place >= 0 ? symbols[place].name : "a number"
    }
  }
}
