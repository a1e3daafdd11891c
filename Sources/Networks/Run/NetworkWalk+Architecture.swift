import Tensors

/// The layers of `dynamic_network_architectures` as nnU-Net v2 builds them, in the order they run.
///
/// Names are those of its state dictionaries without `.conv.weight` and the like.
extension NetworkWalk {
  /// From a patch (value 0) to the skips, finest first.
  static func encoder(_ architecture: UNetArchitecture) throws(NetworkError) -> NetworkWalk {
    try architecture.check()
    return try NetworkError.adopting { () throws(TensorError) in
      switch architecture.family {
      case .plain: try plainEncoder(architecture)
      case .residual: try residualEncoder(architecture)
      }
    }
  }

  /// From the skips (finest first) and the logits of supporting decoders to the features that the finest head reads.
  static func decoder(_ architecture: UNetArchitecture) throws(NetworkError) -> NetworkWalk {
    try architecture.check()
    return try NetworkError.adopting { () throws(TensorError) in
      let stages = architecture.stages
      var walk = NetworkWalk(inputs: architecture.decoderInputs)
      var last = stages.count - 1
      for (number, stage) in architecture.decoderStages.enumerated() {
        let skip = stages.count - 2 - number, features = stage.features
        let rise = try TransposedConvolution(stage.below, features, stride: stage.stride)
        last = walk.add(
          "decoder.transpconvs.\(number)", .transposed(rise, biased: architecture.convolutionBias), last)
        for (index, kernel) in stage.kernels.enumerated() {
          let sources = index == 0 ? [features, stage.skip] : [features]
          let operation = try architecture.convolution(sources, features, kernel: kernel)
          let name = "decoder.stages.\(number).convs.\(index)"
          last = index == 0 ? walk.add(name, operation, last, skip) : walk.add(name, operation, last)
        }
      }
      if let support = architecture.support { last = try walk.add(support, architecture, to: last) }
      walk.keep(last)
      return walk
    }
  }

  /// The gated residual of what supports a decoder, whose logits are the last inputs; see `DecoderSupport`.
  private mutating func add(
    _ support: DecoderSupport, _ architecture: UNetArchitecture, to last: Int
  ) throws(TensorError) -> Int {
    let features = architecture.finestFeatures, first = architecture.stages.count
    let mixing = try architecture.convolution(
      [features] + support.classes, features, kernel: architecture.stages[0].kernel, slope: 1)
    let residual = add(DecoderSupport.name, mixing, sources: [last] + Array(first..<inputs))
    return add(nil, .sum(ResidualAdd(slope: architecture.slope)), last, residual)
  }

  private static func plainEncoder(
    _ architecture: UNetArchitecture
  ) throws(TensorError) -> NetworkWalk {
    var walk = NetworkWalk(inputs: 1)
    var last = 0, channels = architecture.inputChannels
    for (number, stage) in architecture.stages.enumerated() {
      for index in 0..<stage.blocks {
        let operation = try architecture.convolution(
          [channels], stage.features, kernel: stage.kernel, stride: index == 0 ? stage.stride : Axes(1))
        last = walk.add("encoder.stages.\(number).0.convs.\(index)", operation, last)
        channels = stage.features
      }
      walk.keep(last)
    }
    return walk
  }

  private static func residualEncoder(
    _ architecture: UNetArchitecture
  ) throws(TensorError) -> NetworkWalk {
    var walk = NetworkWalk(inputs: 1)
    var channels = architecture.stages[0].features
    let stem = try architecture.convolution(
      [architecture.inputChannels], channels, kernel: architecture.stages[0].kernel)
    var last = walk.add("encoder.stem.convs.0", stem, 0)
    for (number, stage) in architecture.stages.enumerated() {
      for index in 0..<stage.blocks {
        last = try walk.addBlock(
          "encoder.stages.\(number).blocks.\(index)", architecture, from: channels, stage,
          stride: index == 0 ? stage.stride : Axes(1), last)
        channels = stage.features
      }
      walk.keep(last)
    }
    return walk
  }

