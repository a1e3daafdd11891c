import Foundation
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

  /// A stop and how it comes about.
  struct WayToStop: Sendable, CustomStringConvertible {
    let description: String
    let mode: String
    /// Sent to the process the shell started, or to the program its supervisor watches; nil for the key.
    let signal: Int32?
    let toProgram: Bool

    static let all = [
      WayToStop(description: "key", mode: "", signal: nil, toProgram: false),
      WayToStop(description: "key, supervised", mode: " supervised", signal: nil, toProgram: false),
      WayToStop(description: "TSTP", mode: "", signal: SIGTSTP, toProgram: false),
      WayToStop(description: "TSTP, supervised", mode: " supervised", signal: SIGTSTP, toProgram: false),
      // A program stopped without being asked cannot put the terminal right; its supervisor can.
      WayToStop(description: "STOP, supervised", mode: " supervised", signal: SIGSTOP, toProgram: true),
    ]
  }

  @Test("stopped and continued under a shell", arguments: WayToStop.all)
  func stopAndContinue(way: WayToStop) throws {
    let session = try ProbeSession(
      ["--norc", "--noprofile", "-i"], program: "/bin/bash",
      environment: [
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PS1": "prompt> ",
        "HISTFILE": "",
      ])
    try #require(session.wait(for: "prompt> "))
    session.type("stty -g; '\(ProbeSession.probe)'\(way.mode)\n")
    try #require(session.wait(for: "READY"), "\(session.text)")
    let shellModes = try #require(
      session.text.split(whereSeparator: \.isNewline).first { $0.contains(":") && !$0.contains(" ") })
    session.forgetOutput()
    try stop(session, way)
    try #require(session.wait(for: "Stopped"), "\(session.text)")
    #expect(session.text.contains("\u{1B}[?1049l"))
    session.forgetOutput()
    session.type("stty -g; echo modes\n")
    try #require(session.wait(for: "\nmodes\r"))
    #expect(session.text.contains(shellModes))
    session.forgetOutput()
    session.type("fg\n")
    try #require(session.wait(for: "EVENT "), "\(session.text)")
    #expect(session.text.contains("\u{1B}[?1049h"))
    session.forgetOutput()
    session.type("q")
    try #require(session.wait(for: "prompt> "), "\(session.text)")
    session.type("echo code=$?\n")
    try #require(session.wait(for: "code=0"), "\(session.text)")
    session.type("exit\n")
    #expect(session.end() == .code(0))
  }

  private func stop(_ session: ProbeSession, _ way: WayToStop) throws {
    guard let signal = way.signal else { return session.type("z") }
    let started = tcgetpgrp(session.controller)
    try #require(started > 0)
    guard way.toProgram else {
      kill(started, signal)
      return
    }
    let children = try String(contentsOfFile: "/proc/\(started)/task/\(started)/children", encoding: .utf8)
    kill(try #require(children.split(separator: " ").first.flatMap { pid_t($0) }), signal)
  }
}
