import Tensors

/// The network that a configuration describes, in either form.
extension NNUNetConfiguration {
  /// Bounds beyond which a plan is no network that anyone runs.
  private enum Bounds {
    static let stages = 2...10
    static let features = 1...4096
    static let blocks = 1...64
    /// Values of all weights together: 8 GiB of them.
    static let parameters = 1 << 31
  }

  /// The network with `classes` logits; its strides must divide the patch.
  func architecture(classes: Int) throws(PlanError) -> UNetArchitecture {
    let new = self["architecture"]
    let result = new.isPresent ? try present(new, classes) : try past(classes)
    try check(result)
    return result
  }

  // MARK: - The present form

  private func present(_ field: JSONField, _ classes: Int) throws(PlanError) -> UNetArchitecture {
    let arguments = field["arch_kwargs"]
    let family = try Self.family(field["network_class_name"])
    let count = try arguments["n_stages"].whole(Bounds.stages)
    try Self.requireKnownLayers(arguments)
    let blocks = arguments[family == .plain ? "n_conv_per_stage" : "n_blocks_per_stage"]
    let stages = try Self.stages(
      count, features: arguments["features_per_stage"], kernels: arguments["kernel_sizes"],
      strides: arguments["strides"], blocks: blocks)
    if family == .residual { try Self.requireBasicBlocks(arguments, features: stages[0].features) }
    let slope = try Self.slope(arguments)
    return UNetArchitecture(
      family: family, inputChannels: 1, stages: stages,
      decoderConvolutions: try Self.wholes(
        arguments["n_conv_per_stage_decoder"], count: count - 1, Bounds.blocks),
      classes: classes, convolutionBias: try arguments["conv_bias"].ifPresent?.truth() ?? false,
      epsilon: try arguments["norm_op_kwargs"]["eps"].ifPresent?.number(1e-12...1) ?? 1e-5, slope: slope)
  }

  /// The last part of a class name decides: classes have moved between modules.
  private static func family(_ field: JSONField) throws(PlanError) -> UNetArchitecture.Family {
    let name = try field.text()
    switch name.split(separator: ".").last {
    case "PlainConvUNet": return .plain
    case "ResidualEncoderUNet": return .residual
    default:
      throw field.error(.unsupported(value: name, supported: "PlainConvUNet or ResidualEncoderUNet"))
    }
  }

  /// Convolution, normalisation, and their order must be those that the operators compute.
  private static func requireKnownLayers(_ arguments: JSONField) throws(PlanError) {
    let convolution = arguments["conv_op"]
    let name = try convolution.text()
    if name.hasSuffix("Conv2d") { throw convolution.error(.notThreeDimensional(axes: 2)) }
    try require(convolution, "Conv3d")
    try require(arguments["norm_op"], "InstanceNorm3d")
    let affine = arguments["norm_op_kwargs"]["affine"]
    guard try affine.truth() else { throw affine.error(.unsupported(value: "false", supported: "true")) }
    for name in ["nonlin_first", "norm_op_kwargs.track_running_stats"] {
      let field = name.split(separator: ".").reduce(arguments) { $0[String($1)] }
      if let flag = field.ifPresent, try flag.truth() {
        throw flag.error(.unsupported(value: "true", supported: "false"))
      }
    }
  }

  private static func require(_ field: JSONField, _ type: String) throws(PlanError) {
    let name = try field.text()
    guard name.split(separator: ".").last == type[...] else {
      throw field.error(.unsupported(value: name, supported: type))
    }
  }

  private static func requireBasicBlocks(_ arguments: JSONField, features: Int) throws(PlanError) {
    if let block = arguments["block"].ifPresent { try require(block, "BasicBlockD") }
    if let bottleneck = arguments["bottleneck_channels"].ifPresent {
      throw bottleneck.error(.unsupported(value: "set", supported: "null"))
    }
    if let stem = arguments["stem_channels"].ifPresent { _ = try stem.whole(features...features) }
  }

