extension TorchCheckpoint {
  /// Reads a checkpoint; see the type.
  public static func read(path: String) throws(CheckpointError) -> TorchCheckpoint {
    throw CheckpointError(path, .notAnArchive)
  }
}
