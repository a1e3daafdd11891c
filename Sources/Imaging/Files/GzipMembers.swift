import CDeflate

/// Inflates the gzip members of a file one after the other, through ISA-L.
final class GzipMembers {
  /// Whether something other than another member followed the last one.
  private(set) var hasTrailingGarbage = false
  private let file: InputFile
  private let inflater: OpaquePointer
  private let input: UnsafeMutableRawPointer
  private let capacity: Int
  private var next = 0
  private var available = 0
  private var fileEnded = false
  private var state = State.insideMember

  private enum State {
    case insideMember
    case betweenMembers
    case ended
  }

  /// A reader at the first byte of `file`, which holds a gzip header.
  init(file: InputFile, chunk: Int) throws(ImagingError) {
    guard let inflater = cd_inflater_create() else {
      throw ImagingError(file: file.name, field: "gzip", problem: .outOfMemory(bytes: 1 << 17))
    }
    self.file = file
    self.inflater = inflater
    capacity = chunk
    input = .allocate(byteCount: chunk, alignment: 64)
  }

  deinit {
    cd_inflater_free(inflater)
    input.deallocate()
  }

  /// Inflates up to `count` bytes into `destination`; fewer only after the last member ended in good order.
  func read(into destination: UnsafeMutableRawPointer, count: Int) throws(ImagingError) -> Int {
    var done = 0
    while state != .ended {
      if state == .betweenMembers {
        try startNextMember()
        continue
      }
      // With room left or not: a member whose data is all out still has its trailer to be checked.
      let produced = try step(destination + done, room: count - done)
      done += produced
      if done == count, state == .insideMember { break }
    }
    return done
  }

  /// One call of the inflater, with fresh input when it ran dry. Returns the bytes produced.
  private func step(_ output: UnsafeMutableRawPointer, room: Int) throws(ImagingError) -> Int {
    if available == 0 { try refill() }
    var consumed = 0
    var produced = 0
    // Pieces of this size are still in the cache when the checksum walks over them.
    let status = cd_inflate(
      inflater, input.assumingMemoryBound(to: UInt8.self) + next, available, &consumed,
      output.assumingMemoryBound(to: UInt8.self), min(room, Self.outputPiece), &produced)
    next += consumed
    available -= consumed
    switch status {
    case CD_FINISHED:
      state = .betweenMembers
    case CD_CHECKSUM:
      throw damaged("gzip trailer", "its checksum or length disagrees with the data")
    case CD_MORE:
      guard produced > 0 || consumed > 0 || room == 0 || !fileEnded else {
        throw damaged("gzip trailer", "the compressed data ends early")
      }
    default:
      throw damaged("gzip data", "it cannot be inflated")
    }
    return produced
  }

  private static let outputPiece = 256 << 10

  private func startNextMember() throws(ImagingError) {
    if available < 2 { try refill() }
    let bytes = input.assumingMemoryBound(to: UInt8.self) + next
    if available >= 2, bytes[0] == 0x1f, bytes[1] == 0x8b {
      cd_inflater_reset(inflater)
      state = .insideMember
    } else {
      hasTrailingGarbage = available > 0
      state = .ended
    }
  }

  /// Moves what is left to the front and reads behind it.
  private func refill() throws(ImagingError) {
    input.copyMemory(from: input + next, byteCount: available)
    next = 0
    guard !fileEnded else { return }
    let got = try file.read(into: input + available, count: capacity - available)
    fileEnded = got < capacity - available
    available += got
  }

  private func damaged(_ field: String, _ reason: String) -> ImagingError {
    ImagingError(file: file.name, field: field, problem: .corrupt(reason))
  }
}
