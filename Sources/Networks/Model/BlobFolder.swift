import Glibc
import Storage

/// The folder `blobs` of a model: weight files named by the SHA-256 of their bytes, written once and read-only.
struct BlobFolder {
  let path: String

  /// Which part of a network a blob holds: what its arrays' names begin with.
  enum Part: String {
    case encoder = "encoder."
    case decoder = "decoder."
  }

  func file(_ hash: SHA256) -> String { "\(path)/\(hash).safetensors" }

  /// Writes arrays under their digest and says whether the file is new.
  func write(_ weights: WeightTable, as part: Part) throws(ModelError) -> (hash: SHA256, isNew: Bool) {
    let (content, hash) = try staged(weights, as: part)
    let target = file(hash)
    let isNew = try ModelError.wrap(target) { () throws(StorageError) in
      var status = stat()
      // The same arrays again; a damaged file of that name is not trusted but replaced.
      if lstat(target, &status) == 0, try SHA256(ofFile: target) == hash { return false }
      let files = AtomicFiles()
      try content.write(to: target, in: files, mode: 0o444)
      try files.commit()
      return true
    }
    return (hash, isNew)
  }

  /// The digest that arrays would be written under.
  func hash(of weights: WeightTable, as part: Part) throws(ModelError) -> SHA256 {
    try staged(weights, as: part).hash
  }

  private func staged(
    _ weights: WeightTable, as part: Part
  ) throws(ModelError) -> (content: SafetensorsFile, hash: SHA256) {
    let content = SafetensorsFile(weights: weights)
    try Self.check(weights, part, file: path)
    do throws(SafetensorsError) { try content.checkContent(path: path) } catch {
      throw ModelError(path, .blob(error))
    }
    return (content, try ModelError.wrap(path) { () throws(StorageError) in try content.digest() })
  }

  /// The arrays of a blob: read once, hashed as they pass, and given out only if the digest is the name.
  func read(_ hash: SHA256, as part: Part) throws(ModelError) -> WeightTable {
    let path = file(hash)
    guard hasFile(hash) else { throw ModelError(path, .missingBlob) }
    let (file, digest) = try ModelError.wrap(path) { () throws(StorageError) in
      (try RandomAccessFile(path: path), try SHA256.Stream())
    }
    let weights: WeightTable
    do throws(SafetensorsError) {
      weights = try SafetensorsFile.read(file) { digest.update($0) }.weights
    } catch {
      // A file that cannot be understood is first of all a damaged one.
      try compare(hash, try ModelError.wrap(path) { () throws(StorageError) in try SHA256(ofFile: path) })
      throw ModelError(path, .blob(error))
    }
    try compare(hash, try ModelError.wrap(path) { () throws(StorageError) in try digest.finish() })
    try Self.check(weights, part, file: path)
    return weights
  }

  /// Whether a file of that name is there.
  func hasFile(_ hash: SHA256) -> Bool {
    var status = stat()
    return lstat(file(hash), &status) == 0
  }

  /// Bytes of a blob's file; 0 where there is none.
  func size(of hash: SHA256) -> Int {
    var status = stat()
    return stat(file(hash), &status) == 0 ? Int(status.st_size) : 0
  }

  private func compare(_ hash: SHA256, _ found: SHA256) throws(ModelError) {
    guard found == hash else { throw ModelError(file(hash), .damagedBlob(found: found)) }
  }

  private static func check(_ weights: WeightTable, _ part: Part, file: String) throws(ModelError) {
    if let name = weights.names.first(where: { !$0.hasPrefix(part.rawValue) }) {
      throw ModelError(file, .strayTensor(Sanitizer.clean(name, limit: 256)))
    }
    guard !weights.names.isEmpty else { throw ModelError(file, .field("\(part)", .missing)) }
  }
}
