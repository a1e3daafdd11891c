import Foundation
import Networks
import Tensors
import Testing

/// A small network with weights, a patch and the logits PyTorch computed in double, from the file of
/// Scripts/make-network-fixtures.
struct GoldenNetwork: CustomTestStringConvertible {
  var name: String
  var architecture: UNetArchitecture
  var patch: Axes
  var weights: WeightTable
  var image: [Float]
  var logits: [Float]

  var testDescription: String { name }

  enum Failure: Error, Equatable {
    /// Not a fixture of this version; remake it with Scripts/make-network-fixtures.
    case wrongMagic(String)
    case truncated
  }

  private static let magic = "FABNET01"

  /// All of them.
  static let all: [GoldenNetwork] = {
    do { return try load() } catch {
      Issue.record(error, "networks.bin")
      return []
    }
  }()

  /// The one of a name.
  static func named(_ name: String) throws -> GoldenNetwork {
    try #require(all.first { $0.name == name })
  }

  private static func load() throws -> [GoldenNetwork] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/networks", withExtension: "bin"))
    var reader = Reader(bytes: [UInt8](try Data(contentsOf: url)))
    let found = try reader.text(8)
    guard found == magic else { throw Failure.wrongMagic(found) }
    return try (0..<(try reader.count())).map { _ in try network(&reader) }
  }

  private static func network(_ reader: inout Reader) throws -> GoldenNetwork {
    let name = try reader.text(try reader.count()), json = try reader.text(try reader.count())
    let architecture = try JSONDecoder().decode(UNetArchitecture.self, from: Data(json.utf8))
    let patch = Axes(try reader.count(), try reader.count(), try reader.count())
    var weights = WeightTable()
    for _ in 0..<(try reader.count()) {
      let key = try reader.text(try reader.count())
      weights[key] = try reader.tensor()
    }
    return GoldenNetwork(
      name: name, architecture: architecture, patch: patch, weights: weights,
      image: try reader.tensor().values, logits: try reader.tensor().values)
  }

  /// Little-endian 32-bit counts, texts and tensors one after the other.
  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
      guard count >= 0, at + count <= bytes.count else { throw Failure.truncated }
      defer { at += count }
      return bytes[at..<(at + count)]
    }

    mutating func count() throws -> Int {
      try take(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func text(_ count: Int) throws -> String { String(decoding: try take(count), as: UTF8.self) }

    mutating func tensor() throws -> WeightTensor {
      let shape = try (0..<(try count())).map { _ in try count() }, total = shape.reduce(1, *)
      let raw = Array(try take(total * 4))
      return WeightTensor(
        shape: shape,
        values: raw.withUnsafeBytes { buffer in
          (0..<total).map { buffer.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
        })
    }
  }
}

extension GoldenNetwork {
  func predictor(threads: Int = 2, decoders: Int = 1) throws -> NetworkPredictor {
    let decoder = try Decoder(architecture, weights: weights)
    return try NetworkPredictor(
      Encoder(architecture, weights: weights), [Decoder](repeating: decoder, count: decoders), patch: patch,
      on: Engine(pool: ThreadPool(threads: threads)))
  }

  /// The logits of streamed rows of each decoder, put together in the order of a tensor's `values`; every voxel
  /// must come once.
  func streamed(_ predictor: NetworkPredictor) throws -> [[Float]] {
    let voxels = patch.product
    let room = predictor.classes.map { StreamedLogits(classes: $0, patch: patch) }
    try predictor.logits(of: image) { decoder, rows, worker in
      precondition(worker < predictor.threads)
      room[decoder].take(rows)
    }
    for logits in room { #expect(logits.visits == [Int](repeating: 1, count: voxels)) }
    return room.map(\.values)
  }
}

/// Collects rows that come from several threads; they are disjoint, so each element has one writer.
private final class StreamedLogits: @unchecked Sendable {
  private let classes: Int
  private let patch: Axes
  private let memory: UnsafeMutablePointer<Float>
  private let counts: UnsafeMutablePointer<Int>

  init(classes: Int, patch: Axes) {
    self.classes = classes
    self.patch = patch
    memory = .allocate(capacity: classes * patch.product)
    memory.initialize(repeating: .nan, count: classes * patch.product)
    counts = .allocate(capacity: patch.product)
    counts.initialize(repeating: 0, count: patch.product)
  }

  deinit {
    memory.deallocate()
    counts.deallocate()
  }

  var values: [Float] { Array(UnsafeBufferPointer(start: memory, count: classes * patch.product)) }
  var visits: [Int] { Array(UnsafeBufferPointer(start: counts, count: patch.product)) }

  func take(_ rows: LogitRows) {
    for y in rows.rows {
      for x in 0..<rows.width {
        let voxel = (rows.z * patch.height + y) * patch.width + x
        let from = rows.base + ((y - rows.rows.lowerBound) * rows.width + x) * rows.stride
        counts[voxel] += 1
        for c in 0..<rows.classes { memory[c * patch.product + voxel] = from[c] }
      }
    }
  }
}
