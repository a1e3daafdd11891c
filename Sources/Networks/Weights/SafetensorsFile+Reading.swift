import Storage

extension SafetensorsFile {
  /// Reads a file of F32, F16, BF16 or F64 arrays, which must be finite in single precision.
  ///
  /// Every rule of the format's own reader holds, in its order, and those that it leaves open: the header begins with
  /// `{`, no name occurs twice, names are printable, no field is unknown. Sizes are compared with the file before
  /// memory is asked for; memory is the arrays and, where they are not F32, the largest one as stored.
  public static func read(path: String) throws(SafetensorsError) -> SafetensorsFile {
    let file: RandomAccessFile
    do throws(StorageError) { file = try RandomAccessFile(path: path) } catch {
      throw SafetensorsError(path, .storage(error))
    }
    return try read(file) { _ in }
  }

  /// Reads a file and shows every byte of it, in order, to `passing`.
  static func read(
    _ file: RandomAccessFile, passing: (UnsafeRawBufferPointer) -> Void
  ) throws(SafetensorsError) -> SafetensorsFile {
    let header = try SafetensorsHeader(file)
    header.bytes.withUnsafeBytes(passing)
    var weights = WeightTable()
    for entry in header.entries {
      let values = try entry.values(of: file, at: header.bytes.count, passing: passing)
      guard values.areFinite else { throw SafetensorsError(file.path, .tensor(entry.name, .notFinite)) }
      weights[entry.name] = WeightTensor(shape: entry.shape, values: values)
    }
    return SafetensorsFile(weights: weights, metadata: header.metadata)
  }
}

/// The header of a safetensors file, all of its rules checked.
struct SafetensorsHeader {
  /// An array: where its bytes lie behind the header.
  struct Entry {
    let name: String
    let element: WeightElement
    let shape: [Int]
    let count: Int
    let begin: Int
    let end: Int
  }

  static let sizeLimit = 100_000_000

  /// The file up to the first array: the header's length and the header.
  let bytes: [UInt8]
  /// In the order of their bytes.
  let entries: [Entry]
  let metadata: [String: String]

