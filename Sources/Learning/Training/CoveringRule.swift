/// What may lose voxels to a new decoder, whose labels are laid over those of earlier ones.
public enum CoveringRule: Hashable, Sendable {
  /// These organs, by name, and those that the new decoder knows itself.
  case organs([String])
  /// Any organ: nothing is compared.
  case anything
}
