import Tensors

/// The steps of a walk with their weights prepared, for inputs of one size; reused over many patches.
struct PreparedLayers {
  private let steps: [PreparedStep]

  /// Prepares the parameters of every step for inputs of these shapes.
  init(
    _ walk: NetworkWalk, _ parameters: [LayerParameters?], inputs: [Shape], on engine: Engine
  ) throws(TensorError) {
    let shapes = try walk.shapes(inputs)
    var steps: [PreparedStep] = []
    for (step, parameters) in zip(walk.steps, parameters) {
      let extent = shapes[step.sources[0]].extent
      steps.append(try PreparedStep(step, parameters, extent: extent, preferring: .memory, on: engine))
    }
    self.steps = steps
  }

  /// Step number `index`.
  subscript(index: Int) -> PreparedStep { steps[index] }

  /// Bytes of all prepared weights.
  var bytes: Int { steps.reduce(0) { $0 + $1.bytes } }
}