  init(_ file: RandomAccessFile) throws(SafetensorsError) {
    let path = file.path
    guard file.size >= 8 else { throw SafetensorsError(path, .headerTooSmall) }
    var length = LittleEndianReader(try Self.bytes(of: file, count: 8)[...])
    guard let size = length.int(8), size <= Self.sizeLimit else {
      throw SafetensorsError(path, .headerTooLarge)
    }
    guard size <= file.size - 8 else { throw SafetensorsError(path, .headerBeyondFile) }
    bytes = try Self.bytes(of: file, count: 8 + size)
    let json = try Self.json(Array(bytes[8...]), path: path)
    guard case .object(let members) = json else { throw SafetensorsError(path, .headerStart) }
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    for member in members {
      if member.key == "__metadata__" {
        metadata = try Self.metadata(member.value, path: path)
      } else {
        entries.append(try Self.entry(member, path: path))
      }
    }
    entries.sort { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
    var end = 0
    for entry in entries {
      guard entry.begin == end else { throw SafetensorsError(path, .offsets(entry.name)) }
      end = entry.end
    }
    guard file.size - bytes.count == end else {
      let (expected, overflows) = end.addingReportingOverflow(bytes.count)
      throw SafetensorsError(path, .wrongLength(found: file.size, expected: overflows ? .max : expected))
    }
    self.entries = entries
    self.metadata = metadata
  }

  private static func bytes(of file: RandomAccessFile, count: Int) throws(SafetensorsError) -> [UInt8] {
    do throws(StorageError) { return try file.bytes(at: 0, count: count) } catch {
      throw SafetensorsError(file.path, .storage(error))
    }
  }

  private static func json(_ text: [UInt8], path: String) throws(SafetensorsError) -> StrictJSON {
    guard String(validating: text, as: UTF8.self) != nil else { throw SafetensorsError(path, .headerNotText) }
    guard text.first == 0x7b else { throw SafetensorsError(path, .headerStart) }
    do throws(StrictJSON.Failure) { return try StrictJSON.read(text) } catch {
      switch error {
      case .malformed(let offset): throw SafetensorsError(path, .headerNotJSON(offset: offset))
      case .duplicate(let key): throw SafetensorsError(path, .field(shown(key), .duplicate))
      }
    }
  }

  private static func metadata(_ value: StrictJSON, path: String) throws(SafetensorsError) -> [String: String]
  {
    guard case .object(let members) = value else {
      throw SafetensorsError(path, .field("__metadata__", .wrongKind(expected: "an object of texts")))
    }
    var result: [String: String] = [:]
    for member in members {
      guard let text = member.value.text else {
        throw SafetensorsError(
          path, .field("__metadata__.\(shown(member.key))", .wrongKind(expected: "text")))
      }
      result[member.key] = text
    }
    return result
  }

  private static func entry(_ member: StrictJSON.Member, path: String) throws(SafetensorsError) -> Entry {
    let name = shown(member.key)
    guard isWeightName(member.key) else { throw SafetensorsError(path, .tensor(name, .badName)) }
    guard case .object(let fields) = member.value else {
      throw SafetensorsError(path, .field(name, .wrongKind(expected: "an object")))
    }
    for field in fields where !["dtype", "shape", "data_offsets"].contains(field.key) {
      throw SafetensorsError(path, .field("\(name).\(shown(field.key))", .unknown))
    }
    guard let type = member.value["dtype"]?.text else {
      throw SafetensorsError(path, .field("\(name).dtype", .wrongKind(expected: "the name of a type")))
    }
    guard let shape = member.value["shape"]?.ints else {
      throw SafetensorsError(path, .field("\(name).shape", .wrongKind(expected: "an array of whole numbers")))
    }
    guard let offsets = member.value["data_offsets"]?.ints, offsets.count == 2 else {
      throw SafetensorsError(path, .field("\(name).data_offsets", .wrongKind(expected: "two whole numbers")))
    }
    guard let element = WeightElement(safetensors: type) else {
      throw SafetensorsError(path, .tensor(name, .unsupportedType(shown(type))))
    }
    guard shape.count <= PickleHeap.rankLimit, let count = elementCount(shape) else {
      throw SafetensorsError(path, .tensor(name, .badShape))
    }
    let (size, overflows) = count.multipliedReportingOverflow(by: element.size)
    guard !overflows else { throw SafetensorsError(path, .tensor(name, .badShape)) }
    guard offsets[0] >= 0, offsets[1] >= offsets[0] else { throw SafetensorsError(path, .offsets(name)) }
    guard offsets[1] - offsets[0] == size else {
      throw SafetensorsError(path, .tensor(name, .wrongSize(found: offsets[1] - offsets[0], expected: size)))
    }
    return Entry(
      name: member.key, element: element, shape: shape, count: count, begin: offsets[0], end: offsets[1])
  }

  private static func shown(_ text: String) -> String { Sanitizer.clean(text, limit: 256) }
}

extension SafetensorsHeader.Entry {
  /// The array's values; F32 is read where it will stay.
  fileprivate func values(
    of file: RandomAccessFile, at start: Int, passing: (UnsafeRawBufferPointer) -> Void
  ) throws(SafetensorsError) -> [Float] {
    do throws(StorageError) {
      guard element == .float32 else {
        let bytes = try file.bytes(at: start + begin, count: end - begin)
        return bytes.withUnsafeBytes { stored in
          passing(stored)
          return element.values(stored, count: count)
        }
      }
      let values = try file.floats(at: start + begin, count: count)
      values.withUnsafeBytes(passing)
      return values
    } catch { throw SafetensorsError(file.path, .storage(error)) }
  }
}
