/// Reads a pickle as data: what `torch.save` writes (protocol 2), and nothing of it runs.
///
/// A stack machine of Python's `pickletools` with the operations that PyTorch's own restricted reader knows
/// (`torch/_weights_only_unpickler.py`). A global name stays a name, REDUCE knows what a handful of names make, and
/// everything else is opaque. Cost and memory grow with the pickle's length; operations are limited.
struct PickleInterpreter {
  /// Where a pickle is wrong, and how.
  struct Failure: Error {
    let offset: Int
    let flaw: PickleFlaw
  }

  static let operationLimit = 16_000_000

  private(set) var heap = PickleHeap()
  /// Names of unknown symbols that were applied to arguments or that something was built from.
  private(set) var opaque: Set<String> = []

  private let bytes: [UInt8]
  private var position = 0
  private var operation = 0
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [PickleValue] = []

  /// The value of a pickle and the heap that it points into.
  static func read(_ bytes: [UInt8]) throws(Failure) -> (PickleValue, PickleInterpreter) {
    var interpreter = PickleInterpreter(bytes: bytes)
    let value = try interpreter.run()
    return (value, interpreter)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func run() throws(Failure) -> PickleValue {
    for _ in 0..<Self.operationLimit {
      operation = position
      let code = try byte()
      if code == 0x2e { return try pop() }  // STOP
      try perform(code)
    }
    throw failure(.tooLarge)
  }

  private mutating func perform(_ code: UInt8) throws(Failure) {
    switch code {
    case 0x80: guard try byte() == 2 else { throw failure(.unknownOperation(code)) }  // PROTO
    case 0x28: marks.append(stack.count)  // MARK
    case 0x4e: stack.append(.none)
    case 0x88: stack.append(.bool(true))
    case 0x89: stack.append(.bool(false))
    case 0x4b: stack.append(.int(Int(try byte())))  // BININT1
    case 0x4d: stack.append(.int(Int(try number(2))))  // BININT2
    case 0x4a: stack.append(.int(Int(Int32(truncatingIfNeeded: try number(4)))))  // BININT
    case 0x8a: stack.append(try longInteger())  // LONG1
    case 0x47: stack.append(.float(Double(bitPattern: try number(8).byteSwapped)))  // BINFLOAT
    case 0x58: stack.append(try text(length: Int(try number(4))))  // BINUNICODE
    case 0x55: stack.append(try text(length: Int(try byte())))  // SHORT_BINSTRING
    case 0x29: stack.append(sequence([], PickleValue.tuple))
    case 0x5d: stack.append(sequence([], PickleValue.list))
    case 0x7d: stack.append(dictionary([]))
    case 0x85: try tuple(of: 1)
    case 0x86: try tuple(of: 2)
    case 0x87: try tuple(of: 3)
    case 0x74: stack.append(sequence(try popMarked(), PickleValue.tuple))  // TUPLE
    case 0x71: try remember(Int(try byte()))  // BINPUT
    case 0x72: try remember(Int(try number(4)))  // LONG_BINPUT
    case 0x68: try recall(Int(try byte()))  // BINGET
    case 0x6a: try recall(Int(try number(4)))  // LONG_BINGET
    case 0x63: stack.append(try global())
    case 0x51: stack.append(try storage(try pop()))  // BINPERSID
    case 0x61: try extend(with: [try pop()], "APPEND")
    case 0x65: try extend(with: try popMarked(), "APPENDS")
    case 0x73:
      let value = try pop()
      try set([try pop(), value], "SETITEM")
    case 0x75: try set(try popMarked(), "SETITEMS")
    case 0x52, 0x81:  // REDUCE, NEWOBJ
      let arguments = try pop()
      stack.append(try apply(try pop(), to: arguments))
    case 0x62: try build(try pop())
    default: throw failure(.unknownOperation(code))
    }
  }
}

/// Bytes, stack and memo.
extension PickleInterpreter {
  private func failure(_ flaw: PickleFlaw) -> Failure { Failure(offset: operation, flaw: flaw) }

  private mutating func byte() throws(Failure) -> UInt8 {
    guard position < bytes.count else { throw failure(.truncated) }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func number(_ width: Int) throws(Failure) -> UInt64 {
    guard width <= bytes.count - position else { throw failure(.truncated) }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += width
    return value
  }

  private mutating func take(_ count: Int) throws(Failure) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw failure(.truncated) }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func pop() throws(Failure) -> PickleValue {
    // What lies below the last mark belongs to an operation that is not finished.
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else { throw failure(.emptyStack) }
    return value
  }

