import Anatomy
import Learning
import Networks

/// A data set that was made.
struct DataResult: Codable {
  /// Its folder, seen from the experiment's.
  let folder: String
}

/// A network that was trained.
public struct TrainingResult: Codable, Hashable, Sendable {
  /// The model, seen from the experiment's folder.
  public var model: String
  /// The digest of its manifest.
  public var digest: String
  /// Steps that were taken for the newest task.
  public var steps: Int
  /// Seconds that these took, waiting for samples among them.
  public var seconds: Double
  /// How its newest decoder was trimmed; nil where it was not.
  public var trimming: TrimmingResult?
}

/// A decoder before and after trimming.
public struct TrimmingResult: Codable, Hashable, Sendable {
  /// The students that were learned, the teacher first.
  public var points: [TrimmedPoint]
  /// The one that is in the model; 0 for the teacher, where no student was kept.
  public var chosen: Int
}

/// What was proved of a network's earlier decoders.
public struct CertificateResult: Codable, Hashable, Sendable {
  /// Certificates that the model carries.
  public var certificates: Int
  /// Those of them that hold, computed anew.
  public var holding: Int
  /// Whether encoder and earlier decoders are the very files (by SHA-256) that they were before the step.
  public var sameFiles: Bool

  /// Whether nothing was forgotten.
  public var holds: Bool { certificates > 0 && holding == certificates && sameFiles }
}

/// Size and speed of what a method has in the end.
public struct CostResult: Codable, Hashable, Sendable {
  /// A network with all its decoders.
  public struct Part: Codable, Hashable, Sendable {
    /// Parameters, and multiply-adds of a patch.
    public var cost: NetworkCost
    /// Voxels of a patch.
    public var patchVoxels: Int
    /// Cubic millimetres of a voxel.
    public var voxelVolume: Double

    /// Floating-point operations for a cubic millimetre of body, tiles taken as not overlapping.
    public var operationsPerCubicMillimetre: Double {
      2 * Double(cost.multiplyAdds) / (Double(patchVoxels) * voxelVolume)
    }
  }

  /// The networks, one where a method has one for everything.
  public var networks: [Part]
  /// Seconds of segmenting one scan into the organs of all tasks, one network after the other.
  public var secondsOfScan: Double
  /// Threads it took.
  public var threads: Int

  /// Parameters of all networks.
  public var parameters: Int { networks.reduce(0) { $0 + $1.cost.parameters } }
  /// Parameters that are not zero.
  public var nonZero: Int { networks.reduce(0) { $0 + $1.cost.nonZero } }
  /// Floating-point operations for a cubic millimetre, all networks together.
  public var operationsPerCubicMillimetre: Double {
    networks.reduce(0) { $0 + $1.operationsPerCubicMillimetre }
  }
}
