import Storage

/// Whether text can be shown as it is: clean, not empty, not longer than `limit` bytes.
func isShownText(_ text: String, limit: Int) -> Bool {
  (1...limit).contains(text.utf8.count) && Sanitizer.clean(text) == text
}

/// Whether text can be an id, and so a part of a file's name and of a command line.
func isID(_ text: String) -> Bool {
  (1...64).contains(text.utf8.count) && text.first != "." && text.first != "-"
    && text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
        || $0 == 0x2d || $0 == 0x2e || $0 == 0x5f
    }
}

extension ModelManifest {
  /// A field and what is wrong with it.
  struct Flaw: Error, Equatable {
    let field: String
    let flaw: FieldFlaw

    init(_ field: String, _ flaw: FieldFlaw) {
      self.field = field
      self.flaw = flaw
    }

    init(_ field: String, _ expected: String) { self.init(field, .invalid(expected: expected)) }
  }

  /// Checks everything that code behind it trusts: texts can be shown, digests are digests, plans can be built, every
  /// reference inside of the manifest leads somewhere.
  func validate() throws(Flaw) {
    guard formatVersion == Self.currentFormat else { throw Flaw("formatVersion", "\(Self.currentFormat)") }
    for (field, text, limit) in [
      ("name", name, 128), ("program", program, 128), ("notice", notice, 1024),
    ] {
      guard isShownText(text, limit: limit) else { throw Self.text(field, limit) }
    }
    guard (1...1_000_000).contains(revision) else { throw Flaw("revision", "1 to 1000000") }
    guard (parent == nil) == (revision == 1) else {
      throw Flaw("parent", "there in every revision but the first")
    }
    if let parent { try Self.check(digest: parent, "parent") }
    guard (1...64).contains(members.count) else { throw Flaw("members", "1 to 64 members") }
    var ids: Set<String> = []
    for (index, member) in members.enumerated() {
      let path = "members[\(index)]"
      guard ids.insert(member.id).inserted else { throw Flaw(path + ".id", .duplicate) }
      try Self.check(member, path)
    }
  }

  private static func check(_ member: Member, _ path: String) throws(Flaw) {
    guard isID(member.id) else { throw id(path + ".id") }
    if let flaw = member.plan.flaw { throw Flaw("\(path).plan.\(flaw.field)", flaw.flaw) }
    guard (1...32).contains(member.encoders.count) else {
      throw Flaw(path + ".encoders", "one a fold, 1 to 32")
    }
    for (fold, digest) in member.encoders.enumerated() {
      try check(digest: digest, "\(path).encoders[\(fold)]")
    }
    guard (1...1024).contains(member.decoders.count) else {
      throw Flaw(path + ".decoders", "1 to 1024 decoders")
    }
    var earlier: Set<String> = []
    for (index, decoder) in member.decoders.enumerated() {
      try check(decoder, of: member, after: earlier, "\(path).decoders[\(index)]")
      earlier.insert(decoder.id)
    }
    guard member.plan.architecture.classes == member.decoders[0].labels.count + 1 else {
      throw Flaw(
        path + ".plan.architecture.classes",
        "the number of the first decoder's labels and background, \(member.decoders[0].labels.count + 1)")
    }
  }

  private static func check(
    _ decoder: Decoder, of member: Member, after earlier: Set<String>, _ path: String
  ) throws(Flaw) {
    guard isID(decoder.id) else { throw id(path + ".id") }
    guard !earlier.contains(decoder.id) else { throw Flaw(path + ".id", .duplicate) }
    guard isShownText(decoder.task, limit: 256) else { throw text(path + ".task", 256) }
    try check(decoder.labels, path + ".labels")
    guard decoder.blobs.count == member.encoders.count else {
      throw Flaw(path + ".blobs", "one a fold, as many as encoders")
    }
    for (fold, digest) in decoder.blobs.enumerated() { try check(digest: digest, "\(path).blobs[\(fold)]") }
    if let flaw = decoder.form?.flaw(stages: member.plan.architecture.stages.count) {
      throw Flaw("\(path).form.\(flaw.field)", .invalid(expected: flaw.expected))
    }
    guard Set(decoder.supports).isSubset(of: earlier), Set(decoder.supports).count == decoder.supports.count
    else {
      throw Flaw(path + ".supports", "ids of different earlier decoders of the member")
    }
    if let range = decoder.bodyRange {
      guard range.lowerBound >= -10, range.upperBound <= 10 else {
        throw Flaw(path + ".bodyRange", "within -10 to 10")
      }
    }
    try check(decoder.provenance, path + ".provenance")
    try check(decoder.metrics, path + ".metrics")
    for (index, certificate) in decoder.certificates.enumerated() {
      let path = "\(path).certificates[\(index)]"
      guard certificate.decoder != decoder.id,
        member.decoders.contains(where: { $0.id == certificate.decoder })
      else {
        throw Flaw(path + ".decoder", "the id of another decoder of the member")
      }
      try check(digest: certificate.input, path + ".input")
      try check(digest: certificate.logits, path + ".logits")
    }
  }

  private static func check(_ labels: [ModelLabel], _ path: String) throws(Flaw) {
    guard (1...1023).contains(labels.count) else { throw Flaw(path, "1 to 1023 labels") }
    var names: Set<String> = []
    for (index, label) in labels.enumerated() {
      let path = "\(path)[\(index)]"
      guard label.channel == index + 1 else {
        throw Flaw(path + ".channel", "\(index + 1): channels in order from 1")
      }
      guard isShownText(label.name, limit: 256) else { throw text(path + ".name", 256) }
      guard names.insert(label.name).inserted else { throw Flaw(path + ".name", .duplicate) }
      if let organ = label.organ {
        guard isID(organ) else { throw id(path + ".organ") }
      }
    }
  }

  private static func check(_ provenance: Provenance, _ path: String) throws(Flaw) {
    for (field, text) in [
      ("source", provenance.source), ("trainer", provenance.trainer), ("codeVersion", provenance.codeVersion),
    ] {
      guard text.map({ isShownText($0, limit: 256) }) ?? true else {
        throw Self.text("\(path).\(field)", 256)
      }
    }
    for (index, digest) in provenance.dataHashes.enumerated() {
      try check(digest: digest, "\(path).dataHashes[\(index)]")
    }
  }

  private static func check(_ metrics: [Metric], _ path: String) throws(Flaw) {
    for (index, metric) in metrics.enumerated() {
      let path = "\(path)[\(index)]"
      for (field, text) in [("name", metric.name), ("label", metric.label), ("split", metric.split)] {
        guard text.map({ isShownText($0, limit: 256) }) ?? true else {
          throw Self.text("\(path).\(field)", 256)
        }
      }
      guard metric.value.isFinite else { throw Flaw(path + ".value", "finite") }
    }
  }

  private static func check(digest: String, _ path: String) throws(Flaw) {
    guard SHA256(digest) != nil else { throw Flaw(path, "a SHA-256 of 64 lower-case hexadecimal digits") }
  }

  private static func text(_ field: String, _ limit: Int) -> Flaw {
    Flaw(field, "1 to \(limit) bytes of text without control characters")
  }

  private static func id(_ field: String) -> Flaw {
    Flaw(field, "1 to 64 letters, digits, '-', '_' or '.', not beginning with '-' or '.'")
  }
}