  /// A residual block (`BasicBlockD`, after He et al. 2019, arXiv 1812.01187): two convolutions, the first strided;
  /// the shortcut is pooled where there is a stride and projected where the channels change.
  private mutating func addBlock(
    _ name: String, _ architecture: UNetArchitecture, from channels: Int, _ stage: UNetArchitecture.Stage,
    stride: Axes, _ source: Int
  ) throws(TensorError) -> Int {
    let one = Axes(1), features = stage.features
    let first = try architecture.convolution([channels], features, kernel: stage.kernel, stride: stride)
    let second = try architecture.convolution([features], features, kernel: stage.kernel, slope: 1)
    var shortcut = source
    if stride != one { shortcut = add(nil, .pool(try AveragePool(stride)), shortcut) }
    if channels != features {
      let projection = try architecture.convolution([channels], features, kernel: one, slope: 1)
      shortcut = add("\(name).skip.\(stride == one ? 0 : 1)", projection, shortcut)
    }
    let middle = add("\(name).conv1", first, source)
    let end = add("\(name).conv2", second, middle)
    return add(nil, .sum(ResidualAdd(slope: architecture.slope)), end, shortcut)
  }
}

extension UNetArchitecture {
  /// Values that a decoder is given: the skips and the logits of supporting decoders.
  var decoderInputs: Int { stages.count + (support?.classes.count ?? 0) }

  fileprivate func convolution(
    _ sources: [Int], _ targets: Int, kernel: Axes, stride: Axes = Axes(1), slope: Float? = nil
  ) throws(TensorError) -> NetworkWalk.Operation {
    .convolution(
      try Convolution(sources, targets, kernel: kernel, stride: stride),
      try InstanceNorm(targets, epsilon: epsilon, slope: slope ?? self.slope))
  }

  /// Refuses what no network of the two families can be.
  func check() throws(NetworkError) {
    guard stages.count >= 2 else { throw .architecture(.stages, stage: nil) }
    if let decoderForm {
      guard decoderForm.stages.count == stages.count - 1,
        decoderForm.stages.allSatisfy({ $0.features >= 1 && !$0.operators.isEmpty })
      else { throw .architecture(.decoderForm, stage: nil) }
    } else {
      guard decoderConvolutions.count == stages.count - 1, decoderConvolutions.allSatisfy({ $0 >= 1 })
      else { throw .architecture(.decoderConvolutions, stage: nil) }
    }
    if let support {
      guard !support.classes.isEmpty, support.classes.allSatisfy({ (1...1024).contains($0) }) else {
        throw .architecture(.classes, stage: nil)
      }
    }
    guard inputChannels >= 1 else { throw .architecture(.features, stage: nil) }
    guard (1...1024).contains(classes) else { throw .architecture(.classes, stage: nil) }
    guard epsilon > 0, epsilon.isFinite, slope.isFinite else {
      throw .architecture(.normalisation, stage: nil)
    }
    for (number, stage) in stages.enumerated() {
      guard stage.features >= 1 else { throw .architecture(.features, stage: number) }
      guard stage.blocks >= 1 else { throw .architecture(.blocks, stage: number) }
      guard stage.kernel.values.allSatisfy({ $0 == 1 || $0 == 3 }) else {
        throw .architecture(.kernel, stage: number)
      }
      let strides = number == 0 ? 1...1 : 1...2
      guard stage.stride.values.allSatisfy({ strides.contains($0) }) else {
        throw .architecture(.stride, stage: number)
      }
    }
  }

  /// Refuses a patch that a stride does not divide on its way down.
  func check(patch: Axes) throws(NetworkError) {
    var extent = patch
    for (number, stage) in stages.enumerated() {
      guard extent.zip(stage.stride, { $0 > 0 ? $0 % $1 : 1 }) == Axes(0) else {
        throw .patch(patch, stage: number, extent: extent, stride: stage.stride)
      }
      extent = extent.zip(stage.stride, /)
    }
  }
}
