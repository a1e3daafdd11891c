import Networks
import Tensors

/// What every choice of a space costs, measured or counted; the teacher costs 1.
///
/// The price of shares is what their network costs on average: linear in the shares of a stage's operators and widths, and in
/// the width of the stage below, which the enlargement reads.
struct SearchPrice: Codable, Equatable {
  /// Of one stage.
  struct Stage: Codable, Equatable {
    /// Of the transposed convolution by width, behind the full width below.
    var rise: [Double]
    /// By slot, choice and width.
    var slots: [[[Double]]]
    /// Of the head by width; zero where it does not run.
    var head: [Double]
    /// Each width over the full one.
    var relative: [Double]
  }

  var stages: [Stage]

  /// The average cost of shares, and its gradient by them.
  func callAsFunction(_ shares: SearchChoices) -> (value: Double, gradient: SearchChoices) {
    var value = 0.0, gradient = shares.zeroed, below = 1.0
    for (s, stage) in stages.enumerated() {
      let widths = shares.widths[s]
      var rise = 0.0
      for (w, share) in widths.enumerated() {
        var own = stage.rise[w] * below + stage.head[w]
        rise += share * stage.rise[w]
        for (j, slot) in stage.slots.enumerated() {
          for (k, costs) in slot.enumerated() {
            own += shares.operators[s][j][k] * costs[w]
            gradient.operators[s][j][k] += share * costs[w]
          }
        }
        gradient.widths[s][w] += own
        value += share * own
      }
      if s > 0 {
        for w in shares.widths[s - 1].indices {
          gradient.widths[s - 1][w] += stages[s - 1].relative[w] * rise
        }
      }
      below = zip(widths, stage.relative).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (value, gradient)
  }

  /// With the teacher's cost as the unit.
  func normalised(_ space: TrimmingSpace) -> SearchPrice {
    var teacher = SearchChoices(space).zeroed
    for (s, stage) in space.stages.enumerated() {
      teacher.widths[s][stage.widths.count - 1] = 1
      for (j, slot) in stage.slots.enumerated() {
        if let own = slot.firstIndex(of: stage.own) { teacher.operators[s][j][own] = 1 }
      }
    }
    let unit = self(teacher).value
    guard unit > 0 else { return self }
    var result = self
    for s in stages.indices {
      result.stages[s].rise = stages[s].rise.map { $0 / unit }
      result.stages[s].head = stages[s].head.map { $0 / unit }
      result.stages[s].slots = stages[s].slots.map { $0.map { $0.map { $0 / unit } } }
    }
    return result
  }

  /// Both together, half and half.
  static func mean(_ a: SearchPrice, _ b: SearchPrice) -> SearchPrice {
    func mean(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { ($0 + $1) / 2 } }
    return SearchPrice(
      stages: zip(a.stages, b.stages).map { a, b in
        Stage(
          rise: mean(a.rise, b.rise),
          slots: zip(a.slots, b.slots).map { zip($0, $1).map(mean) }, head: mean(a.head, b.head),
          relative: a.relative)
      })
  }
}

extension SearchPrice {
  /// What is asked for a price.
  private enum Item {
    case convolution([Int], Int, Axes)
    case transposed(Int, Int, Axes)
  }

  /// Weights.
  static func parameters(_ teacher: UNetArchitecture, _ space: TrimmingSpace) throws(TensorError)
    -> SearchPrice
  {
    try price(teacher, space, patch: teacher.strides) { item, _ in
      switch item {
      case .convolution(let sources, let targets, let kernel):
        Double(sources.reduce(0, +) * targets * kernel.product)
      case .transposed(let sources, let targets, let stride): Double(sources * targets * stride.product)
      }
    }
  }

  /// Seconds on this machine, each operator on maps of its stage's extents in a patch.
  static func seconds(
    _ teacher: UNetArchitecture, _ space: TrimmingSpace, patch: Axes, on engine: Engine
  ) throws(TensorError) -> SearchPrice {
    try price(teacher, space, patch: patch) { item, extent throws(TensorError) in
      try seconds(item, extent, on: engine)
    }
  }

  private static func price(
    _ teacher: UNetArchitecture, _ space: TrimmingSpace, patch: Axes,
    _ cost: (Item, Axes) throws(TensorError) -> Double
  ) throws(TensorError) -> SearchPrice {
    var stages: [Stage] = []
    let upward = teacher.decoderStages
    for (number, stage) in upward.enumerated() {
      let own = space.stages[number]
      let extent = teacher.extent(ofDecoderStage: number, patch: patch)
      let coarse = extent.zip(stage.stride, /)
      var result = Stage(rise: [], slots: own.slots.map { $0.map { _ in [] } }, head: [], relative: [])
      for width in own.widths {
        result.rise.append(try cost(.transposed(stage.below, width, stage.stride), coarse))
        result.head.append(
          number == upward.count - 1
            ? try cost(.convolution([width], teacher.classes, Axes(1)), extent) : 0)
        result.relative.append(Double(width) / Double(stage.features))
        for (j, slot) in own.slots.enumerated() {
          for (k, choice) in slot.enumerated() {
            var sum = 0.0
            for (place, kernel) in (choice?.kernels ?? []).enumerated() {
              let sources = j == 0 && place == 0 ? [width, stage.skip] : [width]
              sum += try cost(.convolution(sources, width, kernel), extent)
            }
            result.slots[j][k].append(sum)
          }
        }
      }
      stages.append(result)
    }
    return SearchPrice(stages: stages)
  }

  /// The least of three runs with weights prepared.
  private static func seconds(_ item: Item, _ extent: Axes, on engine: Engine) throws(TensorError) -> Double {
    let clock = ContinuousClock()
    var least = Double.infinity
    func time(_ body: () throws(TensorError) -> Void) throws(TensorError) {
      for _ in 0..<3 {
        let start = clock.now
        try body()
        least = min(least, (clock.now - start) / .seconds(1))
      }
    }
    switch item {
    case .convolution(let sources, let targets, let kernel):
      let operation = try Convolution(sources, targets, kernel: kernel)
      let weights = try PreparedWeights(
        operation, [Float](repeating: 0.01, count: operation.weightCount), extent: extent, on: engine)
      var parts: [Operand] = []
      for channels in sources { parts.append(try zeros(channels, extent, on: engine)) }
      let source = try Concatenation(parts)
      try time { () throws(TensorError) in _ = try operation.forward(source, weights, on: engine) }
    case .transposed(let sources, let targets, let stride):
      let operation = try TransposedConvolution(sources, targets, stride: stride)
      let weights = try PreparedWeights(
        operation, [Float](repeating: 0.01, count: sources * targets * stride.product), extent: extent,
        on: engine)
      let source = try zeros(sources, extent, on: engine)
      try time { () throws(TensorError) in _ = try operation.forward(source, weights, on: engine) }
    }
    return least
  }

  private static func zeros(_ channels: Int, _ extent: Axes, on engine: Engine) throws(TensorError) -> Operand
  {
    let shape = Shape(channels: channels, extent)
    return Operand(plain: try Tensor(shape, [Float](repeating: 0, count: shape.count)))
  }
}

extension UNetArchitecture {
  /// All strides together.
  var strides: Axes { stages.reduce(Axes(1)) { $0.zip($1.stride, *) } }

  /// The extent of a decoder stage's maps in a patch, stages coarsest first.
  func extent(ofDecoderStage number: Int, patch: Axes) -> Axes {
    stages[...(stages.count - 2 - number)].reduce(patch) { $0.zip($1.stride, /) }
  }
}
