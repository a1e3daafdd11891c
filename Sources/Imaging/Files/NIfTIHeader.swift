/// A NIfTI-1 or NIfTI-2 header that has passed our own checks, before any library sees it.
///
/// Every field that decides how much is read, where, or what it means is checked against what NIfTI allows and a
/// CT can be; a field that cannot be right throws an `ImagingError` that names it, one that is merely odd becomes a
/// warning. No byte of the file can make this trap or allocate more than the header itself.
struct NIfTIHeader: Sendable {
  /// The file's name, cleaned, for errors.
  let file: String
  /// Which version, and where its fields are.
  let layout: NIfTILayout
  /// The order of the bytes of every number in the file.
  let order: ByteOrder
  /// The header as the file has it, `layout.size` bytes.
  let raw: [UInt8]
  /// Whether the voxels lie in a second file, `.img`.
  let isPair: Bool
  /// Voxels along each axis, axes of extent 1 beyond the third dropped.
  let shape: GridShape
  /// How a value is stored.
  let datatype: NIfTIDatatype
  /// The first byte of the voxels in the file that holds them.
  let voxelOffset: Int
  /// A value is `slope * stored + inter`; 1 and 0 when the file has no scaling.
  let slope: Double
  /// See `slope`.
  let inter: Double
  /// Where the grid lies, as the file says it.
  let placement: NIfTIPlacement
  /// `descrip`, cleaned.
  let description: String
  /// `intent_code`: 1002 for a label map.
  let intentCode: Int
  /// What is odd, one sentence each.
  var warnings: [String]

  /// Bytes of all voxels in the file.
  var voxelBytes: Int { shape.count * datatype.size }
  /// Whether a value differs from what is stored.
  var isScaled: Bool { slope != 1 || inter != 0 }

  /// Bytes to read before the version is known and enough for either header.
  static let largestSize = NIfTILayout.version2.size

  /// Checks header bytes: at least the header, more is ignored.
  ///
  /// `file` is the cleaned name for errors.
  init(_ bytes: [UInt8], file: String) throws(ImagingError) {
    let checks = NIfTIChecks(file: file)
    let (layout, order) = try checks.version(of: bytes)
    let raw = Array(bytes.prefix(layout.size))
    let fields = HeaderBytes(bytes: raw, order: order)
    self.file = file
    self.layout = layout
    self.order = order
    self.raw = raw
    isPair = try checks.isPair(raw, layout: layout)
    var warnings: [String] = []
    datatype = try checks.datatype(fields, layout: layout, warnings: &warnings)
    shape = try checks.shape(fields, layout: layout, datatype: datatype, warnings: &warnings)
    voxelOffset = try checks.voxelOffset(fields, layout: layout, isPair: isPair, warnings: &warnings)
    (slope, inter) = try checks.scaling(fields, layout: layout, warnings: &warnings)
    placement = NIfTIPlacement(fields, layout: layout)
    try checks.spacing(placement, rank: fields.integer(at: layout.dim, width: layout.dimWidth))
    if let unit = placement.unitOtherThanMillimetres {
      warnings.append("xyzt_units says \(unit); distances are taken as millimetres")
    }
    description = fields.text(at: layout.description, width: 80)
    intentCode = fields.integer(at: layout.intentCode, width: layout.codeWidth)
    self.warnings = warnings
  }
}
