import Storage

extension TorchCheckpoint {
  /// Reads a checkpoint as data: no function exists that it could call, and nothing unknown becomes a weight.
  ///
  /// Single, half, brain and double precision become `Float`. Only storages that a kept tensor needs are read, one at
  /// a time, so memory is the weights and the largest storage. CRC-32 is checked of everything that is read.
  public static func read(path: String) throws(CheckpointError) -> TorchCheckpoint {
    let file: RandomAccessFile
    let start: [UInt8]
    do throws(StorageError) {
      file = try RandomAccessFile(path: path)
      start = try file.bytes(at: 0, count: min(file.size, 16))
    } catch { throw CheckpointError(path, .unreadable(error)) }
    // Before 1.6 a file was several pickles in a row; the first is this number of ten bytes.
    if start.starts(with: [0x80, 0x02, 0x8a, 0x0a]) { throw CheckpointError(path, .legacyFormat) }
    return try CheckpointReading(archive: StoredArchive(file)).checkpoint()
  }
}

/// One reading of a checkpoint: from the archive to the weights.
private struct CheckpointReading {
  private static let pickleLimit = 1 << 28

  private let archive: StoredArchive
  /// What entries' names begin with: torch.save takes the file's name.
  private let folder: String
  private let root: [PickleHeap.Pair]
  private let heap: PickleHeap
  private let opaque: Set<String>

  init(archive: StoredArchive) throws(CheckpointError) {
    self.archive = archive
    let path = archive.file.path
    let pickles = archive.entries.keys.filter { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
    guard let name = pickles.first else { throw CheckpointError(path, .archive(entry: "data.pkl", .missing)) }
    guard pickles.count == 1 else { throw CheckpointError(path, .archive(entry: "data.pkl", .duplicateName)) }
    folder = String(name.dropLast("data.pkl".count))
    let order = folder + "byteorder"
    if archive.entries[order] != nil, try archive.content(of: order, limit: 64) != Array("little".utf8) {
      throw CheckpointError(path, .archive(entry: "byteorder", .bigEndian))
    }
    let content = try archive.content(of: name, limit: Self.pickleLimit)
    let value: PickleValue
    let interpreter: PickleInterpreter
    do throws(PickleInterpreter.Failure) { (value, interpreter) = try PickleInterpreter.read(content) } catch
    {
      throw CheckpointError(path, .pickle(offset: error.offset, error.flaw))
    }
    heap = interpreter.heap
    opaque = interpreter.opaque
    guard let pairs = heap.pairs(value) else {
      throw CheckpointError(path, .field("the checkpoint", .wrongKind(expected: "a dictionary")))
    }
    root = pairs
  }

  func checkpoint() throws(CheckpointError) -> TorchCheckpoint {
    guard let networkWeights = try field("network_weights") else {
      throw failure("network_weights", .missing)
    }
    guard let pairs = heap.pairs(networkWeights) else {
      throw failure("network_weights", .wrongKind(expected: "a dictionary"))
    }
    let trainer = try field("trainer_name")
    let trainerName = trainer.flatMap { heap.text($0) }.map { Sanitizer.clean($0, limit: 256) }
    if let trainer, trainer != .none, trainerName == nil {
      throw failure("trainer_name", .wrongKind(expected: "text"))
    }
    let mirroringAxes = try mirroringAxes()
    let epoch = try epoch()
    return TorchCheckpoint(
      weights: try weights(pairs), trainerName: trainerName, mirroringAxes: mirroringAxes,
      configuration: try configuration(), epoch: epoch,
      skipped: skipped(), unknown: opaque.sorted())
  }

  /// The value of a field, which must not occur twice.
  private func field(_ name: String) throws(CheckpointError) -> PickleValue? {
    var found: PickleValue?
    for pair in root where heap.text(pair.key) == name {
      guard found == nil else { throw failure(name, .duplicate) }
      found = pair.value
    }
    return found
  }

  private func mirroringAxes() throws(CheckpointError) -> [Int]? {
    let name = "inference_allowed_mirroring_axes"
    guard let value = try field(name), value != .none else { return nil }
    guard let axes = heap.wholeNumbers(value, limit: 3), axes.allSatisfy((0...2).contains),
      Set(axes).count == axes.count
    else { throw failure(name, .invalid(expected: "None or different axes from 0 to 2")) }
    return axes
  }

  private func configuration() throws(CheckpointError) -> String? {
    guard let arguments = try field("init_args"), let pairs = heap.pairs(arguments) else { return nil }
    let values = pairs.filter { heap.text($0.key) == "configuration" }.compactMap { heap.text($0.value) }
    return values.count == 1 ? Sanitizer.clean(values[0], limit: 60) : nil
  }

  private func epoch() throws(CheckpointError) -> Int? {
    guard let value = try field("current_epoch"), value != .none else { return nil }
    guard case .int(let epoch) = value, epoch >= 0 else {
      throw failure("current_epoch", .invalid(expected: "a whole number from 0"))
    }
    return epoch
  }

  private func skipped() -> [String] {
    let read: Set = ["network_weights", "trainer_name", "inference_allowed_mirroring_axes", "current_epoch"]
    let names = root.compactMap { heap.text($0.key) }.filter { !read.contains($0) }
    return Set(names.map { Sanitizer.clean($0, limit: 256) }).sorted()
  }

  private func failure(_ name: String, _ flaw: FieldFlaw) -> CheckpointError {
    CheckpointError(archive.file.path, .field(name, flaw))
  }
}

/// Tensors.
extension CheckpointReading {
  /// A tensor that is kept, checked against its storage.
  private struct Kept {
    let name: String
    let tensor: PickleHeap.Tensor
    let element: WeightElement
    let count: Int
  }

