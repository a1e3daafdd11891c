/// The libraries this process has loaded, by the files they came from.
struct LoadedLibrary: Sendable, Hashable {
  /// What it is for the reader: "libpng".
  let name: String
  /// Its file's path, symbolic links followed: the name ends in the version.
  let file: String

  /// The libraries that the program stands on, in the order of `known`; one that is not loaded is left out.
  static func all() -> [LoadedLibrary] {
    let maps = FileSystem.text("/proc/self/maps") ?? ""
    var files: Set<String> = []
    for line in maps.split(separator: "\n") {
      if let slash = line.firstIndex(of: "/") { files.insert(String(line[slash...])) }
    }
    return known.compactMap { name, prefix in
      let file = files.sorted().first { ($0.split(separator: "/").last ?? "").hasPrefix(prefix) }
      return file.map { LoadedLibrary(name: name, file: $0) }
    }
  }

  /// The part of the file's name that tells the version: "16.39.0" of `libpng16.so.16.39.0`.
  var version: String? {
    file.firstRange(of: ".so.").map { String(file[$0.upperBound...]) }
  }

  private static let known = [
    ("libnifti", "libnifti2.so"), ("libdeflate", "libdeflate.so"), ("ISA-L", "libisal.so"),
    ("ncurses", "libncursesw.so"), ("terminfo", "libtinfo.so"), ("libpng", "libpng16.so"),
    ("zlib", "libz.so"),
    ("C library", "libc.so"),
  ]
}
