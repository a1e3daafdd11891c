import Glibc

/// Finds themes by name in folders and reads them with their parents.
///
/// A name is looked up in the folders in order, then among the built-in themes, so that a missing folder is no
/// failure. A theme may inherit from one of its own name that comes later in that order: a reader's `fabrica-dark`
/// over the program's. Reading is cheap (a few small files); nothing is kept.
public struct ThemeLoader: Sendable, Hashable {
  /// Folders of `NAME.toml`, the first wins.
  public let folders: [String]

  /// The theme taken when none is chosen.
  public static let defaultName = "fabrica-dark"

  /// A loader over given folders.
  public init(folders: [String]) {
    self.folders = folders
  }

  /// The folders of an installed or a freshly built program: `$FABRICA_THEMES`, `fabrica/themes` in the XDG
  /// configuration folder, `share/fabrica/themes` beside the program's folder, and `Themes` in one of the folders
  /// above the program.
  /// - Parameters:
  ///   - environment: the environment's variables by name.
  ///   - executable: the program's file; nil asks the system.
  public static func standard(environment: [String: String], executable: String? = nil) -> ThemeLoader {
    var folders: [String] = []
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let own = value("FABRICA_THEMES") { folders.append(own) }
    if let configuration = value("XDG_CONFIG_HOME") ?? value("HOME").map({ $0 + "/.config" }) {
      folders.append(configuration + "/fabrica/themes")
    }
    var folder = parent(of: executable ?? programPath())
    if let folder {
      folders.append(parent(of: folder).map { $0 + "/share/fabrica/themes" } ?? "/share/fabrica/themes")
    }
    // .build/<triple>/<configuration>/fabrica lies four folders below the repository.
    for _ in 0..<5 {
      guard let here = folder else { break }
      if SmallFile.Signature(here + "/Themes/\(defaultName).toml") != nil { folders.append(here + "/Themes") }
      folder = parent(of: here)
    }
    return ThemeLoader(folders: folders)
  }

  /// A theme with the files it was read from, for a watcher; no files when it is built in.
  public struct Loaded: Sendable, Hashable {
    /// The theme.
    public let theme: Theme
    /// Its file and its parents'.
    public let files: [String]
  }

  /// A theme by its name, or by the path of its file when the name has a slash or ends in `.toml`.
  public func load(_ name: String) throws(ThemeProblems) -> Loaded {
    var chain: [ThemeDefinition] = []
    var files: [String] = []
    var names: [String] = []
    var next: String? = name
    while let current = next {
      guard let place = locate(current, skipping: files) else {
        throw missing(current, child: chain.last, names: names, files: files)
      }
      names.append(current)
      switch place {
      case .file(let path):
        files.append(path)
        chain.append(try read(path))
      case .builtIn(let definition): chain.append(definition)
      }
      next = chain.last?.inherits
    }
    var merged = chain[chain.count - 1]
    for definition in chain.dropLast().reversed() { merged = definition.merged(over: merged) }
    let problems = Self.unknownColors(in: merged, chain: chain, files: files)
    guard problems.isEmpty else { throw ThemeProblems(problems: problems) }
    return Loaded(theme: Theme(merged), files: files)
  }

  /// Every name that can be loaded, sorted, each once.
  public func names() -> [String] {
    var names = Set(ThemeDefinition.builtIn.map(\.name))
    for folder in folders { names.formUnion(Self.themeNames(in: folder)) }
    return names.sorted()
  }

  private enum Place {
    case file(String)
    case builtIn(ThemeDefinition)
  }

  private func locate(_ name: String, skipping used: [String]) -> Place? {
    if Self.isPath(name) {
      return used.contains(name) ? nil : .file(name)
    }
    for folder in folders {
      let path = folder + "/" + name + ".toml"
      if !used.contains(path), SmallFile.Signature(path) != nil { return .file(path) }
    }
    return ThemeDefinition.builtIn.first { $0.name == name }.map { .builtIn($0) }
  }

  private func read(_ path: String) throws(ThemeProblems) -> ThemeDefinition {
    let text: String
    do {
      text = try SmallFile.read(path)
    } catch {
      switch error {
      case .system(let code): throw ThemeProblems(problems: [.unreadable(file: path, code: code)])
      case .unsuitable: throw ThemeProblems(problems: [.notAThemeFile(file: path)])
      }
    }
    return try ThemeDefinition(toml: text, name: Self.name(ofFile: path), file: path)
  }

  private func missing(
    _ name: String, child: ThemeDefinition?, names: [String], files: [String]
  ) -> ThemeProblems {
    if names.contains(name) { return ThemeProblems(problems: [.cycle(names: names + [name])]) }
    guard child != nil, let file = files.last else { return ThemeProblems(problems: [.notFound(name: name)]) }
    return ThemeProblems(problems: [.parentNotFound(file: file, parent: name)])
  }

  /// Colours no palette of the chain has, each with the file that uses it.
  private static func unknownColors(
    in merged: ThemeDefinition, chain: [ThemeDefinition], files: [String]
  ) -> [ThemeProblem] {
    var problems: [ThemeProblem] = []
    func check(
      _ reference: ThemeDefinition.ColorReference?, _ key: String, usedBy: (ThemeDefinition) -> Bool
    ) {
      guard case .name(let name)? = reference, merged.palette[name] == nil else { return }
      let index = chain.firstIndex(where: usedBy) ?? 0
      let file = files.indices.contains(index) ? files[index] : merged.name
      problems.append(.unknownColor(file: file, key: key, value: name))
    }
    for role in Role.allCases {
      check(merged.roles[role]?.foreground, "roles.\(role.rawValue).fg") { $0.roles[role] != nil }
      check(merged.roles[role]?.background, "roles.\(role.rawValue).bg") { $0.roles[role] != nil }
    }
    for reference in merged.series ?? [] { check(reference, "series") { $0.series != nil } }
    return problems
  }

  private static func isPath(_ name: String) -> Bool { name.contains("/") || name.hasSuffix(".toml") }

  private static func name(ofFile path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.hasSuffix(".toml") ? String(last.dropLast(5)) : last
  }

  private static func themeNames(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let file = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if file.hasSuffix(".toml"), !file.hasPrefix("."), file == TerminalText.clean(file) {
        names.append(name(ofFile: file))
      }
    }
    return names
  }

  private static func parent(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/"), path != "/" else { return nil }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func programPath() -> String {
    guard let path = realpath("/proc/self/exe", nil) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }
}
