import Storage

extension ContinualReport {
  /// Writes `report.json` and `report.md` into a folder, both or neither new.
  /// - Throws: `StorageError`.
  public func write(to folder: String) throws {
    let files = AtomicFiles()
    try files.add(path: folder + "/report.json", text: try JSONText.readable(self))
    try files.add(path: folder + "/report.md", text: markdown)
    try files.commit()
  }
}
