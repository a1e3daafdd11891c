import Anatomy

extension ContinualReport {
  /// The report for people.
  public var markdown: String {
    let sections =
      [heading, summary, "![Dice after every task, and in the end by size](report.svg)"]
      + methods.map(history) + methods.compactMap(trimming)
      + [perTask, perOrgan, definitions]
    return sections.joined(separator: "\n\n") + "\n"
  }

  private func name(_ method: Method) -> String {
    recipe.orders.count > 1 && !method.method.knowsNoOrder
      ? "\(method.method.title), order \(method.order)" : method.method.title
  }

  private var heading: String {
    let training = recipe.training
    let scans = recipe.scans.map {
      "\($0.task.rawValue) \($0.training) + \($0.test) of \(Figure.text($0.spacing, 1)) mm (seed \($0.seed))"
    }
    let orders = recipe.orders.enumerated().map {
      "\($0 + 1): \($1.map(\.rawValue).joined(separator: ", "))"
    }
    let spacing = training.spacing.map { $0.map { Figure.text($0, 1) }.joined(separator: " x ") } ?? "planned"
    return """
      # Continual learning of \(recipe.organs.count) organs in \(recipe.scans.count) tasks

      - Command: `\(facts.command)`
      - Program: \(facts.program)
      - Machine: \(facts.machine)
      - Scans to learn from + held out: \(scans.joined(separator: "; "))
      - Orders: \(orders.joined(separator: "; "))
      - Budget of a task, the same for every method: \(training.steps ?? 0) steps of \(training.batch) patches, voxels of \
      \(spacing) mm, \(training.size.features) to \(training.size.most) channels, seed \(training.seed)
      - Scored on the held-out scans, each organ by its own decoder.

      \(facts.notice)
      """
  }

  /// The table of methods.
  public var summary: String {
    var table = MarkdownTable([
      "method", "mean Dice", "of separate", "forgetting", "parameters", "of separate", "FLOP/mm³",
      "of separate", "seconds a scan", "training",
    ])
    func share(_ value: Double?, _ whole: Double?) -> String {
      guard let value, let whole, whole > 0 else { return "–" }
      return Figure.text(100 * value / whole, 1) + " %"
    }
    for method in methods {
      let cost = method.cost, other = separate?.cost
      table.rows.append([
        name(method), Figure.text(method.dice, 3), share(method.dice, separate?.dice),
        forgetting(method.forgetting, isProven: method.final.dropLast().allSatisfy(\.isProven)),
        "\(cost.nonZero) of \(cost.parameters)",
        share(Double(cost.nonZero), other.map { Double($0.nonZero) }),
        Figure.text(cost.operationsPerCubicMillimetre, 0),
        share(cost.operationsPerCubicMillimetre, other?.operationsPerCubicMillimetre),
        Figure.text(cost.secondsOfScan, 2), Figure.duration(method.seconds),
      ])
    }
    return "## Methods\n\n\(table.text)"
  }

  private func forgetting(_ value: Double?, isProven: Bool) -> String {
    guard let value else { return "–" }
    return isProven ? "0, by hash" : Figure.text(value, 3)
  }

  /// What trimming made of each decoder; nil for a method that does not trim.
  private func trimming(_ method: Method) -> String? {
    let steps = method.steps.filter { $0.trimming != nil }
    guard !steps.isEmpty else { return nil }
    var table = MarkdownTable(
      [
        "decoder", "step", "Dice on patches", "weights", "of the teacher's", "ms a patch", "of the teacher's",
        "",
      ],
      words: 2)
    for step in steps {
      guard let own = step.trimming, let teacher = own.points.first else { continue }
      for (number, point) in own.points.enumerated() {
        let verdict = number == own.chosen ? "in the model" : point.isKept ? "kept" : "rolled back"
        table.rows.append([
          step.task.rawValue, point.step, Figure.text(point.dice, 3), "\(point.parameters)",
          Figure.text(100 * Double(point.parameters) / Double(max(teacher.parameters, 1)), 1) + " %",
          Figure.text(1000 * point.seconds, 1), Figure.text(100 * point.seconds / teacher.seconds, 1) + " %",
          verdict,
        ])
      }
    }
    return "### \(name(method)): students of each decoder\n\n\(table.text)"
  }

  /// How a method went: mean Dice of every task after every step.
  private func history(_ method: Method) -> String {
    let order = method.steps.map(\.task)
    var table = MarkdownTable(["after learning"] + order.map(\.rawValue))
    for step in method.steps {
      let cells = order.map { task in
        Figure.text(step.tasks.first { $0.task == task }?.score.dice, 3)
      }
      table.rows.append([step.task.rawValue] + cells)
    }
    return "### \(name(method)): Dice of each task after every step\n\n\(table.text)"
  }

  private var perTask: String {
    var table = MarkdownTable(
      ["task", "method", "Dice", "HD95 mm", "ASD mm", "missed", "forgetting", "seconds a scan"], words: 2)
    for task in recipe.scans.map(\.task) {
      for method in methods {
        guard let own = method.final.first(where: { $0.task == task }) else { continue }
        table.rows.append([
          task.rawValue, name(method), Figure.text(own.score.dice, 3), Figure.text(own.score.hd95, 2),
          Figure.text(own.score.asd, 2), "\(own.score.missed)",
          forgetting(own.forgetting, isProven: own.isProven), Figure.text(own.score.secondsOfScan, 2),
        ])
      }
    }
    return "## Tasks after the last step\n\n\(table.text)"
  }

  private var perOrgan: String {
    var table = MarkdownTable(["task", "organ", "scans"] + methods.map(name), words: 2)
    for task in recipe.scans.map(\.task) {
      for organ in task.organs {
        let scores = methods.map { method in
          method.final.first { $0.task == task }?.score.organs.first { $0.organ == organ }
        }
        let cells = scores.map { score in
          [
            score?.dice.map { Figure.text($0, 3) }, score?.hd95.map { Figure.text($0, 1) },
            score?.asd.map { Figure.text($0, 2) },
          ].map { $0 ?? "–" }.joined(separator: " / ")
        }
        let scans = scores.lazy.compactMap { $0?.scans }.first ?? 0
        table.rows.append(
          [
            task.rawValue, OrganCatalogue.organ(organ)?.displayName ?? organ, "\(scans)",
          ] + cells)
      }
    }
    return "## Organs after the last step: Dice / HD95 mm / ASD mm\n\n\(table.text)"
  }

  private var definitions: String {
    """
    ## What the figures are

    - Dice: mean over the held-out scans that have the organ; 0 where it was missed. The mean over all organs counts an \
    organ that several tasks have once, by the mean of its decoders.
    - HD95, ASD: 95th percentile of the Hausdorff distance and symmetric average surface distance, surface elements \
    weighted by area; means over the scans in which the organ was found. "missed" counts the others.
    - Forgetting: mean Dice just after a task was learned minus mean Dice after the last step, averaged over all but the \
    newest task. "By hash": every earlier decoder's logits on the probe have the digest they had, and encoder and decoders \
    are the very files they were.
    - FLOP/mm³: two for every multiply-add of convolutions and heads, of a patch divided by its volume, all networks of a \
    method together; overlap of tiles, which is the same for all, left out.
    - Parameters: those that are not zero, of all.
    """
  }
}
