import Glibc
import Testing

@testable import TerminalKit

/// A way for a program on a screen to end.
struct WayToDie: Sendable, CustomStringConvertible {
  let description: String
  /// What is typed.
  var key: String?
  /// What is sent to the process the shell sees.
  var signal: Int32?
  /// How it ends without a supervisor, and with one.
  let bare: ProbeSession.End
  let supervised: ProbeSession.End

  static let all: [WayToDie] = [
    WayToDie(description: "q", key: "q", bare: .code(0), supervised: .code(0)),
    WayToDie(description: "exit with an error", key: "e", bare: .code(3), supervised: .code(3)),
    WayToDie(description: "TERM", signal: SIGTERM, bare: .code(0), supervised: .code(0)),
    WayToDie(description: "HUP", signal: SIGHUP, bare: .code(0), supervised: .code(0)),
    crash("SEGV", "S", SIGSEGV), crash("BUS", "B", SIGBUS), crash("ILL", "I", SIGILL),
    crash("FPE", "F", SIGFPE),
    crash("TRAP", "T", SIGTRAP), crash("ABRT", "A", SIGABRT), crash("array index", "X", SIGILL),
  ]

  private static func crash(_ name: String, _ key: String, _ signal: Int32) -> WayToDie {
    WayToDie(description: name, key: key, bare: .signal(signal), supervised: .code(128 + signal))
  }
}

@Suite("The terminal after any death", .serialized)
struct RestoreTests {
  /// Modes of a terminal as a shell wants them: wrapping and the cursor on, all others off.
  private let orderly: Set<Int> = [7, 25]

  private func checkOrder(_ session: ProbeSession, _ comment: Comment) {
    #expect(session.modesAreRestored, comment)
    #expect(session.privateModes() == orderly, comment)
    let text = session.text
    if let left = text.range(of: "\u{1B}[?1049l", options: .backwards) {
      let after = text[left.upperBound...]
      #expect(after.contains("\u{1B}[?25h"), comment)
      #expect(!after.contains("\u{1B}[?1049h"), comment)
    } else {
      Issue.record("the alternate screen was never left: \(comment)")
    }
  }

  private func start(_ arguments: [String]) throws -> ProbeSession {
    let session = try ProbeSession(arguments)
    try #require(session.wait(for: "READY"), "\(session.text)")
    session.type("m")
    try #require(session.wait(for: "?1006h"))
    #expect(!session.modesAreRestored)
    return session
  }

  @Test("without a supervisor", arguments: WayToDie.all)
  func bare(way: WayToDie) throws {
    let session = try start([])
    if let key = way.key { session.type(key) }
    if let signal = way.signal { kill(session.pid, signal) }
    #expect(session.end() == way.bare)
    checkOrder(session, "\(way)")
  }

  @Test("with a supervisor", arguments: WayToDie.all)
  func supervised(way: WayToDie) throws {
    let session = try start(["supervised"])
    if let key = way.key { session.type(key) }
    if let signal = way.signal { kill(session.pid, signal) }
    #expect(session.end() == way.supervised)
    checkOrder(session, "\(way)")
    let dies = way.bare != way.supervised
    #expect(session.text.contains("ended unexpectedly (signal ") == dies)
    #expect(session.text.contains("; log: ") == dies)
  }

  @Test("INT and QUIT from outside end a program alone; its supervisor leaves them to it")
  func interrupts() throws {
    let first = try start([])
    kill(first.pid, SIGINT)
    #expect(first.end() == .code(0))
    checkOrder(first, "INT")
    let second = try start([])
    kill(second.pid, SIGQUIT)
    #expect(second.end() == .signal(SIGQUIT))
    checkOrder(second, "QUIT")
    // To the whole group, as a terminal sends them.
    let third = try start(["supervised"])
    kill(-third.pid, SIGINT)
    #expect(third.end() == .code(0))
    checkOrder(third, "INT to the group")
    let fourth = try start(["supervised"])
    kill(-fourth.pid, SIGQUIT)
    #expect(fourth.end() == .code(128 + SIGQUIT))
    checkOrder(fourth, "QUIT to the group")
  }

  @Test("SIGKILL, which no program can catch")
  func killed() throws {
    let session = try start(["supervised"])
    session.type("K")
    #expect(session.end() == .code(128 + SIGKILL))
    checkOrder(session, "KILL")
    #expect(session.text.contains("ended unexpectedly (signal 9, SIGKILL); log: "))
  }

  @Test("a killed supervisor takes its program along, and that gives the terminal back")
  func supervisorKilled() throws {
    let session = try start(["supervised"])
    kill(session.pid, SIGKILL)
    #expect(session.end() == .signal(SIGKILL))
    #expect(session.wait { $0.modesAreRestored && $0.privateModes() == orderly })
  }

  @Test("a lost connection", arguments: [[], ["supervised"]])
  func hangUp(arguments: [String]) throws {
    let session = try start(arguments)
    session.hangUp()
    let end = session.end()
    #expect(end != .stillRunning)
    if case .signal(let signal) = end { Issue.record("died of \(signal)") }
  }

  @Test("Ctrl-Z under a shell", arguments: ["", " supervised"], ["z", "TSTP", "STOP"])
  func stopAndContinue(mode: String, way: String) throws {
    let session = try ProbeSession(
      ["--norc", "--noprofile", "-i"], program: "/bin/bash",
      environment: [
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PS1": "prompt> ",
        "HISTFILE": "",
      ])
    try #require(session.wait(for: "prompt> "))
    session.type("stty -g; '\(ProbeSession.probe)'\(mode)\n")
    try #require(session.wait(for: "READY"), "\(session.text)")
    let shellModes = session.text.split(whereSeparator: \.isNewline).first {
      $0.contains(":") && !$0.contains(" ")
    }
    session.forgetOutput()
    switch way {
    case "z": session.type("z")
    // A program that is stopped without being asked cannot put the terminal right; its supervisor can.
    case "STOP" where mode.isEmpty: return
    default:
      let group = tcgetpgrp(session.controller)
      try #require(group > 0)
      kill(way == "STOP" ? -group : group, way == "STOP" ? SIGSTOP : SIGTSTP)
      // The supervisor, stopped as well, can do nothing when the whole group is stopped at once.
      if way == "STOP" {
        kill(group, SIGCONT)
        try #require(session.wait { _ in tcgetpgrp(session.controller) == group })
      }
    }
    if way != "STOP" {
      try #require(session.wait(for: "Stopped"), "\(session.text)")
      session.forgetOutput()
      session.type("stty -g; echo modes\n")
      try #require(session.wait(for: "modes\r"))
      if let shellModes { #expect(session.text.contains(shellModes)) }
      session.forgetOutput()
      session.type("fg\n")
      try #require(session.wait(for: "EVENT "), "\(session.text)")
    }
    session.forgetOutput()
    session.type("q")
    try #require(session.wait(for: "prompt> "), "\(session.text)")
    session.type("echo code=$?\n")
    try #require(session.wait(for: "code=0"), "\(session.text)")
    session.type("exit\n")
    #expect(session.end() == .code(0))
  }
}