  /// The slope below zero: 0.01 unless given, as PyTorch's LeakyReLU; a ReLU is a slope of 0.
  private static func slope(_ arguments: JSONField) throws(PlanError) -> Float {
    let field = arguments["nonlin"]
    let name = try field.text()
    switch name.split(separator: ".").last {
    case "LeakyReLU":
      return Float(try arguments["nonlin_kwargs"]["negative_slope"].ifPresent?.number(0...1) ?? 0.01)
    case "ReLU": return 0
    default: throw field.error(.unsupported(value: name, supported: "LeakyReLU or ReLU"))
    }
  }

  // MARK: - The past form

  private func past(_ classes: Int) throws(PlanError) -> UNetArchitecture {
    let family = try Self.family(self["UNet_class_name"])
    let blocks = self["n_conv_per_stage_encoder"]
    let count = try blocks.list().count
    guard Bounds.stages.contains(count) else {
      throw blocks.error(
        .outOfRange(
          value: "\(count) stages", allowed: "\(Bounds.stages.lowerBound) to \(Bounds.stages.upperBound)"))
    }
    let base = try self["UNet_base_num_features"].whole(Bounds.features)
    let most = try self["unet_max_num_features"].whole(Bounds.features)
    let widths = (0..<count).map { min(base << $0, most) }
    let stages = try Self.stages(
      count, features: nil, kernels: self["conv_kernel_sizes"], strides: self["pool_op_kernel_sizes"],
      blocks: blocks, widths: widths)
    return UNetArchitecture(
      family: family, inputChannels: 1, stages: stages,
      decoderConvolutions: try Self.wholes(
        self["n_conv_per_stage_decoder"], count: count - 1, Bounds.blocks),
      classes: classes)
  }

  // MARK: - Both forms

  private static func stages(
    _ count: Int, features: JSONField?, kernels: JSONField, strides: JSONField, blocks: JSONField,
    widths: [Int] = []
  ) throws(PlanError) -> [UNetArchitecture.Stage] {
    let widths =
      try features.map { field throws(PlanError) in
        try wholes(field, count: count, Bounds.features)
      } ?? widths
    let blocks = try wholes(blocks, count: count, Bounds.blocks)
    let kernels = try perStage(kernels, count: count)
    let strides = try perStage(strides, count: count)
    var stages: [UNetArchitecture.Stage] = []
    for stage in 0..<count {
      stages.append(
        UNetArchitecture.Stage(
          features: widths[stage], kernel: try axes(kernels[stage], of: [1, 3], "1 or 3"),
          stride: try stage == 0
            ? axes(strides[0], of: [1], "1 in the first stage")
            : axes(strides[stage], of: [1, 2], "1 or 2"),
          blocks: blocks[stage]))
    }
    return stages
  }

  /// A field of each stage, or one for all.
  private static func perStage(_ field: JSONField, count: Int) throws(PlanError) -> [JSONField] {
    field.isList ? try field.list(count: count) : [JSONField](repeating: field, count: count)
  }

  private static func wholes(
    _ field: JSONField, count: Int, _ allowed: ClosedRange<Int>
  ) throws(PlanError) -> [Int] {
    var values: [Int] = []
    for entry in try perStage(field, count: count) { values.append(try entry.whole(allowed)) }
    return values
  }

  private static func axes(
    _ field: JSONField, of values: [Int], _ supported: String
  ) throws(PlanError) -> Axes {
    let axes = try axes(field, 0...4096)
    guard axes.values.allSatisfy(values.contains) else {
      throw field.error(.unsupported(value: "\(axes)", supported: "\(supported) along each axis"))
    }
    return axes
  }

  /// The strides must divide the patch, or skips would not meet; and the weights must be of a size that exists.
  private func check(_ architecture: UNetArchitecture) throws(PlanError) {
    let patch = try patch()
    let whole = architecture.stages.reduce(Axes(1)) { $0.zip($1.stride, *) }
    guard zip(patch.values, whole.values).allSatisfy({ $0 % $1 == 0 }) else {
      throw self["patch_size"].error(
        .contradiction("\(patch) is not a multiple of \(whole), the strides of all stages together"))
    }
    let parameters = architecture.weightShapes.reduce(0) { $0 + $1.count }
    guard parameters <= Bounds.parameters else {
      let place = self["architecture"]
      throw place.error(
        .outOfRange(value: "\(parameters) parameters", allowed: "at most \(Bounds.parameters)"))
    }
  }
}
