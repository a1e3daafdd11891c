import Networks
import Tensors

/// What a reader decides of a run; everything else follows from the data and the machine.
public struct TrainingRecipe: Codable, Hashable, Sendable {
  /// Steps of the optimiser; nil takes as many as fit into `budget`.
  public var steps: Int?
  /// Seconds of training; counts when there are no `steps`.
  public var budget: Double
  /// Millimetres between voxels along z, y, x; nil for nnU-Net's choice.
  public var spacing: [Double]?
  /// How wide the network is.
  public var size: NetworkSize
  /// How wide a new decoder is beside its encoder's mirror image, above 0 to 1; nil for as wide.
  public var decoderWidth: Double?
  /// Bytes that a step may take.
  public var memoryLimit: Int
  /// Samples of a step.
  public var batch: Int
  /// Chooses weights and samples.
  public var seed: UInt64
  /// Which share of the cases validates.
  public var fold: Int
  /// How gradients move parameters; nil for what suits the number of steps.
  public var optimiser: Optimiser?
  /// The highest learning rate; nil for the optimiser's.
  public var rate: Double?

  /// A recipe; see the properties.
  public init(
    steps: Int? = nil, budget: Double = 1200, spacing: [Double]? = nil, size: NetworkSize = .small,
    memoryLimit: Int = 4 << 30, batch: Int = 2, seed: UInt64 = 1, fold: Int = 0,
    optimiser: Optimiser? = nil, rate: Double? = nil
  ) {
    self.steps = steps
    self.budget = budget
    self.spacing = spacing
    self.size = size
    self.memoryLimit = memoryLimit
    self.batch = batch
    self.seed = seed
    self.fold = fold
    self.optimiser = optimiser
    self.rate = rate
  }
}
