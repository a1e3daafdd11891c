/// What a terminal said about itself.
struct TerminalAnswers: Sendable, Hashable {
  /// Whether it takes 24-bit colours: it gives one back, or names `RGB` or `Tc` among its capabilities.
  var directColor = false
  /// Whether it holds frames back (DEC mode 2026).
  var synchronizedOutput = false
  /// Whether it takes pictures by kitty's protocol.
  var kitty = false
  /// Whether it takes sixel pictures.
  var sixel = false
  /// Size of a cell.
  var cellPixels: CellPixels?

  /// Height and width of a cell in pixels.
  struct CellPixels: Sendable, Hashable {
    var height: Int
    var width: Int
  }

  /// Sums up answers.
  init(_ replies: [TerminalReply]) {
    for reply in replies {
      switch reply {
      case .primaryAttributes(let kinds): sixel = sixel || kinds.contains(4)
      case .privateMode(mode: 2026, let state): synchronizedOutput = state == 1 || state == 2
      case .cellPixels(let height, let width): cellPixels = CellPixels(height: height, width: width)
      case .string(introducer: 0x50, let text): directColor = directColor || TerminalAnswers.tellsColor(text)
      case .string(introducer: 0x5F, let text):
        kitty = kitty || (text.starts(with: Array("Gi=31".utf8)) && text.suffix(3) == Array(";OK".utf8)[...])
      default: break
      }
    }
  }

  /// `1$r...48...1...2...3...m` gives back the ground that was set; `1+r524742` or `1+r5463` names RGB or Tc.
  private static func tellsColor(_ text: [UInt8]) -> Bool {
    let answer = String(decoding: text, as: UTF8.self)
    if answer.hasPrefix("1$r") {
      let numbers = answer.dropFirst(3).split(whereSeparator: { ";:m".contains($0) })
      guard let ground = numbers.firstIndex(of: "48") else { return false }
      let color = numbers[ground...].dropFirst()
      return color.first == "2" && Array(color.suffix(3)) == ["1", "2", "3"]
    }
    return answer.hasPrefix("1+r524742") || answer.hasPrefix("1+r5463")
  }

  /// What to ask for, and how.
  struct Question: OptionSet, Sendable {
    let rawValue: Int
    /// Synchronised updates.
    static let synchronizedOutput = Question(rawValue: 1)
    /// The size of a cell.
    static let cellPixels = Question(rawValue: 2)
    /// 24-bit colours.
    static let directColor = Question(rawValue: 4)
    /// Pictures by kitty's protocol; sixel is in the answer that ends all.
    static let graphics = Question(rawValue: 8)

    /// The bytes. The last question is one that every terminal answers: when its answer is here, all others that come have
    /// come.
    var bytes: String {
      var text = ""
      if contains(.synchronizedOutput) { text += "\u{1B}[?2026$p" }
      if contains(.cellPixels) { text += "\u{1B}[16t" }
      if contains(.directColor) {
        // Sets a ground nobody uses, asks which one is set, and sets it back.
        text += "\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}[m\u{1B}P+q524742\u{1B}\\"
      }
      if contains(.graphics) { text += "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\" }
      return text + "\u{1B}[c"
    }
  }
}

extension TerminalDevice {
  /// Asks the terminal and waits for the answers, at most `milliseconds`. Keys typed meanwhile are kept; answers that come
  /// later never become keys.
  func ask(_ question: TerminalAnswers.Question, milliseconds: Int) -> TerminalAnswers? {
    replies.removeAll()
    owesReplies = true
    send(question.bytes)
    let deadline = Clock.seconds() + Double(milliseconds) / 1000
    while owesReplies, !isClosed {
      let left = Int(((deadline - Clock.seconds()) * 1000).rounded(.up))
      if left <= 0 { break }
      waitForReplies(milliseconds: left)
      let ended = replies.contains { if case .primaryAttributes = $0 { true } else { false } }
      if ended { owesReplies = false }
    }
    return replies.isEmpty ? nil : TerminalAnswers(replies)
  }
}
