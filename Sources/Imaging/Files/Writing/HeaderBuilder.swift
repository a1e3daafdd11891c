/// Puts a NIfTI header together; the inverse of `NIfTIHeader`, little-endian.
struct HeaderBuilder {
  private var bytes: [UInt8]
  private let layout: NIfTILayout

  /// The header and extensions of a single file, up to the first voxel.
  static func bytes(
    shape: GridShape, datatype: NIfTIDatatype, placement: NIfTIPlacement, intent: Int = 0,
    extensions: [NIfTIExtension] = []
  ) -> [UInt8] {
    let fits = [shape.x, shape.y, shape.z].allSatisfy { $0 <= Int16.max }
    let layout = placement.version == 1 && fits ? NIfTILayout.version1 : .version2
    let tail = extensionBytes(extensions)
    var builder = HeaderBuilder(layout: layout)
    builder.putBasics(shape: shape, datatype: datatype, intent: intent, voxelOffset: layout.size + tail.count)
    builder.put(placement)
    return builder.bytes + tail
  }

  private init(layout: NIfTILayout) {
    self.layout = layout
    bytes = [UInt8](repeating: 0, count: layout.size)
  }

  private mutating func putBasics(shape: GridShape, datatype: NIfTIDatatype, intent: Int, voxelOffset: Int) {
    put(layout.size, at: 0, width: 4)
    bytes.replaceSubrange(
      layout.magic..<layout.magic + layout.magic(pair: false).count, with: layout.magic(pair: false))
    for (i, extent) in [3, shape.x, shape.y, shape.z, 1, 1, 1, 1].enumerated() {
      put(extent, at: layout.dim + i * layout.dimWidth, width: layout.dimWidth)
    }
    put(datatype.rawValue, at: layout.datatype, width: 2)
    put(datatype.size * 8, at: layout.bitpix, width: 2)
    if layout.version == 1 {
      putReal(Double(voxelOffset), at: layout.voxOffset)
    } else {
      put(voxelOffset, at: layout.voxOffset, width: 8)
    }
    putReal(1, at: layout.slope)
    put(intent, at: layout.intentCode, width: layout.codeWidth)
    let text = Array("Fabrica, for research use only".utf8)
    bytes.replaceSubrange(layout.description..<layout.description + text.count, with: text)
  }

  private mutating func put(_ placement: NIfTIPlacement) {
    for (i, value) in (placement.pixdim + [1, 1, 1, 1]).enumerated() {
      putReal(value, at: layout.pixdim + i * layout.realWidth)
    }
    put(placement.units, at: layout.units, width: layout.version == 1 ? 1 : 4)
    put(placement.qformCode, at: layout.qformCode, width: layout.codeWidth)
    put(placement.sformCode, at: layout.sformCode, width: layout.codeWidth)
    for (start, values) in [
      (layout.quaternion, placement.quaternion), (layout.qoffset, placement.qoffset),
      (layout.srow, placement.srow),
    ] {
      for (i, value) in values.enumerated() { putReal(value, at: start + i * layout.realWidth) }
    }
  }

  private mutating func put(_ value: Int, at offset: Int, width: Int) {
    for i in 0..<width { bytes[offset + i] = UInt8(truncatingIfNeeded: value >> (8 * i)) }
  }

  private mutating func putReal(_ value: Double, at offset: Int) {
    let bits =
      layout.realWidth == 4 ? Int(Float(value).bitPattern) : Int(truncatingIfNeeded: value.bitPattern)
    put(bits, at: offset, width: layout.realWidth)
  }

  /// Flag bytes and extensions, each padded with NULs to a multiple of 16.
  private static func extensionBytes(_ extensions: [NIfTIExtension]) -> [UInt8] {
    var result: [UInt8] = [extensions.isEmpty ? 0 : 1, 0, 0, 0]
    for item in extensions {
      let size = (item.content.count + 8 + 15) / 16 * 16
      for number in [UInt32(truncatingIfNeeded: size), UInt32(bitPattern: item.code)] {
        result += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      }
      result += item.content + [UInt8](repeating: 0, count: size - 8 - item.content.count)
    }
    return result
  }
}
