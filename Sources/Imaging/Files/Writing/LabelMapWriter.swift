import Anatomy
import Storage

/// Writes a label map so that other programs find its names and colours.
///
/// Three files appear together: the NIfTI file, with the names in a header extension as TotalSegmentator writes them
/// and `intent_code` 1002; `<base>.ctbl` for 3D Slicer; `<base>_itksnap.txt` for ITK-SNAP.
public enum LabelMapWriter {
  /// NIFTI_INTENT_LABEL.
  static let labelIntent = 1002

  /// Writes a label map; see `VolumeWriter.write` for `source` and errors.
  public static func write(_ map: LabelMap, to path: String, like source: ScanSource? = nil) throws {
    let files = AtomicFiles()
    let base = NIfTIFileName.base(of: path)
    let name = base.split(separator: "/").last.map(String.init) ?? base
    // The names first: whoever sees the label map then finds them beside it.
    try files.stage(
      path: base + ".ctbl", text: SlicerColorTable.text(map.table, title: Sanitizer.clean(name)))
    try files.stage(path: base + "_itksnap.txt", text: ITKSnapLabels.text(map.table))
    let xml = CaretLabelTable.text(map.table)
    try NIfTIWriter.add(
      map.volume, to: files, path: path, like: source, intent: labelIntent,
      extensions: map.table.entries.isEmpty ? [] : [NIfTIExtension(code: 0, content: Array(xml.utf8))])
    try files.finish()
  }
}

extension SlicerColorTable {
  /// A table as 3D Slicer writes it; spaces in names become underscores, because there a space ends the name.
  static func text(_ table: LabelTable, title: String) -> String {
    var text = "# Color table file \(title).ctbl\n# \(table.entries.count + 1) values\n0 Background 0 0 0 0\n"
    for entry in table.entries {
      let name = Sanitizer.clean(entry.name).split(separator: " ").joined(separator: "_")
      text += "\(entry.id) \(name) \(entry.color.red) \(entry.color.green) \(entry.color.blue) 255\n"
    }
    return text
  }
}

extension ITKSnapLabels {
  /// A table as ITK-SNAP reads it; a quotation mark in a name becomes an apostrophe, because it ends the name there.
  static func text(_ table: LabelTable) -> String {
    var text = "# ITK-SnAP Label Description File\n"
    text += "# IDX -R- -G- -B- -A- VIS MSH LABEL\n"
    text += "0 0 0 0 0 0 0 \"Clear Label\"\n"
    for entry in table.entries {
      let name = String(Sanitizer.clean(entry.name).map { $0 == "\"" ? "'" : $0 })
      text += "\(entry.id) \(entry.color.red) \(entry.color.green) \(entry.color.blue) 1 1 1 \"\(name)\"\n"
    }
    return text
  }
}
