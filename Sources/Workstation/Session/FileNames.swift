import Imaging
import Storage

/// Names of files as readers see them.
public enum FileNames {
  /// A path's last part without the endings of the formats read here, safe to print.
  public static func stem(_ path: String) -> String {
    var name = String(path.split(separator: "/").last ?? "")
    for ending in [".nii.gz", ".nii", ".hdr.gz", ".hdr", ".img.gz", ".img"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
      break
    }
    return Sanitizer.clean(name)
  }
}

extension FileNames {
  /// A name that is safe as a part of a file's name: letters, digits, `-`, `_` and `.`, at most 80 characters.
  public static func safe(_ name: String) -> String {
    let kept = name.unicodeScalars.map { scalar -> Character in
      let isPlain =
        scalar.isASCII
        && (("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar))
      return isPlain || "-_.".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    let text = String(kept.prefix(80))
    return text.first == "." || text.isEmpty ? "scan" + text : text
  }
}