  private mutating func popMarked() throws(Failure) -> [PickleValue] {
    guard let mark = marks.popLast(), mark <= stack.count else { throw failure(.emptyStack) }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func remember(_ place: Int) throws(Failure) {
    guard let value = stack.last else { throw failure(.emptyStack) }
    // Python numbers memo places in order, so a place far away only asks for memory.
    guard place <= memo.count else { throw failure(.badMemo) }
    if place == memo.count { memo.append(value) } else { memo[place] = value }
  }

  private mutating func recall(_ place: Int) throws(Failure) {
    guard place < memo.count else { throw failure(.badMemo) }
    stack.append(memo[place])
  }
}

/// Values.
extension PickleInterpreter {
  private mutating func sequence(
    _ elements: [PickleValue], _ kind: (Int) -> PickleValue
  ) -> PickleValue {
    heap.sequences.append(elements)
    return kind(heap.sequences.count - 1)
  }

  private mutating func dictionary(_ pairs: [PickleHeap.Pair]) -> PickleValue {
    heap.dictionaries.append(pairs)
    return .dictionary(heap.dictionaries.count - 1)
  }

  private mutating func tuple(of count: Int) throws(Failure) {
    var elements: [PickleValue] = []
    for _ in 0..<count { elements.append(try pop()) }
    stack.append(sequence(elements.reversed(), PickleValue.tuple))
  }

  private mutating func text(length: Int) throws(Failure) -> PickleValue {
    guard let text = String(validating: try take(length), as: UTF8.self) else { throw failure(.badText) }
    heap.texts.append(text)
    return .text(heap.texts.count - 1)
  }

  private mutating func longInteger() throws(Failure) -> PickleValue {
    let digits = try take(Int(try byte()))
    guard digits.count <= 8 else { return .opaque(-1) }
    var value = digits.last.map { $0 >= 0x80 } ?? false ? -1 : 0
    for digit in digits.reversed() { value = value << 8 | Int(digit) }
    return .int(value)
  }

  private mutating func global() throws(Failure) -> PickleValue {
    let module = try name()
    let name = try name()
    guard let symbol = PickleSymbol(module: module, name: name) else {
      throw failure(.call("\(module).\(name)"))
    }
    heap.symbols.append(symbol)
    return .symbol(heap.symbols.count - 1)
  }

  private mutating func name() throws(Failure) -> String {
    let line = bytes[position...].prefix(513).prefix { $0 != 0x0a }
    guard position + line.count < bytes.count else { throw failure(.truncated) }
    let isName = line.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
        || $0 == 0x5f || $0 == 0x2e
    }
    guard !line.isEmpty, line.count <= 512, isName else { throw failure(.badName) }
    position += line.count + 1
    return String(decoding: line, as: UTF8.self)
  }

  private mutating func storage(_ reference: PickleValue) throws(Failure) -> PickleValue {
    guard case .tuple(let place) = reference, heap.sequences[place].count == 5 else {
      throw failure(.badStorage)
    }
    let parts = heap.sequences[place]
    guard heap.text(parts[0]) == "storage", case .symbol(let type) = parts[1],
      let key = heap.text(parts[2]), key.utf8.count <= 64, heap.text(parts[3]) != nil,
      case .int(let count) = parts[4], count >= 0
    else { throw failure(.badStorage) }
    var kind = heap.symbols[type].name
    if case .storage(let name) = heap.symbols[type].role { kind = name }
    heap.storages.append(PickleHeap.Storage(kind: kind, key: key, count: count))
    return .storage(heap.storages.count - 1)
  }

  private mutating func extend(with elements: [PickleValue], _ name: String) throws(Failure) {
    switch stack.last {
    case .list(let place): heap.sequences[place].append(contentsOf: elements)
    case .opaque: break
    case nil: throw failure(.emptyStack)
    default: throw failure(.wrongOperand(name))
    }
  }

  private mutating func set(_ elements: [PickleValue], _ name: String) throws(Failure) {
    guard elements.count % 2 == 0 else { throw failure(.wrongOperand(name)) }
    switch stack.last {
    case .dictionary(let place):
      for index in stride(from: 0, to: elements.count, by: 2) {
        heap.dictionaries[place].append(.init(key: elements[index], value: elements[index + 1]))
      }
    case .opaque: break
    case nil: throw failure(.emptyStack)
    default: throw failure(.wrongOperand(name))
    }
  }

