/// What is wrong with a pickle.
public enum PickleFlaw: Hashable, Sendable, CustomStringConvertible {
  /// Ends inside of an operation or before STOP.
  case truncated
  /// An operation that torch.save does not write.
  case unknownOperation(UInt8)
  /// Takes more from the stack than lies there.
  case emptyStack
  /// An operation on a value of the wrong kind: SETITEM on what is no dictionary.
  case wrongOperand(String)
  /// A function that runs something; nothing of it ran.
  case call(String)
  /// A name that is no dotted Python name.
  case badName
  /// Reads or writes a memo place out of order.
  case badMemo
  /// More operations or values than this reader accepts.
  case tooLarge
  /// Text that is not UTF-8.
  case badText
  /// A reference outside of the pickle that is no storage.
  case badStorage

  /// What follows the byte's number in a sentence.
  public var description: String {
    switch self {
    case .truncated: "the pickle ends early"
    case .unknownOperation(let code):
      "operation 0x\(String(code, radix: 16)), which torch.save does not write"
    case .emptyStack: "an operation without its operands"
    case .wrongOperand(let operation): "\(operation) on a value of the wrong kind"
    case .call(let name): "a call of \(name), which has no place in weights; nothing of it ran"
    case .badName: "a name that is no Python name"
    case .badMemo: "a memo place out of order"
    case .tooLarge: "more values than are accepted"
    case .badText: "text that is not UTF-8"
    case .badStorage: "a reference that is no storage"
    }
  }
}
