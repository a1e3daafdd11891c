import Storage

/// Writes a scan as `.nii` or `.nii.gz`, voxels as they are in memory and in storage order.
public enum VolumeWriter {
  /// Writes a volume; the file appears whole or not at all.
  ///
  /// `source` is where the scan came from: when the grid is still the same, sform, qform and spacing are written
  /// bit for bit as they were there. Throws `ImagingError` `.unsupported` (file name), `.unwritable`, `.outOfMemory`.
  /// Compressing holds a second copy of the voxels and takes about a second per 100 MB.
  public static func write(_ volume: Volume, to path: String, like source: ScanSource? = nil) throws {
    let files = AtomicFiles()
    try NIfTIWriter.add(volume, to: files, path: path, like: source)
    try files.finish()
  }
}
