import Glibc
import Imaging
import Storage
import TerminalKit

/// Makes `DoctorReport`s. Looks only: nothing is written, created or asked of the terminal.
public enum DoctorCommand {
  /// What is found for a process in an environment.
  /// - Parameters:
  ///   - table: the actions that the reader's key map is checked against.
  ///   - descriptor: the terminal, nil when there is none.
  public static func report<Context>(
    environment: [String: String], table: ActionTable<Context>, descriptor: Int32?
  ) -> DoctorReport {
    var list = FindingList()
    let places = ProgramPlaces(environment: environment)
    addProgram(to: &list)
    addMachine(to: &list)
    addTerminal(environment, descriptor, to: &list)
    addFiles(places, table, to: &list)
    return DoctorReport(findings: list.findings)
  }

  /// The report for this process.
  public static func report<Context>(_ table: ActionTable<Context>) -> DoctorReport {
    report(
      environment: ProgramPlaces.environment, table: table,
      descriptor: isatty(STDOUT_FILENO) == 1 ? STDOUT_FILENO : nil)
  }

  private static func addProgram(to list: inout FindingList) {
    list.section = "Program"
    list.add(ProgramFacts.name, ProgramFacts.version)
    list.add("use", ProgramFacts.disclaimer)
    list.add(
      "built with", "Swift \(compiler)" + (isDebug ? ", not optimised: scrolling will be slow" : ""),
      isDebug ? .warning : .fine)
    for library in LoadedLibrary.all() {
      list.add(library.name, (library.version.map { "\($0), " } ?? "") + Sanitizer.clean(library.file))
    }
  }

  private static func addMachine(to list: inout FindingList) {
    let machine = Machine()
    list.section = "Machine"
    list.add("system", machine.system)
    if let processor = machine.processor { list.add("processor", Sanitizer.clean(processor)) }
    let processors = machine.usableProcessors
    list.add(
      "processors",
      processors == 1 ? "1; two or more keep the screen free while a scan loads" : "\(processors)",
      processors == 1 ? .warning : .fine)
    list.add(
      "vector units", machine.features.isEmpty ? "none known" : machine.features.joined(separator: " "))
    if let memory = machine.memory { list.add("memory", Format.bytes(memory)) }
    if let available = machine.availableMemory {
      let needed = 1_000_000_000
      list.add(
        "available",
        Format.bytes(available) + (available < needed ? "; a large scan needs \(Format.bytes(needed))" : ""),
        available < needed ? .warning : .fine)
    }
  }

  private static func addTerminal(
    _ environment: [String: String], _ descriptor: Int32?, to list: inout FindingList
  ) {
    list.section = "Terminal"
    let term = environment["TERM"] ?? ""
    list.add("TERM", term.isEmpty ? "not set" : Sanitizer.clean(term))
    list.add(
      "output", descriptor == nil ? "not a terminal: commands work, the workstation needs one" : "a terminal")
    let capabilities = CapabilityDetection.detect(environment: environment, descriptor: descriptor)
    for reason in capabilities.reasons {
      let parts = reason.split(separator: ":", maxSplits: 1).map(String.init)
      let name = parts[0]
      let isPoor = name.hasPrefix("colours") && capabilities.colors < .ansi256 && descriptor != nil
      list.add(name, parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "", isPoor ? .warning : .fine)
    }
  }

  private static func addFiles<Context>(
    _ places: ProgramPlaces, _ table: ActionTable<Context>, to list: inout FindingList
  ) {
    list.section = "Files"
    let names = places.themes.names()
    let broken = ThemesCommand.report(places.themes).themes.filter { $0.problems != nil }
    list.add("themes", "\(names.count): \(names.joined(separator: " "))")
    for theme in broken {
      list.add("theme \(theme.name)", (theme.problems ?? []).joined(separator: "; "), .warning)
    }
    for folder in places.themes.folders {
      list.add("theme folder", Sanitizer.clean(folder) + (FileSystem.isFolder(folder) ? "" : ", not there"))
    }
    let keys = ReaderKeys(places.keyMap)
    var own = table
    let problems = keys.apply(to: &own)
    list.add(
      "key map", Sanitizer.clean(keys.path ?? "none") + (keys.exists ? "" : ", not there: keys as they come"))
    for problem in problems { list.add("key map", problem, .warning) }
    list.add(
      "sample data", places.sampleData.map { Sanitizer.clean($0) } ?? "not found; give a scan by its path",
      places.sampleData == nil ? .warning : .fine)
    list.addFolder("state", places.state, isNeeded: true)
    list.addFolder("configuration", places.configuration, isNeeded: false)
  }

  private static var isDebug: Bool {
    var debug = false
    assert({ debug = true }() == ())
    return debug
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
  }
}

/// Findings as they are made.
private struct FindingList {
  var section = ""
  private(set) var findings: [DoctorReport.Finding] = []

  mutating func add(_ name: String, _ value: String, _ state: DoctorReport.State = .fine) {
    findings.append(DoctorReport.Finding(section: section, name: name, value: value, state: state))
  }

  /// A folder that the program writes into, or will once it has to.
  mutating func addFolder(_ name: String, _ path: String?, isNeeded: Bool) {
    guard let path else {
      add(name, "nowhere: neither HOME nor an XDG folder is set", isNeeded ? .failure : .warning)
      return
    }
    let shown = Sanitizer.clean(path)
    if FileSystem.exists(path) {
      guard FileSystem.isFolder(path) else {
        add(name, "\(shown) is no folder", isNeeded ? .failure : .warning)
        return
      }
      let isWritable = access(path, W_OK | X_OK) == 0
      let mode = FileSystem.permissions(path).map { ", " + String($0, radix: 8) } ?? ""
      add(
        name, shown + mode + (isWritable ? "" : ", not writable"),
        isWritable ? .fine : isNeeded ? .failure : .warning)
    } else {
      let isPossible = access(FileSystem.nearestFolder(above: path), W_OK | X_OK) == 0
      add(
        name, shown + (isPossible ? ", made when needed" : ", cannot be made"),
        isPossible ? .fine : isNeeded ? .failure : .warning)
    }
  }
}