  /// The weights, read storage by storage.
  private func weights(_ pairs: [PickleHeap.Pair]) throws(CheckpointError) -> WeightTable {
    var groups: [String: [Kept]] = [:]
    var names: Set<String> = []
    var bytes = 0
    for pair in pairs {
      let stored = heap.text(pair.key) ?? ""
      let name = Self.plainName(stored)
      guard isWeightName(name) else { throw failure(stored, .badName) }
      guard case .tensor(let place) = pair.value else {
        throw failure(name, .notATensor(heap.kind(pair.value)))
      }
      if Self.isDuplicate(name) { continue }
      guard names.insert(name).inserted else { throw failure(name, .duplicateName) }
      let kept = try checked(name, heap.tensors[place])
      // Views that share a storage may be more than the file, but not by much.
      bytes += kept.count * kept.element.size
      guard bytes / 4 <= archive.file.size else { throw failure(name, .tooLarge) }
      groups[kept.tensor.storage.key, default: []].append(kept)
    }
    var table = WeightTable()
    for (key, group) in groups.sorted(by: { $0.key < $1.key }) {
      let content = try archive.content(of: folder + "data/" + key)
      for kept in group {
        let values = content.withUnsafeBytes { Self.values(of: kept, in: $0) }
        guard values.areFinite else { throw failure(kept.name, .notFinite) }
        table[kept.name] = WeightTensor(shape: kept.tensor.shape, values: values)
      }
    }
    return table
  }

  /// The name without what wrappers of a network put in front.
  private static func plainName(_ name: String) -> String {
    var rest = name[...]
    while let prefix = ["module.", "_orig_mod."].first(where: { rest.hasPrefix($0) }) {
      rest = rest.dropFirst(prefix.count)
    }
    return String(rest)
  }

  /// Whether the array is in the checkpoint under another name too.
  private static func isDuplicate(_ name: String) -> Bool {
    name.hasPrefix("decoder.encoder.") || name.contains(".all_modules.")
  }

  /// Compares a tensor with its storage and the storage with the file.
  private func checked(_ name: String, _ tensor: PickleHeap.Tensor) throws(CheckpointError) -> Kept {
    let storage = tensor.storage
    guard let element = WeightElement(torchStorage: storage.kind) else {
      throw failure(name, .unsupportedType(Sanitizer.clean(storage.kind, limit: 64)))
    }
    guard let entry = archive.entries[folder + "data/" + storage.key] else {
      throw failure(name, .missingStorage(Sanitizer.clean(storage.key, limit: 64)))
    }
    let (size, overflows) = storage.count.multipliedReportingOverflow(by: element.size)
    guard !overflows, size == entry.size else {
      throw failure(name, .wrongSize(found: entry.size, expected: overflows ? .max : size))
    }
    guard let count = elementCount(tensor.shape) else { throw failure(name, .badShape) }
    guard tensor.strides.count == tensor.shape.count, tensor.strides.allSatisfy({ $0 >= 0 }),
      zip(tensor.shape, tensor.strides).allSatisfy({ $0 <= 1 || $1 > 0 })
    else { throw failure(name, .badStrides) }
    guard tensor.offset >= 0, count == 0 || Self.end(of: tensor).map({ $0 <= storage.count }) ?? false else {
      throw failure(name, .outOfBounds)
    }
    guard count <= storage.count else { throw failure(name, .badStrides) }
    return Kept(name: name, tensor: tensor, element: element, count: count)
  }

  /// One past the last element that a tensor reaches; nil where that is no Int.
  private static func end(of tensor: PickleHeap.Tensor) -> Int? {
    var (end, overflows) = tensor.offset.addingReportingOverflow(1)
    for (extent, stride) in zip(tensor.shape, tensor.strides) {
      let (reach, tooFar) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, carries) = end.addingReportingOverflow(reach)
      overflows = overflows || tooFar || carries
      end = sum
    }
    return overflows ? nil : end
  }

  private static func values(of kept: Kept, in bytes: UnsafeRawBufferPointer) -> [Float] {
    let tensor = kept.tensor
    let size = kept.element.size
    guard kept.count > 0 else { return [] }
    if isDense(tensor) {
      return kept.element.values(.init(rebasing: bytes[(tensor.offset * size)...]), count: kept.count)
    }
    var index = [Int](repeating: 0, count: tensor.shape.count)
    var place = tensor.offset
    return (0..<kept.count).map { _ in
      let value = kept.element.value(bytes, at: place * size)
      for axis in index.indices.reversed() {
        index[axis] += 1
        place += tensor.strides[axis]
        if index[axis] < tensor.shape[axis] { break }
        place -= tensor.strides[axis] * tensor.shape[axis]
        index[axis] = 0
      }
      return value
    }
  }

  /// Whether the elements lie one after the other, last axis fastest.
  private static func isDense(_ tensor: PickleHeap.Tensor) -> Bool {
    var expected = 1
    for (extent, stride) in zip(tensor.shape, tensor.strides).reversed() where extent != 1 {
      guard stride == expected else { return false }
      expected *= extent
    }
    return true
  }

  private func failure(_ name: String, _ flaw: TensorFlaw) -> CheckpointError {
    CheckpointError(archive.file.path, .tensor(Sanitizer.clean(name, limit: 256), flaw))
  }
}
