import Foundation
import Glibc
import TerminalKit

/// Where the program keeps and finds things: state, configuration, themes, sample data.
///
/// State lies under `$FABRICA_HOME`, else `fabrica` in the XDG data folder; configuration under `fabrica` in the XDG
/// configuration folder. What belongs to the program is looked for under `$FABRICA_ROOT`, which the start script
/// sets, and in the folders above the program. Nothing is created here.
public struct ProgramPlaces: Sendable {
  /// Runs, records and what else must outlive the program; nil without a home folder.
  public let state: String?
  /// The reader's own settings; nil without a home folder.
  public let configuration: String?
  /// The reader's key map, `keys.toml` in the configuration; it need not exist.
  public var keyMap: String? { configuration.map { $0 + "/keys.toml" } }
  /// The folder with `SampleData` and `Themes`; nil when none was found.
  public let root: String?
  /// Where themes are looked for, the first wins.
  public let themes: ThemeLoader

  /// The places for an environment.
  /// - Parameter executable: the program's file; nil asks the system.
  public init(environment: [String: String], executable: String? = nil) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let home = value("HOME")
    state =
      value("FABRICA_HOME")
      ?? (value("XDG_DATA_HOME") ?? home.map { $0 + "/.local/share" }).map { $0 + "/fabrica" }
    configuration = (value("XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" }).map { $0 + "/fabrica" }
    themes = ThemeLoader.standard(environment: environment, executable: executable)
    let program = executable ?? Self.program
    root =
      value("FABRICA_ROOT") ?? Self.folders(above: program).first { FileSystem.isFolder($0 + "/SampleData") }
  }

  /// The places for this process.
  public static var current: ProgramPlaces { ProgramPlaces(environment: Self.environment) }

  /// The folder of the scan that comes with the program; nil when it is not there.
  public var sampleData: String? {
    root.map { $0 + "/SampleData" }.flatMap { FileSystem.isFolder($0) ? $0 : nil }
  }

  /// The model that comes with the program, which is used where none is named; nil when it is not there.
  public var model: String? {
    sampleData.map { $0 + "/phantom-143.fabrica" }.flatMap { FileSystem.isFolder($0) ? $0 : nil }
  }

  /// This process's environment by name.
  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The program's file as the system names it.
  static var program: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func folders(above path: String) -> [String] {
    var folders: [String] = []
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/"), slash != rest.startIndex {
      rest = rest[..<slash]
      folders.append(String(rest))
    }
    return folders
  }
}
