/// What a file says about itself: the facts behind `fabrica info`. All text is cleaned.
public struct ScanSource: Sendable, Hashable {
  /// The path that was opened.
  public let path: String
  /// 1 or 2.
  public let niftiVersion: Int
  /// Whether header and voxels lie in two files.
  public let isPair: Bool
  /// Whether the voxels are compressed.
  public let isCompressed: Bool
  /// Bytes of the file with the voxels.
  public let fileBytes: Int
  /// How a value is stored.
  public let datatype: NIfTIDatatype
  /// The order of its bytes.
  public let byteOrder: ByteOrder
  /// A value is `slope * stored + inter`; 1 and 0 without scaling.
  public let slope: Double
  /// See `slope`.
  public let inter: Double
  /// `qform_code`.
  public let qformCode: Int
  /// `sform_code`.
  public let sformCode: Int
  /// Which of them was followed.
  public let affineChoice: AffineChoice
  /// The grid as stored.
  public let geometry: Geometry
  /// `intent_code`; 1002 marks a label map.
  public let intentCode: Int
  /// Codes of the header's extensions.
  public let extensionCodes: [Int]
  /// `descrip`.
  public let description: String
  /// What is odd about the header, one sentence each.
  public let warnings: [String]
  /// Where the grid lies, in the file's own words; hand it to a writer to keep them.
  public let placement: NIfTIPlacement

  /// "NIfTI-1", with what is special about it.
  public var format: String {
    "NIfTI-\(niftiVersion)" + (isPair ? " pair" : "") + (isCompressed ? ", gzip" : "")
  }
}