  /// BUILD: attributes for what lies on the stack, of which only numpy's byte order means something here.
  private mutating func build(_ state: PickleValue) throws(Failure) {
    switch stack.last {
    case .numpyType(let place):
      guard let parts = heap.sequence(state), parts.count > 1, let order = heap.text(parts[1]) else {
        throw failure(.wrongOperand("BUILD"))
      }
      heap.numpyTypes[place].isBigEndian = order == ">"
    case .dictionary, .tensor, .opaque: break
    case nil: throw failure(.emptyStack)
    default: throw failure(.wrongOperand("BUILD"))
    }
  }
}

/// What names make of arguments.
extension PickleInterpreter {
  private mutating func apply(
    _ maker: PickleValue, to arguments: PickleValue
  ) throws(Failure) -> PickleValue {
    guard case .tuple(let place) = arguments else { throw failure(.wrongOperand("REDUCE")) }
    if case .opaque = maker { return maker }
    guard case .symbol(let index) = maker else { throw failure(.wrongOperand("REDUCE")) }
    let symbol = heap.symbols[index]
    let parts = heap.sequences[place]
    let made: PickleValue? =
      switch symbol.role {
      case .tensor: tensor(parts)
      case .parameter: parameter(parts)
      case .dictionary: orderedDictionary(parts)
      case .numpyType: numpyType(parts)
      case .numpyScalar: numpyScalar(parts) ?? .opaque(index)
      case .encoding: encoded(parts) ?? .opaque(index)
      case .storage, .unknown: .opaque(index)
      }
    guard let made else { throw failure(.wrongOperand(symbol.name)) }
    if case .opaque = made { opaque.insert(symbol.name) }
    return made
  }

  private mutating func tensor(_ parts: [PickleValue]) -> PickleValue? {
    guard parts.count >= 4, case .storage(let storage) = parts[0], case .int(let offset) = parts[1],
      let shape = heap.wholeNumbers(parts[2], limit: PickleHeap.rankLimit),
      let strides = heap.wholeNumbers(parts[3], limit: PickleHeap.rankLimit)
    else { return nil }
    heap.tensors.append(
      PickleHeap.Tensor(storage: heap.storages[storage], offset: offset, shape: shape, strides: strides))
    return .tensor(heap.tensors.count - 1)
  }

  private func parameter(_ parts: [PickleValue]) -> PickleValue? {
    guard let first = parts.first, case .tensor = first else { return nil }
    return first
  }

  /// Empty, or from a list of pairs as Python 2 wrote it.
  private mutating func orderedDictionary(_ parts: [PickleValue]) -> PickleValue? {
    guard let first = parts.first else { return dictionary([]) }
    guard parts.count == 1, let elements = heap.sequence(first) else { return nil }
    // One list may be used again and again; only what Python 2 wrote for a network is copied.
    guard elements.count <= 10_000, heap.dictionaries.count <= 10_000 else { return nil }
    var pairs: [PickleHeap.Pair] = []
    for element in elements {
      guard let pair = heap.sequence(element), pair.count == 2 else { return nil }
      pairs.append(.init(key: pair[0], value: pair[1]))
    }
    return dictionary(pairs)
  }

  private mutating func numpyType(_ parts: [PickleValue]) -> PickleValue? {
    guard let first = parts.first, let code = heap.text(first) else { return nil }
    heap.numpyTypes.append(PickleHeap.NumpyType(code: code))
    return .numpyType(heap.numpyTypes.count - 1)
  }

  private func encoded(_ parts: [PickleValue]) -> PickleValue? {
    guard parts.count == 2, case .text(let place) = parts[0], heap.text(parts[1]) == "latin1" else {
      return nil
    }
    return .bytes(place)
  }

  /// A number of numpy; nil where this reader does not know the type.
  private func numpyScalar(_ parts: [PickleValue]) -> PickleValue? {
    guard parts.count == 2, case .numpyType(let type) = parts[0], case .bytes(let place) = parts[1] else {
      return nil
    }
    guard heap.texts[place].utf8.count <= 16 else { return nil }
    let scalars = heap.texts[place].unicodeScalars
    let code = heap.numpyTypes[type].code
    guard code.utf8.count == 2, let kind = code.first, let width = code.last?.wholeNumberValue,
      scalars.count == width, width <= 8, !heap.numpyTypes[type].isBigEndian
    else { return nil }
    var bits: UInt64 = 0
    for (index, scalar) in scalars.enumerated() {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      bits |= UInt64(byte) << UInt64(8 * index)
    }
    switch (kind, width) {
    case ("f", 8): return .float(Double(bitPattern: bits))
    case ("f", 4): return .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
    case ("b", 1): return .bool(bits != 0)
    case ("u", _): return Int(exactly: bits).map(PickleValue.int)
    case ("i", 1...8):
      let unused = UInt64(64 - 8 * width)
      return .int(Int(Int64(bitPattern: bits << unused) >> Int64(unused)))
    default: return nil
    }
  }
}
