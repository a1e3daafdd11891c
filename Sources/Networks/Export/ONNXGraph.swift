import Tensors

/// A graph of ONNX operators that is being built; values are named by their text.
///
/// Field numbers are those of `onnx.proto` (IR version 8), operators those of opset 17.
struct ONNXGraph {
  /// A size along an axis: known, or a name that stands for any.
  enum Dimension {
    case size(Int)
    case any(String)
  }

  private(set) var message = ProtobufMessage()
  private let weights: WeightTable

  /// An empty graph over weights that have been checked against their architecture.
  init(name: String, weights: WeightTable) {
    self.weights = weights
    message.add(2, name)
  }

  // MARK: - Inputs and outputs

  mutating func input(_ name: String, _ shape: [Dimension]) { message.add(11, Self.value(name, shape)) }

  mutating func output(_ name: String, _ shape: [Dimension]) { message.add(12, Self.value(name, shape)) }

  // MARK: - Layers

  /// A convolution that keeps the extents up to its stride, with the weights `name.weight` and, if they are there, `.bias`.
  mutating func convolution(
    _ name: String, _ source: String, kernel: Axes, stride: Axes, to target: String? = nil
  ) -> String {
    let padding = kernel.values.map { ($0 - 1) / 2 }
    return layer(
      "Conv", name, source, to: target,
      [
        Self.attribute("kernel_shape", kernel.values), Self.attribute("strides", stride.values),
        Self.attribute("pads", padding + padding),
      ])
  }

  /// A transposed convolution whose kernel is its stride.
  mutating func transposed(_ name: String, _ source: String, stride: Axes) -> String {
    layer(
      "ConvTranspose", name, source,
      [Self.attribute("kernel_shape", stride.values), Self.attribute("strides", stride.values)])
  }

  /// An instance normalisation with `name.weight` and `name.bias`.
  mutating func norm(_ name: String, _ source: String, epsilon: Double) -> String {
    layer("InstanceNormalization", name, source, [Self.attribute("epsilon", Float(epsilon))])
  }

  /// A leaky ReLU.
  mutating func activation(_ name: String, _ source: String, slope: Float) -> String {
    node("LeakyRelu", name, [source], [Self.attribute("alpha", slope)])
  }

  /// Two values along their channels.
  mutating func concatenation(_ name: String, _ first: String, _ second: String) -> String {
    node("Concat", name, [first, second], [Self.attribute("axis", 1)])
  }

  /// Two values added.
  mutating func sum(_ name: String, _ first: String, _ second: String) -> String {
    node("Add", name, [first, second], [])
  }

  /// Means over windows of a stride.
  mutating func pool(_ name: String, _ source: String, stride: Axes) -> String {
    node(
      "AveragePool", name, [source],
      [Self.attribute("kernel_shape", stride.values), Self.attribute("strides", stride.values)])
  }

  // MARK: - Parts

  /// A node with parameters: those of the table become initialisers of the graph.
  private mutating func layer(
    _ type: String, _ name: String, _ source: String, to target: String? = nil,
    _ attributes: [ProtobufMessage]
  ) -> String {
    var sources = [source]
    for parameter in ["\(name).weight", "\(name).bias"] {
      guard let tensor = weights[parameter] else { continue }
      sources.append(parameter)
      message.add(5, Self.initializer(parameter, tensor))
    }
    return node(type, name, sources, to: target, attributes)
  }

  private mutating func node(
    _ type: String, _ name: String, _ sources: [String], to target: String? = nil,
    _ attributes: [ProtobufMessage]
  ) -> String {
    let target = target ?? "\(name):out"
    var node = ProtobufMessage()
    for source in sources { node.add(1, source) }
    node.add(2, target)
    node.add(3, name)
    node.add(4, type)
    for attribute in attributes { node.add(5, attribute) }
    message.add(1, node)
    return target
  }

  private static func initializer(_ name: String, _ tensor: WeightTensor) -> ProtobufMessage {
    var result = ProtobufMessage()
    for extent in tensor.shape { result.add(1, extent) }
    result.add(2, ElementType.float)
    result.add(8, name)
    result.add(9, raw: tensor.values)
    return result
  }

  private static func value(_ name: String, _ shape: [Dimension]) -> ProtobufMessage {
    var dimensions = ProtobufMessage()
    for dimension in shape {
      var entry = ProtobufMessage()
      switch dimension {
      case .size(let size): entry.add(1, size)
      case .any(let name): entry.add(2, name)
      }
      dimensions.add(1, entry)
    }
    var tensor = ProtobufMessage()
    tensor.add(1, ElementType.float)
    tensor.add(2, dimensions)
    var type = ProtobufMessage()
    type.add(1, tensor)
    var result = ProtobufMessage()
    result.add(1, name)
    result.add(2, type)
    return result
  }

  private enum ElementType { static let float = 1 }

  /// `AttributeProto.type`.
  private enum AttributeType {
    static let float = 1
    static let int = 2
    static let ints = 7
  }

  private static func attribute(_ name: String, _ value: Float) -> ProtobufMessage {
    var result = ProtobufMessage()
    result.add(1, name)
    result.add(2, value)
    result.add(20, AttributeType.float)
    return result
  }

  private static func attribute(_ name: String, _ value: Int) -> ProtobufMessage {
    var result = ProtobufMessage()
    result.add(1, name)
    result.add(3, value)
    result.add(20, AttributeType.int)
    return result
  }

  private static func attribute(_ name: String, _ values: [Int]) -> ProtobufMessage {
    var result = ProtobufMessage()
    result.add(1, name)
    for value in values { result.add(8, value) }
    result.add(20, AttributeType.ints)
    return result
  }
}
