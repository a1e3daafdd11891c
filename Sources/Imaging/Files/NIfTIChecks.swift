/// The rules a header must meet, one function each; each throws an error that names the field.
struct NIfTIChecks {
  let file: String

  func invalid(_ field: String, _ reason: String) -> ImagingError {
    ImagingError(file: file, field: field, problem: .invalid(reason))
  }

  func unsupported(_ field: String, _ reason: String) -> ImagingError {
    ImagingError(file: file, field: field, problem: .unsupported(reason))
  }

  /// Version and byte order, from `sizeof_hdr`.
  func version(of bytes: [UInt8]) throws(ImagingError) -> (NIfTILayout, ByteOrder) {
    guard bytes.count >= 4 else {
      throw ImagingError(
        file: file, field: "header", problem: .truncated(expectedBytes: 348, actualBytes: bytes.count))
    }
    for layout in [NIfTILayout.version1, .version2] {
      for order in [ByteOrder.little, .big]
      where HeaderBytes(bytes: bytes, order: order).integer(at: 0, width: 4) == layout.size {
        guard bytes.count >= layout.size else {
          throw ImagingError(
            file: file, field: "header",
            problem: .truncated(expectedBytes: layout.size, actualBytes: bytes.count))
        }
        return (layout, order)
      }
    }
    throw invalid("sizeof_hdr", "neither 348 nor 540, so this is no NIfTI file")
  }

  /// Single file or pair, from `magic`.
  func isPair(_ raw: [UInt8], layout: NIfTILayout) throws(ImagingError) -> Bool {
    for pair in [false, true] {
      let magic = layout.magic(pair: pair)
      if Array(raw[layout.magic..<layout.magic + magic.count]) == magic { return pair }
    }
    throw invalid("magic", "not the signature of a NIfTI-\(layout.version) file")
  }

  /// `datatype`, with `bitpix` beside it.
  func datatype(
    _ fields: HeaderBytes, layout: NIfTILayout, warnings: inout [String]
  ) throws(ImagingError) -> NIfTIDatatype {
    let code = fields.integer(at: layout.datatype, width: 2)
    guard let datatype = NIfTIDatatype(rawValue: code) else {
      if let name = NIfTIDatatype.nameOfUnsupported(code) {
        throw unsupported("datatype", "\(name), not a CT (code \(code))")
      }
      throw invalid("datatype", "\(code) is no NIfTI datatype")
    }
    let bitpix = fields.integer(at: layout.bitpix, width: 2)
    if bitpix != datatype.size * 8 {
      warnings.append(
        "bitpix is \(bitpix), but \(datatype.name) has \(datatype.size * 8) bits; datatype counts")
    }
    return datatype
  }

  /// `dim`: three axes, each at least 1, whose product is representable in bytes.
  func shape(
    _ fields: HeaderBytes, layout: NIfTILayout, datatype: NIfTIDatatype, warnings: inout [String]
  ) throws(ImagingError) -> GridShape {
    func dim(_ i: Int) -> Int {
      fields.integer(at: layout.dim + i * layout.dimWidth, width: layout.dimWidth)
    }
    let rank = dim(0)
    guard (1...7).contains(rank) else { throw invalid("dim[0]", "\(rank) axes, NIfTI has 1 to 7") }
    var bytes = datatype.size
    for axis in 1...rank {
      guard dim(axis) > 0 else { throw invalid("dim[\(axis)]", "\(dim(axis)) voxels") }
      let (product, overflow) = bytes.multipliedReportingOverflow(by: dim(axis))
      guard !overflow else {
        throw invalid("dim[\(axis)]", "\(dim(axis)) voxels make the volume larger than any file can be")
      }
      bytes = product
    }
    for axis in 1...rank where axis > 3 && dim(axis) > 1 {
      throw unsupported("dim[\(axis)]", "\(dim(axis)) frames; a CT is a single 3-D volume")
    }
    guard rank > 1 else { throw unsupported("dim[0]", "a single row of voxels") }
    let shape = GridShape(x: dim(1), y: dim(2), z: rank > 2 ? dim(3) : 1)
    if rank == 2 {
      warnings.append("a 2-D picture, not a volume; its thickness is taken from pixdim")
    } else if shape.x == 1 || shape.y == 1 || shape.z == 1 {
      warnings.append("a single slice, not a volume")
    }
    return shape
  }

  /// `vox_offset` in bytes; 0 in a single file means right behind the header.
  func voxelOffset(
    _ fields: HeaderBytes, layout: NIfTILayout, isPair: Bool, warnings: inout [String]
  ) throws(ImagingError) -> Int {
    let offset: Int
    if layout.version == 1 {
      let value = fields.real(at: layout.voxOffset, width: 4)
      guard let whole = Int(exactly: value) else {
        throw invalid("vox_offset", "\(value) is no whole number")
      }
      offset = whole
    } else {
      offset = fields.integer(at: layout.voxOffset, width: 8)
    }
    guard offset >= 0 else { throw invalid("vox_offset", "\(offset) is negative") }
    if offset == 0, !isPair {
      warnings.append("vox_offset is 0; the voxels are taken to start at \(layout.firstVoxel)")
      return layout.firstVoxel
    }
    guard isPair || offset >= layout.firstVoxel else {
      throw invalid("vox_offset", "\(offset) lies inside the header, which takes \(layout.firstVoxel) bytes")
    }
    return offset
  }

  /// `scl_slope` and `scl_inter`; a slope of 0 is NIfTI's way to say "not scaled".
  func scaling(
    _ fields: HeaderBytes, layout: NIfTILayout, warnings: inout [String]
  ) throws(ImagingError) -> (slope: Double, inter: Double) {
    let slope = fields.real(at: layout.slope, width: layout.realWidth)
    let inter = fields.real(at: layout.inter, width: layout.realWidth)
    // Far beyond any HU, and still far from where a float would overflow.
    let limit = 1e9
    guard slope.isFinite, abs(slope) <= limit else {
      throw invalid("scl_slope", "\(slope) is no usable factor")
    }
    guard slope != 0 else {
      warnings.append("scl_slope is 0; the values are taken as stored")
      return (1, 0)
    }
    guard inter.isFinite, abs(inter) <= limit else {
      throw invalid("scl_inter", "\(inter) is no usable offset")
    }
    return (slope, inter)
  }

  /// `pixdim[1...3]`: finite and positive along every axis that exists.
  func spacing(_ placement: NIfTIPlacement, rank: Int) throws(ImagingError) {
    for axis in 1...3 where axis <= rank {
      let value = placement.pixdim[axis]
      guard value.isFinite, value > 0 else { throw invalid("pixdim[\(axis)]", "\(value) mm") }
    }
  }
}
