import Storage

extension ContinualReport {
  /// Writes `report.json`, `report.md` and its picture `report.svg` into a folder, all or none new.
  /// - Throws: `StorageError`.
  public func write(to folder: String) throws {
    let files = AtomicFiles()
    try files.add(path: folder + "/report.json", text: try JSONText.readable(self))
    try files.add(path: folder + "/report.md", text: markdown)
    try files.add(path: folder + "/report.svg", text: picture)
    try files.commit()
  }
}
