import Glibc

/// The questions that the importer asks of a folder.
enum FolderContents {
  static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

  static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

  /// Names of the folders in a folder, in order; none where it cannot be read.
  static func folders(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if !name.hasPrefix("."), isFolder("\(path)/\(name)") { names.append(name) }
    }
    return names.sorted()
  }

  /// The path without slashes at its end.
  static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// The last name of a path as the file system has it, also for `.` and links; empty for the root.
  static func name(_ path: String) -> String { parts(path).last ?? "" }

  /// The name of the folder that a path lies in.
  static func parentName(_ path: String) -> String { parts(path).dropLast().last ?? "" }

  private static func parts(_ path: String) -> [String] {
    let real = realpath(path, nil)
    defer { free(real) }
    return (real.map { String(cString: $0) } ?? path).split(separator: "/").map(String.init)
  }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
