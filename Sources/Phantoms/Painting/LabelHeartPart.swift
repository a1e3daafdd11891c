import Anatomy

/// Entries for the parts of a heart that a label map does not tell apart, so that each gets HU of its own.
enum LabelHeartPart {
  /// Ids beyond those that label maps have.
  static func entry(_ name: String, _ id: Int) -> LabelTable.Entry {
    let place = ["heart", "heart_atrium_right", "heart_ventricle_right", "atrial_appendage_left"].firstIndex(
      of: name)
    let left = ["heart_atrium_left", "heart_ventricle_left"].contains(name) ? 3 : nil
    let part = place ?? left ?? 4
    return LabelTable.Entry(
      id: 70_000 + id * 8 + part, name: name, organ: name, color: OrganColor(red: 0, green: 0, blue: 0))
  }
}
