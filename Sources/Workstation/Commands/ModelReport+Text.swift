import Networks
import Storage

extension ModelReport {
  /// The report for people.
  public var text: String {
    var facts = FactList()
    facts.add("model", name)
    facts.add("written by", "\(program), revision \(revision)")
    facts.add("sha256", sha256)
    facts.add("members", "\(members.count)")
    if history.count > 1 { facts.add("history", lines: history.map(\.text)) }
    return ([Sanitizer.clean(path) + "\n" + facts.text()] + members.map(\.text) + [notice])
      .joined(separator: "\n\n")
  }

  /// One line about the model: what an import says when it is done.
  public var summary: String {
    let labels = members.flatMap(\.decoders).reduce(0) { $0 + $1.labels.count }
    let parameters = members.reduce(0) { $0 + $1.parameters * $1.encoders.count }
    return
      "\(Sanitizer.clean(path)): \(Self.count(members.count, "member")), \(Self.count(labels, "label")), "
      + "\(Self.millions(parameters)) parameters"
  }

  fileprivate static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  fileprivate static func millions(_ parameters: Int) -> String {
    "\(Format.decimal(Double(parameters) / 1e6, parameters < 1_000_000 ? 3 : 1)) million"
  }
}

extension ModelReport.Member {
  /// Values of the encoder and all decoders of one fold.
  fileprivate var parameters: Int { encoderParameters + decoders.reduce(0) { $0 + $1.parameters } }

  fileprivate var text: String {
    var facts = FactList()
    facts.add("configuration", plan.configuration)
    facts.add("pipeline", pipeline)
    facts.add(
      "spacing", plan.spacing.map { Format.decimal($0, 3) }.joined(separator: " x ") + " mm (axes \(axes))")
    facts.add("patch", "\(plan.patch) voxels, a step of at most \(Format.decimal(plan.tileStep, 2)) of it")
    facts.add("intensities", intensities)
    facts.add("interpolation", "CT \(text(plan.scanInterpolation)); logits \(text(plan.logitInterpolation))")
    facts.add("network", lines: network)
    facts.add(
      "parameters", "\(ModelReport.millions(parameters)), encoder \(ModelReport.millions(encoderParameters))")
    facts.add("folds", lines: encoders.enumerated().map { "\($0)  encoder \($1)" })
    return (["member \(id)\n" + facts.text()] + decoders.map { text($0) }).joined(separator: "\n\n")
  }

  /// The network axes by the scan's.
  private var axes: String {
    let names = ["z", "y", "x"]
    let order = plan.transpose.map { names.indices.contains($0) ? names[$0] : "?" }.joined(separator: " ")
    return plan.orientation == .canonical ? "\(order), canonical" : "\(order), as stored"
  }

  private var pipeline: String {
    switch plan.pipeline {
    case .nnUNet: "nnU-Net: logits brought to the scan's grid"
    case .totalSegmentator: "TotalSegmentator: labels brought to the scan's grid"
    }
  }

  private var intensities: String {
    let values = plan.intensities
    return "\(Format.decimal(values.low, 1)) to \(Format.decimal(values.high, 1)) HU, "
      + "minus \(Format.decimal(values.mean, 2)), divided by \(Format.decimal(values.deviation, 2))"
  }

  private func text(_ interpolation: Plan.Interpolation) -> String {
    let across = "order \(interpolation.orderAcross) along a coarse axis"
    return switch interpolation.separateAcross {
    case nil: "order \(interpolation.order), \(across) where anisotropic"
    case true?: "order \(interpolation.order), \(across)"
    case false?: "order \(interpolation.order)"
    }
  }

  private var network: [String] {
    let network = plan.architecture
    let family = network.family == .plain ? "PlainConvUNet" : "ResidualEncoderUNet"
    let part = network.family == .plain ? "convolution" : "block"
    return ["\(family), \(network.stages.count) stages, finest first"]
      + network.stages.map { stage in
        "\(stage.features) channels, \(ModelReport.count(stage.blocks, part)), "
          + "kernel \(stage.kernel), stride \(stage.stride)"
      } + [
        "decoder convolutions, coarsest first: "
          + network.decoderConvolutions.map(String.init).joined(separator: " ")
      ]
  }

  private func text(_ decoder: ModelReport.Decoder) -> String {
    var facts = FactList()
    facts.add("task", decoder.task)
    facts.add("parameters", ModelReport.millions(decoder.parameters))
    if !decoder.supports.isEmpty { facts.add("supported by", decoder.supports.joined(separator: ", ")) }
    facts.add("source", decoder.provenance.source)
    if let trainer = decoder.provenance.trainer { facts.add("trainer", trainer) }
    facts.add("folds", lines: decoder.blobs.enumerated().map { "\($0)  decoder \($1)" })
    facts.add("form", lines: decoder.shape)
    if let dice = decoder.meanDice { facts.add("Dice", dice) }
    if !decoder.certificates.isEmpty {
      facts.add("proved unchanged", "\(decoder.certificates.joined(separator: ", ")), when it joined")
    }
    let known = decoder.labels.count { $0.organ != nil }
    facts.add("labels", "\(decoder.labels.count), \(known) of them organs of the catalogue")
    facts.add("", lines: decoder.labelTable)
    return "decoder \(decoder.id)\n" + facts.text()
  }
}

extension ModelReport.Decoder {
  /// The Dice of whole scans of the validation side.
  private var dice: [ModelManifest.Metric] {
    metrics.filter { $0.name == "dice" && $0.split == "validation" }
  }

  fileprivate var meanDice: String? {
    let values = dice.compactMap { $0.label == nil ? nil : $0.value }
    guard !values.isEmpty else { return nil }
    return "\(Format.decimal(values.reduce(0, +) / Double(values.count), 3)) on validation scans, "
      + "the mean of \(ModelReport.count(values.count, "label"))"
  }

  /// Stages of a form of its own, coarsest first; empty for its encoder's mirror image.
  fileprivate var shape: [String] {
    (form?.stages ?? []).enumerated().map { number, stage in
      (number == 0 ? "coarsest first: " : "")
        + "\(stage.features) channels, \(stage.operators.map(\.rawValue).joined(separator: ", "))"
    }
  }

  /// Channels, names, organs where they have other names, and Dice where it was measured.
  fileprivate var labelTable: [String] {
    let isMeasured = !dice.isEmpty
    var table = TextTable(
      [.figures("channel"), .words("label")] + (isMeasured ? [.figures("Dice")] : []) + [.words("organ")])
    for label in labels {
      let measured = dice.first { $0.label == label.name }.map { Format.decimal($0.value, 3) } ?? "-"
      let organ = label.organ == nil ? "(no organ)" : label.organ == label.name ? "" : label.organ ?? ""
      table.rows.append(
        ["\(label.channel)", label.name] + (isMeasured ? [measured] : []) + [organ])
    }
    return table.text.split(separator: "\n").map(String.init)
  }
}

extension ModelReport.Revision {
  fileprivate var text: String {
    let changes = added.map { "+ \($0)" } + replaced.map { "\($0) anew" }
    return "\(number)  \(changes.joined(separator: ", "))" + (isCurrent ? "  (in use)" : "")
  }
}
