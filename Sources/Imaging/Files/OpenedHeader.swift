/// The first step of opening a scan: the header and extensions read and checked, the stream at the first voxel.
struct OpenedHeader {
  /// The checked header.
  let header: NIfTIHeader
  /// Its extensions, checked against what lies before the voxels.
  let extensions: [NIfTIExtension]
  /// The stream that holds the voxels.
  let stream: ByteStream

  init(path: String) throws(ImagingError) {
    let names = PairNames(path)
    let first = try ByteStream(path: names.header)
    var bytes = try first.bytes(NIfTILayout.version1.size)
    let sizes = [ByteOrder.little, .big].filter {
      bytes.count >= 4
        && HeaderBytes(bytes: bytes, order: $0).integer(at: 0, width: 4) == NIfTILayout.version2.size
    }
    if !sizes.isEmpty { bytes += try first.bytes(NIfTILayout.version2.size - bytes.count) }
    var header = try NIfTIHeader(bytes, file: first.file.name)
    header.warnings += Self.nameWarnings(path: names.header, stream: first)
    if header.isPair {
      guard let image = names.image else {
        throw ImagingError(
          file: first.file.name, field: "magic",
          problem: .invalid("it announces voxels in a separate .img file, but the name does not end in .hdr"))
      }
      let rest = try first.bytes(NIfTIExtension.largestTotal)
      try first.finish()
      extensions = try NIfTIExtension.parse(rest, order: header.order, file: header.file)
      stream = try ByteStream(path: image)
      try Self.requireRoom(for: header, in: stream)
      guard try stream.skip(header.voxelOffset) else {
        throw Self.tooShort(header, stream, field: "vox_offset", actual: stream.file.size)
      }
    } else {
      try Self.requireRoom(for: header, in: first)
      let between = try Self.bytesBeforeVoxels(of: header, from: first)
      extensions = try NIfTIExtension.parse(between, order: header.order, file: header.file)
      stream = first
    }
    self.header = header
  }

  /// Refuses a header that declares more than the file can hold, before anything is allocated for it.
  private static func requireRoom(for header: NIfTIHeader, in stream: ByteStream) throws(ImagingError) {
    guard header.voxelOffset <= stream.largestLength else {
      throw tooShort(header, stream, field: "vox_offset", actual: stream.largestLength)
    }
    guard header.voxelBytes <= stream.largestLength - header.voxelOffset else {
      throw tooShort(header, stream, field: "dim", actual: stream.largestLength)
    }
  }

  private static func tooShort(
    _ header: NIfTIHeader, _ stream: ByteStream, field: String, actual: Int
  ) -> ImagingError {
    let (expected, overflow) = header.voxelOffset.addingReportingOverflow(header.voxelBytes)
    return ImagingError(
      file: stream.file.name, field: field,
      problem: .truncated(expectedBytes: overflow ? .max : expected, actualBytes: actual))
  }

  private static func bytesBeforeVoxels(
    of header: NIfTIHeader, from stream: ByteStream
  ) throws(ImagingError) -> [UInt8] {
    let count = header.voxelOffset - header.layout.size
    guard count <= NIfTIExtension.largestTotal else {
      throw ImagingError(
        file: header.file, field: "vox_offset",
        problem: .unsupported("\(count) bytes of extensions, at most \(NIfTIExtension.largestTotal) are read")
      )
    }
    let bytes = try stream.bytes(count)
    guard bytes.count == count else {
      throw tooShort(header, stream, field: "vox_offset", actual: header.layout.size + bytes.count)
    }
    return bytes
  }

  private static func nameWarnings(path: String, stream: ByteStream) -> [String] {
    let saysGzip = path.lowercased().hasSuffix(".gz")
    if saysGzip && !stream.isGzip { return ["the name ends in .gz, but the content is not compressed"] }
    if !saysGzip && stream.isGzip {
      return ["the content is compressed, though the name does not end in .gz"]
    }
    return []
  }
}

/// Header and image of a NIfTI pair, from the name of either: `a.hdr` and `a.img`, `a.hdr.gz` and `a.img.gz`.
struct PairNames {
  /// The file to read the header from.
  let header: String
  /// The file with the voxels if the header turns out to be one of a pair; nil when the name is not of a pair.
  let image: String?

  init(_ path: String) {
    for (suffix, other) in [
      (".hdr", ".img"), (".img", ".hdr"), (".hdr.gz", ".img.gz"), (".img.gz", ".hdr.gz"),
    ]
    where path.lowercased().hasSuffix(suffix) {
      let upper = path.hasSuffix(suffix.uppercased())
      let partner = String(path.dropLast(suffix.count)) + (upper ? other.uppercased() : other)
      let isHeader = suffix.hasPrefix(".hdr")
      header = isHeader ? path : partner
      image = isHeader ? partner : path
      return
    }
    header = path
    image = nil
  }
}
