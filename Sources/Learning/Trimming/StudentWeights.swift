import Networks
import Tensors

/// A student with one stage replaced: what it takes over, and from where.
struct StudentWeights {
  let space: TrimmingSpace
  /// After its search.
  let search: SearchNetwork

  /// The student in which stage `stage` becomes `choice`, with the weights that the search gave it; all other stages keep
  /// those they have, less the channels that are gone.
  func student(
    replacing stage: Int, of current: TrainingNetwork, by choice: StageChoice
  ) throws(NetworkError) -> TrainingNetwork {
    var architecture = current.architecture
    let below = architecture.decoderStages[stage].below
    var form = architecture.decoderForm ?? DecoderForm(stages: space.teacher.map(\.stage))
    form.stages[stage] = choice.stage
    architecture.decoderForm = form
    var table = current.weights
    replace(stage, by: choice, below: below, architecture, &table)
    let width = Array(0..<choice.features)
    take(width, along: 1, "decoder.seg_layers.\(stage).weight", &table)
    take(width, along: 0, "decoder.transpconvs.\(stage + 1).weight", &table)
    var student = try TrainingNetwork(architecture, weights: table)
    student.learnsEncoder = false
    return student
  }

  private func take(_ places: [Int], along axis: Int, _ name: String, _ table: inout WeightTable) {
    table[name] = table[name]?.taking(places, along: axis)
  }

  private func replace(
    _ stage: Int, by choice: StageChoice, below: Int, _ architecture: UNetArchitecture,
    _ table: inout WeightTable
  ) {
    let source = search.network.weights, width = Array(0..<choice.features)
    let features = space.stages[stage].widths.last ?? 0, skip = architecture.decoderStages[stage].skip
    let rise = "decoder.transpconvs.\(stage)"
    table["\(rise).weight"] = source["\(rise).weight"]?
      .taking(Array(0..<below), along: 0).taking(width, along: 1)
    table["\(rise).bias"] = source["\(rise).bias"]?.taking(width, along: 0)
    for name in table.names where name.hasPrefix("decoder.stages.\(stage).") { table[name] = nil }
    var index = 0
    for (slot, choice) in choice.slots.enumerated() {
      guard let choice else { continue }
      for place in choice.kernels.indices {
        let from = "decoder.stages.\(stage).slots.\(slot).\(choice.rawValue).\(place)"
        let to = "decoder.stages.\(stage).convs.\(index)"
        let readsSkip = index == 0
        let sources = readsSkip ? width + (features..<(features + skip)) : width
        table["\(to).conv.weight"] = source["\(from).conv.weight"]?
          .taking(sources, along: 1).taking(width, along: 0)
        for part in ["norm.weight", "norm.bias"] {
          table["\(to).\(part)"] = source["\(from).\(part)"]?.taking(width, along: 0)
        }
        if architecture.convolutionBias {
          table["\(to).conv.bias"] = WeightTensor(
            shape: [width.count], values: [Float](repeating: 0, count: width.count))
        }
        index += 1
      }
    }
  }
}
