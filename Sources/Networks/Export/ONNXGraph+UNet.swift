import Tensors

/// A U-Net as operators, from a patch to the logits at full resolution; heads of deep supervision are left out.
extension ONNXGraph {
  /// What the graph reads and writes.
  enum Port {
    static let patch = "patch"
    static let logits = "logits"
  }

  /// The network with its weights, which must fit it; batch and extents of a patch stay free.
  static func network(_ architecture: UNetArchitecture, _ weights: WeightTable, name: String) -> ONNXGraph {
    var graph = ONNXGraph(name: name, weights: weights)
    let space: [Dimension] = [.any("depth"), .any("height"), .any("width")]
    graph.input(Port.patch, [.any("batch"), .size(architecture.inputChannels)] + space)
    let skips = graph.encoder(architecture)
    graph.decoder(architecture, skips)
    graph.output(Port.logits, [.any("batch"), .size(architecture.classes)] + space)
    return graph
  }

  /// The encoder's output at every stage, finest first.
  private mutating func encoder(_ architecture: UNetArchitecture) -> [String] {
    var value = Port.patch
    var channels = architecture.inputChannels
    var skips: [String] = []
    if architecture.family == .residual, let first = architecture.stages.first {
      value = block(architecture, "encoder.stem.convs.0", value, kernel: first.kernel)
      channels = first.features
    }
    for (number, stage) in architecture.stages.enumerated() {
      for part in 0..<stage.blocks {
        let stride = part == 0 ? stage.stride : Axes(1)
        switch architecture.family {
        case .plain:
          value = block(
            architecture, "encoder.stages.\(number).0.convs.\(part)", value, kernel: stage.kernel,
            stride: stride)
        case .residual:
          value = residual(
            architecture, "encoder.stages.\(number).blocks.\(part)", value, kernel: stage.kernel,
            stride: stride, widens: channels != stage.features)
        }
        channels = stage.features
      }
      skips.append(value)
    }
    return skips
  }

  private mutating func decoder(_ architecture: UNetArchitecture, _ skips: [String]) {
    guard var value = skips.last else { return }
    for (number, stage) in architecture.decoderStages.enumerated() {
      let enlarged = transposed("decoder.transpconvs.\(number)", value, stride: stage.stride)
      value = concatenation("decoder.stages.\(number).concat", enlarged, skips[skips.count - 2 - number])
      for (part, kernel) in stage.kernels.enumerated() {
        value = block(architecture, "decoder.stages.\(number).convs.\(part)", value, kernel: kernel)
      }
    }
    let last = architecture.stages.count - 2
    _ = convolution(
      "decoder.seg_layers.\(last)", value, kernel: Axes(1), stride: Axes(1), to: Port.logits)
  }

  /// Convolution, normalisation, activation.
  private mutating func block(
    _ architecture: UNetArchitecture, _ name: String, _ source: String, kernel: Axes, stride: Axes = Axes(1)
  ) -> String {
    let normed = normed(architecture, name, source, kernel: kernel, stride: stride)
    return activation("\(name).nonlin", normed, slope: architecture.slope)
  }

  private mutating func normed(
    _ architecture: UNetArchitecture, _ name: String, _ source: String, kernel: Axes, stride: Axes = Axes(1)
  ) -> String {
    let convolved = convolution("\(name).conv", source, kernel: kernel, stride: stride)
    return norm("\(name).norm", convolved, epsilon: architecture.epsilon)
  }

  /// Two convolutions beside a shortcut, which pools where the block strides and convolves where it widens.
  private mutating func residual(
    _ architecture: UNetArchitecture, _ name: String, _ source: String, kernel: Axes, stride: Axes,
    widens: Bool
  ) -> String {
    let first = block(architecture, "\(name).conv1", source, kernel: kernel, stride: stride)
    let second = normed(architecture, "\(name).conv2", first, kernel: kernel)
    var shortcut = source
    let isPooled = stride != Axes(1)
    if isPooled { shortcut = pool("\(name).skip.0", shortcut, stride: stride) }
    if widens {
      shortcut = normed(architecture, "\(name).skip.\(isPooled ? 1 : 0)", shortcut, kernel: Axes(1))
    }
    let sum = sum("\(name).add", second, shortcut)
    return activation("\(name).nonlin2", sum, slope: architecture.slope)
  }
}
