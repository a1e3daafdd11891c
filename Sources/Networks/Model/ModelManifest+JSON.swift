import FoundationEssentials
import Storage

/// A manifest as canonical JSON: sorted keys, no spaces, one line. `model.json` is exactly these bytes, so the digest
/// of the file and the model's `contentHash` are one number.
extension ModelManifest {
  static let sizeLimit = 1 << 26

  /// The canonical bytes; `file` is who is named in an error.
  func canonicalJSON(file: String) throws(ModelError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Only a number that is not finite cannot be written; `validate` names its field before.
    guard let data = try? encoder.encode(self) else {
      throw ModelError(file, .field("the manifest", .invalid(expected: "of finite numbers")))
    }
    return Array(data)
  }

  /// The digest of the canonical bytes.
  func contentHash(file: String) throws(ModelError) -> SHA256 {
    let bytes = try canonicalJSON(file: file)
    do throws(StorageError) { return try Self.digest(bytes) } catch {
      throw ModelError(file, .storage(error))
    }
  }

  static func digest(_ bytes: [UInt8]) throws(StorageError) -> SHA256 {
    let digest = try SHA256.Stream()
    bytes.withUnsafeBytes { digest.update($0) }
    return try digest.finish()
  }

  /// Reads a manifest's file and checks all of it.
  static func read(file path: String) throws(ModelError) -> ModelManifest {
    let bytes: [UInt8]
    do throws(StorageError) {
      let file = try RandomAccessFile(path: path)
      guard file.size <= Self.sizeLimit else {
        throw StorageError(path, .unreadable, reason: "is larger than \(Self.sizeLimit) bytes")
      }
      bytes = try file.bytes(at: 0, count: file.size)
    } catch { throw ModelError(path, .storage(error)) }
    let manifest = try decode(bytes, file: path)
    do throws(Flaw) { try manifest.validate() } catch {
      throw ModelError(path, .field(error.field, error.flaw))
    }
    return manifest
  }

  private static func decode(_ bytes: [UInt8], file: String) throws(ModelError) -> ModelManifest {
    let json = try strict(bytes, file: file)
    guard case .object = json else { throw ModelError(file, .notJSON(offset: 0)) }
    guard let version = json["formatVersion"] else {
      throw ModelError(file, .field("formatVersion", .missing))
    }
    guard let number = version.int, number >= 1 else {
      throw ModelError(file, .field("formatVersion", .wrongKind(expected: "a whole number from 1")))
    }
    guard number <= currentFormat else { throw ModelError(file, .newerFormat(number)) }
    let manifest: ModelManifest
    do {
      manifest = try JSONDecoder().decode(ModelManifest.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw ModelError(file, problem(error))
    } catch { throw ModelError(file, .notJSON(offset: 0)) }
    // What the decoder passed over would be lost by the next revision and is in no digest.
    if let field = stray(json, beside: try strict(manifest.canonicalJSON(file: file), file: file), path: "") {
      throw ModelError(file, .field(field, .unknown))
    }
    return manifest
  }

  private static func strict(_ bytes: [UInt8], file: String) throws(ModelError) -> StrictJSON {
    do throws(StrictJSON.Failure) { return try StrictJSON.read(bytes) } catch {
      switch error {
      case .malformed(let offset): throw ModelError(file, .notJSON(offset: offset))
      case .duplicate(let key): throw ModelError(file, .field(Sanitizer.clean(key, limit: 256), .duplicate))
      }
    }
  }

  /// The first key of `json` that is not in `known`, by its path.
  private static func stray(_ json: StrictJSON, beside known: StrictJSON, path: String) -> String? {
    switch (json, known) {
    case (.object(let members), .object):
      for member in members {
        let field = (path.isEmpty ? "" : path + ".") + Sanitizer.clean(member.key, limit: 256)
        guard let value = known[member.key] else {
          if case .null = member.value { continue }
          return field
        }
        if let found = stray(member.value, beside: value, path: field) { return found }
      }
    case (.array(let elements), .array(let others)):
      for (index, pair) in zip(elements, others).enumerated() {
        if let found = stray(pair.0, beside: pair.1, path: "\(path)[\(index)]") { return found }
      }
    default: break
    }
    return nil
  }

  private static func problem(_ error: DecodingError) -> ModelError.Problem {
    switch error {
    case .keyNotFound(let key, let context): .field(field(context.codingPath + [key]), .missing)
    case .valueNotFound(_, let context): .field(field(context.codingPath), .missing)
    case .typeMismatch(let type, let context):
      .field(field(context.codingPath), .wrongKind(expected: kind(type)))
    case .dataCorrupted(let context):
      .field(field(context.codingPath), .wrongKind(expected: "a value this field can have"))
    @unknown default: .notJSON(offset: 0)
    }
  }

  private static func kind(_ type: Any.Type) -> String {
    switch type {
    case is String.Type: "text"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type, is any BinaryFloatingPoint.Type: "a number of its kind"
    case is [Any].Type: "an array"
    default: "of the kind that belongs there"
    }
  }

  private static func field(_ path: [any CodingKey]) -> String {
    var result = ""
    for key in path {
      if let index = key.intValue {
        result += "[\(index)]"
      } else {
        result += (result.isEmpty ? "" : ".") + Sanitizer.clean(key.stringValue, limit: 256)
      }
    }
    return result.isEmpty ? "the manifest" : result
  }
}
