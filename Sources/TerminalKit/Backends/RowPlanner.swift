/// Finds how to draw a row of changed cells with few changes of colour.
///
/// A search over the row from left to right that keeps, for every cell, the few best states of the pen (the two colours the
/// terminal draws with) and how they were reached: exact but for the states dropped.
struct RowPlanner: Sendable {
  /// A cell to draw.
  struct Item: Sendable {
    /// Its column.
    let x: Int
    /// How it should look.
    let target: Target
  }

  /// Which glyph draws a target.
  enum Way: UInt8, Sendable {
    /// The target's own glyph.
    case own
    /// Its partner with the colours exchanged.
    case partner
    /// A space, which shows the ground alone.
    case space
    /// A full block, which shows the ink alone.
    case full
  }

  /// How a cell is drawn.
  struct Step: Sendable {
    /// The colours of the pen.
    var ink = TerminalColor.standard
    var ground = TerminalColor.standard
    /// The glyph.
    var way = Way.own
  }

  /// A state of the pen after a cell.
  private struct Node: Sendable {
    var step = Step()
    var cost: Int32 = 0
    /// Which state of the cell before it came from.
    var origin: UInt8 = 0
  }

  /// Four take a tenth fewer bytes than one (always the cheapest next step), eight no fewer than four.
  private static let beam = 4

  /// The cells to draw, from left to right.
  var items: [Item] = []
  /// How to draw each, after `plan`.
  private(set) var steps: [Step] = []

  private var nodes: [Node]
  private var counts: [Int]

  /// A planner for rows of at most `width` cells.
  init(width: Int) {
    nodes = Array(repeating: Node(), count: (width + 1) * RowPlanner.beam)
    counts = Array(repeating: 0, count: width + 1)
    items.reserveCapacity(width)
    steps.reserveCapacity(width)
  }

  /// Fills `steps` for `items`.
  /// - Parameters:
  ///   - pen: the colours before the row.
  ///   - tolerance: how far a channel of a block's colours may be off.
  ///   - blocks: whether full blocks may stand for spaces.
  mutating func plan(from pen: Pen, tolerance: Int, blocks: Bool) {
    nodes[0] = Node(step: Step(ink: pen.ink, ground: pen.ground, way: .own), cost: 0, origin: 0)
    counts[0] = 1
    items.withUnsafeBufferPointer { items in
      nodes.withUnsafeMutableBufferPointer { nodes in
        for index in 0..<items.count {
          let first = index * RowPlanner.beam
          let next = UnsafeMutableBufferPointer(
            rebasing: nodes[(first + RowPlanner.beam)..<(first + 2 * RowPlanner.beam)])
          let target = items[index].target
          let economy = Economy(target, tolerance: tolerance)
          var layer = Layer(nodes: next)
          for origin in 0..<counts[index] {
            RowPlanner.extend(nodes[first + origin], origin, by: target, economy, blocks, into: &layer)
          }
          counts[index + 1] = layer.count
        }
      }
    }
    traceBack()
  }

  private mutating func traceBack() {
    steps.removeAll(keepingCapacity: true)
    steps.append(contentsOf: repeatElement(Step(), count: items.count))
    let last = items.count * RowPlanner.beam
    var best = 0
    for index in 0..<counts[items.count] where nodes[last + index].cost < nodes[last + best].cost {
      best = index
    }
    for index in stride(from: items.count, to: 0, by: -1) {
      let node = nodes[index * RowPlanner.beam + best]
      steps[index - 1] = node.step
      best = Int(node.origin)
    }
  }

  /// Tries all ways to draw a target after a state.
  @inline(__always)
  private static func extend(
    _ node: Node, _ origin: Int, by target: Target, _ economy: Economy, _ blocks: Bool,
    into layer: inout Layer
  ) {
    let pen = node.step
    if target.kind != .plain {
      let ink = economy.inkAfter(pen.ink)
      let ground = economy.groundAfter(pen.ground)
      layer.offer(Step(ink: ink, ground: ground, way: .own), glyph: 3, after: node, origin)
    }
    if target.kind == .paired {
      // The colours exchanged: the ink draws what is wanted as ground.
      let ink = economy.groundAfter(pen.ink)
      let ground = economy.inkAfter(pen.ground)
      layer.offer(Step(ink: ink, ground: ground, way: .partner), glyph: 3, after: node, origin)
    }
    guard economy.hasBoth else { return }
    let ground = economy.bothAfter(pen.ground)
    layer.offer(Step(ink: pen.ink, ground: ground, way: .space), glyph: 1, after: node, origin)
    // The terminal's own ground is no ink.
    guard blocks, !target.ground.isStandard else { return }
    let ink = economy.bothAfter(pen.ink)
    layer.offer(Step(ink: ink, ground: pen.ground, way: .full), glyph: 3, after: node, origin)
  }

  /// The best states after a cell, each pair of colours once.
  private struct Layer {
    let nodes: UnsafeMutableBufferPointer<Node>
    var count = 0

    @inline(__always)
    mutating func offer(_ step: Step, glyph: Int, after node: Node, _ origin: Int) {
      let ink = step.ink == node.step.ink ? 0 : step.ink.parameterCount
      let ground = step.ground == node.step.ground ? 0 : step.ground.parameterCount
      let frame = ink == 0 && ground == 0 ? 0 : ink == 0 || ground == 0 ? 3 : 4
      let cost = node.cost &+ Int32(truncatingIfNeeded: ink &+ ground &+ frame &+ glyph)
      let offered = Node(step: step, cost: cost, origin: UInt8(truncatingIfNeeded: origin))
      var worst = 0
      for index in 0..<count {
        let known = nodes[index]
        if known.step.ink == step.ink, known.step.ground == step.ground {
          if offered.cost < known.cost { nodes[index] = offered }
          return
        }
        if known.cost > nodes[worst].cost { worst = index }
      }
      if count < nodes.count {
        nodes[count] = offered
        count += 1
      } else if offered.cost < nodes[worst].cost {
        nodes[worst] = offered
      }
    }
  }
}

extension RowPlanner.Step {
  /// The pen that draws it.
  @inline(__always)
  func pen(for target: Target) -> Pen { Pen(ink: ink, ground: ground, attributes: target.attributes) }

  /// The glyph to send.
  @inline(__always)
  func glyph(for target: Target) -> UInt32 {
    switch way {
    case .own: return target.glyph
    case .partner: return GlyphRules.complement(target.glyph) ?? target.glyph
    case .space: return 0x20
    case .full: return 0x2588
    }
  }

  /// What the cell shows afterwards.
  @inline(__always)
  func result(for target: Target) -> ShownCell {
    switch way {
    case .own:
      return ShownCell(glyph: target.glyph, ink: ink, ground: ground, attributes: target.attributes)
    case .partner: return ShownCell(glyph: target.glyph, ink: ground, ground: ink, attributes: [])
    case .space: return .plain(ground)
    case .full: return .plain(ink)
    }
  }
}
