import Anatomy

/// File names of masks.
enum MaskNames {
  /// A name per entry: the label's letters, digits, dots, dashes and underscores, anything else an underscore. Two
  /// that would be alike, also on file systems that ignore case, get their ids.
  static func files(for entries: [LabelTable.Entry]) -> [String] {
    let plain = entries.map { entry in
      let name = String(
        entry.name.map { character in
          character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
            ? character : "_"
        }.prefix(120))
      return name.isEmpty || name.hasPrefix(".") || name.hasPrefix("-") ? "label_\(entry.id)" : name
    }
    var counts: [String: Int] = [:]
    for name in plain { counts[name.lowercased(), default: 0] += 1 }
    return zip(entries, plain).map { entry, name in
      (counts[name.lowercased(), default: 0] > 1 ? "\(name)_\(entry.id)" : name) + ".nii.gz"
    }
  }
}
