import Foundation
import TerminalKit

/// The themes a session can wear, one after another, and the watch over the one it wears.
public struct ThemeCycle {
  /// What a look at the theme's files found.
  public enum Change {
    /// Nothing new.
    case unchanged
    /// It reads differently now.
    case reloaded(Theme)
    /// It cannot be used as it is now; the one before stays.
    case failed(String)
  }

  /// The theme worn now.
  public private(set) var current: Theme
  private let loader: ThemeLoader
  private var names: [String]
  private var watcher: ThemeWatcher?
  private var lastLook = 0.0

  /// A theme that nothing can change, for tests and benchmarks.
  public init(_ theme: Theme) {
    current = theme
    loader = ThemeLoader(folders: [])
    names = []
  }

  /// A theme by name or file, with all others that are installed to change to.
  /// - Throws: `ThemeProblems` when it cannot be read.
  public static func load(_ name: String?) throws -> ThemeCycle {
    let loader = ProgramPlaces.current.themes
    let wanted = name ?? ThemeLoader.defaultName
    let loaded = try loader.load(wanted)
    var cycle = ThemeCycle(loaded.theme, loader: loader)
    cycle.watcher = ThemeWatcher(loader: loader, name: wanted, loaded: loaded)
    return cycle
  }

  private init(_ theme: Theme, loader: ThemeLoader) {
    current = theme
    self.loader = loader
    names = loader.names()
  }

  /// Puts on the next theme that can be read.
  public mutating func next() {
    guard !names.isEmpty else { return }
    let now = names.firstIndex(of: current.name) ?? -1
    for step in 1...names.count {
      let name = names[(now + step) % names.count]
      guard let loaded = try? loader.load(name) else { continue }
      current = loaded.theme
      watcher = ThemeWatcher(loader: loader, name: name, loaded: loaded)
      return
    }
  }

  /// Reads the theme again when one of its files was saved; looks four times a second at most.
  public mutating func reloadIfChanged() -> Change {
    let now = ProcessInfo.processInfo.systemUptime
    guard now - lastLook > 0.25 else { return .unchanged }
    lastLook = now
    switch watcher?.poll() {
    case nil: return .unchanged
    case .theme(let theme)?:
      current = theme
      return .reloaded(theme)
    case .problems(let problems)?: return .failed("\(problems)")
    }
  }
}
