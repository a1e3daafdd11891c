import Foundation
import Glibc
import Networks
import Storage
import Tensors

/// A folder that keeps what was made from the cases of a data set, a file a case and purpose, so that the next run
/// starts at once.
///
/// Every file carries a key of what it was made from: size and time of image and label map, the labels of
/// `dataset.json`, and what the purpose depends on. Files of another key and damaged ones are made again.
public struct CaseStore: Hashable, Sendable {
  /// The folder; it is made when something is kept.
  public let folder: String

  /// A store in a folder.
  public init(_ folder: String) { self.folder = folder }

  /// The key of a case for a purpose. Throws when a file of the case is not there.
  func key(
    _ purpose: String, of item: TrainingDataset.Case, in dataset: TrainingDataset
  ) throws(TrainingDataError) -> SHA256 {
    var text = "\(purpose)\n\(dataset.classes) \(dataset.description.ignored ?? -1)\n"
    for path in [item.image, item.labels] {
      var status = stat()
      guard stat(path, &status) == 0 else {
        throw TrainingDataError(
          case: item.name, file: path, path == item.image ? .missingImage : .missingLabels)
      }
      text += "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)\n"
    }
    return try kept(item) { () throws(StorageError) in try SHA256(ofText: text) }
  }

  // MARK: - Facts

  func facts(of item: TrainingDataset.Case, key: SHA256) -> CaseFacts? {
    guard let content = CheckedFile.read(path(item, "facts"), key: key),
      let facts = try? JSONDecoder().decode(CaseFacts.self, from: content), facts.name == item.name
    else { return nil }
    return facts
  }

  func keep(_ facts: CaseFacts, of item: TrainingDataset.Case, key: SHA256) throws(TrainingDataError) {
    guard let content = try? JSONText.of(facts) else { return }
    try write([Array(content.utf8)], as: "facts", of: item, key: key)
  }

  // MARK: - Prepared cases

  /// What precedes the arrays of a prepared case.
  private struct Head: Codable {
    let name: String
    let channels: Int
    let extent: Axes
    let foreground: [Int]
  }

  func prepared(_ item: TrainingDataset.Case, key: SHA256) -> TrainingCase? {
    guard let content = CheckedFile.read(path(item, "case"), key: key) else { return nil }
    var rest = content[...]
    guard let size = Self.array(UInt64.self, 1, &rest)?.first,
      let text = Self.array(UInt8.self, Int(clamping: size), &rest),
      let head = try? JSONDecoder().decode(Head.self, from: Data(text)), head.name == item.name
    else { return nil }
    var foreground: [[Int32]] = []
    for count in head.foreground {
      guard let list = Self.array(Int32.self, count, &rest) else { return nil }
      foreground.append(list)
    }
    guard let labels = Self.array(UInt16.self, head.extent.product, &rest),
      let image = Self.array(Float.self, head.channels * head.extent.product, &rest), rest.isEmpty
    else { return nil }
    return TrainingCase(
      name: head.name, channels: head.channels, extent: head.extent, image: image, labels: labels,
      foreground: foreground)
  }

  func keep(_ made: TrainingCase, of item: TrainingDataset.Case, key: SHA256) throws(TrainingDataError) {
    let head = Head(
      name: made.name, channels: made.channels, extent: made.extent, foreground: made.foreground.map(\.count))
    guard let text = try? Array(JSONText.of(head).utf8) else { return }
    let start = Self.bytes([UInt64(text.count)]) + text + made.foreground.flatMap(Self.bytes)
    let failure: TrainingDataError? = made.labels.withUnsafeBytes { labels in
      made.image.withUnsafeBytes { image in
        do throws(TrainingDataError) {
          try write([start], with: [labels, image], as: "case", of: item, key: key)
          return nil
        } catch { return error }
      }
    }
    if let failure { throw failure }
  }

  // MARK: - Files

  private func path(_ item: TrainingDataset.Case, _ kind: String) -> String {
    "\(folder)/\(item.name).\(kind)"
  }

  private func write(
    _ arrays: [[UInt8]], with pieces: [UnsafeRawBufferPointer] = [], as kind: String,
    of item: TrainingDataset.Case, key: SHA256
  ) throws(TrainingDataError) {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw TrainingDataError(
        case: item.name, file: folder,
        .storage(StorageError(folder, .unwritable, reason: "the folder cannot be made")))
    }
    let bytes = arrays.flatMap { $0 }
    let failure: TrainingDataError? = bytes.withUnsafeBytes { first in
      do throws(TrainingDataError) {
        try kept(item) { () throws(StorageError) in
          try CheckedFile.write(path(item, kind), key: key, pieces: [first] + pieces)
        }
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  private func kept<Result>(
    _ item: TrainingDataset.Case, _ body: () throws(StorageError) -> Result
  ) throws(TrainingDataError) -> Result {
    do throws(StorageError) { return try body() } catch {
      throw TrainingDataError(case: item.name, file: folder, .storage(error))
    }
  }

  private static func bytes<T: BitwiseCopyable>(_ values: [T]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }

  /// Takes the first `count` values off the rest of a content; nil when it has not that many.
  private static func array<T: BitwiseCopyable & ExpressibleByIntegerLiteral>(
    _ type: T.Type, _ count: Int, _ rest: inout Data
  ) -> [T]? {
    let (size, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<T>.stride)
    guard count >= 0, !overflows, size <= rest.count else { return nil }
    let values = [T](unsafeUninitializedCapacity: count) { buffer, filled in
      rest.prefix(size).withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      filled = count
    }
    rest = rest.dropFirst(size)
    return values
  }
}
