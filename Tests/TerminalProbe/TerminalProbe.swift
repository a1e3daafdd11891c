import CSystem
import Glibc
import TerminalKit

/// A small program on a screen that dies in every way a test asks for.
///
/// `TerminalProbe [supervised] [ansi] [mono|16|256|truecolor] [frames COUNT FILE]`
///
/// Without `frames` it shows its size and the last event, and takes keys: q ends, e ends with code 3 and the screen as it is,
/// z stops, m switches the mouse on, p takes pasted text, and capital letters die of a signal: S SEGV, B BUS, I ILL, F FPE,
/// T TRAP, A ABRT, K KILL, X of an array index out of range. With `frames` it draws that many random frames, writes the
/// last one to FILE, a line for each cell, and waits for q.
@main
struct TerminalProbe {
  static func main() {
    SignalMask.blockForWorkers()
    let environment = Environment.current()
    let words = CommandLine.arguments.dropFirst()
    if words.contains("supervised"), !Supervisor.isSupervised {
      exit(Supervisor.run(Supervisor.Options(arguments: CommandLine.arguments, environment: environment)))
    }
    Supervisor.enterChild()
    var options = TerminalFactory.Options(environment: environment, assumesANSI: words.contains("ansi"))
    options.overrides.colors = ColorDepth.allCases.first { words.contains($0.rawValue) }
    options.overrides.probes = words.contains("ask")
    do throws(TerminalError) {
      let terminal = try TerminalFactory.open(options)
      let code = run(terminal, Array(words))
      terminal.suspend()
      exit(code)
    } catch {
      let line = Array("\(error)\n".utf8)
      _ = cs_write_all(2, line, line.count, 1000)
      exit(error.exitCode)
    }
  }

  private static func run(_ terminal: any InteractiveTerminal, _ words: [String]) -> Int32 {
    if let place = words.firstIndex(of: "frames"), place + 2 < words.count, let count = Int(words[place + 1])
    {
      RandomFrames.show(count, on: terminal, lastTo: words[place + 2])
    }
    var line = "READY"
    while true {
      if !words.contains("frames") { show(line, on: terminal) }
      guard let event = terminal.nextEvent(timeout: 5_000) else { continue }
      line = "EVENT \(event)"
      switch event {
      case .closed: return 0
      case .key(.character("q")): return 0
      case .key(.character("e")): exit(3)
      case .key(.character("z")): terminal.stop()
      case .key(.character("m")): terminal.setMouse(true)
      case .key(.character("p")): terminal.acceptsPaste = true
      case .key(.character(let letter)): Death.die(of: letter)
      default: break
      }
    }
  }

  private static func show(_ line: String, on terminal: any InteractiveTerminal) {
    let size = terminal.size
    var grid = CellGrid(size: size)
    let text = "\(line) \(size.width)x\(size.height) \(terminal.capabilities.colors.rawValue)."
    for (x, scalar) in text.unicodeScalars.enumerated() { grid[x, 0] = Cell(scalar) }
    let picture = Rect(x: 2, y: 2, width: size.width - 4, height: size.height - 4)
    for y in picture.y..<max(picture.y, picture.maxY) {
      for x in picture.x..<max(picture.x, picture.maxX) {
        let style = Style(
          foreground: .rgb(UInt32(x * 2 & 255) << 8), background: .rgb(UInt32(y * 4 & 255) << 16))
        grid[x, y] = Cell("\u{2580}", style)
      }
    }
    terminal.present(grid, images: [picture])
  }
}

/// Ways to die.
enum Death {
  /// Dies as a key asks; returns for keys that ask for nothing.
  static func die(of letter: Character) {
    switch letter {
    case "S": cs_fault(SIGSEGV)
    case "B": cs_fault(SIGBUS)
    case "I": cs_fault(SIGILL)
    case "F": cs_fault(SIGFPE)
    case "T": cs_fault(SIGTRAP)
    case "A": abort()
    case "K": kill(getpid(), SIGKILL)
    case "X":
      let none = [Int](repeating: 0, count: Int(getpid() & 0))
      exit(Int32(none[none.count + 7]))
    default: break
    }
  }
}

/// The environment as a dictionary.
enum Environment {
  static func current() -> [String: String] {
    var found: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        found[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      next += 1
    }
    return found
  }
}
