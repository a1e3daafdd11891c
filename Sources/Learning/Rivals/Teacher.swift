import Tensors

/// The network as it was before it went on to a new task: it answers for what it knew.
public struct Teacher: Sendable {
  /// The network; it does not change.
  public let network: TrainingNetwork

  /// A teacher.
  public init(_ network: TrainingNetwork) { self.network = network }

  /// Its classes, the background among them.
  public var classes: Int { network.architecture.classes }

  /// What it says of a batch.
  func answer(_ batch: TrainingBatch, on engine: Engine) throws(TensorError) -> Answer {
    let inputs = try network.inputs(batch, on: engine)
    let (logits, features) = try network.outputs(behind: inputs, on: engine)
    return Answer(stages: network.heads.map(\.stage), logits: logits, features: features)
  }

  /// Logits of its heads, and the features in which its decoder's stages end.
  struct Answer {
    fileprivate let stages: [Int]
    fileprivate let logits: [Tensor]
    /// Coarsest first.
    let features: [Operand]

    /// The logits of its own head at the stage of a head; nil where it has none.
    func logits(of head: TrainingHead) -> Tensor? {
      stages.firstIndex(of: head.stage).map { logits[$0] }
    }
  }
}
