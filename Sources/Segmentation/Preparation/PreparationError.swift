import Tensors

/// A scan that cannot be prepared for a model, as facts: which file, what is wrong.
///
/// Sentences are made here alone. `isLackOfMemory` parts exit code 4 from 3.
public struct PreparationError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// Every voxel is zero. nnU-Net would segment the constant; there is nothing in it to find.
    case blank
    /// Voxels that are not a number or infinite.
    case notFinite(voxels: Int)
    /// Voxels that have not been loaded yet.
    case incomplete(missing: Int)
    /// Millimetres between voxels that are no distance.
    case spacing([Double])
    /// A scan thinner along a network axis than half a voxel of the plan: no voxel would be left.
    case tooThin(axis: Int, voxels: Int, spacing: Double, target: Double)
    /// Extents that no grid can have, along z, y, x.
    case tooLarge(extents: [Double])
    /// More memory than there is, in bytes, for a grid of these voxels.
    case memory(needed: Int, available: Int, grid: Axes)
    /// A field of the plan that cannot be followed.
    case plan(field: String)
  }

  /// The scan's file as the user named it.
  public let file: String
  /// What is wrong.
  public let problem: Problem

  /// An error; see the properties.
  public init(file: String, problem: Problem) {
    self.file = file
    self.problem = problem
  }

  /// Whether the machine is too small, rather than the input bad.
  public var isLackOfMemory: Bool {
    if case .memory = problem { true } else { false }
  }

  /// One sentence that names the file and the field.
  public var description: String {
    switch problem {
    case .blank: "\(file): voxels are all zero, there is nothing to segment"
    case .notFinite(let voxels): "\(file): \(voxels) voxels are not finite numbers"
    case .incomplete(let missing): "\(file): \(missing) voxels have not been loaded"
    case .spacing(let spacing): "\(file): spacing \(Self.text(spacing)) mm is not above zero"
    case .tooThin(let axis, let voxels, let spacing, let target):
      "\(file): \(voxels) voxels of \(spacing) mm along \(Self.axisName(axis)) are less than half a voxel of "
        + "the model's \(target) mm"
    case .tooLarge(let extents):
      "\(file): a grid of \(Self.text(extents)) voxels is more than a network can read"
    case .memory(let needed, let available, let grid):
      "\(file): a grid of \(grid) voxels of the model's spacing needs \(needed >> 20) MiB of memory, "
        + "\(available >> 20) MiB are available"
    case .plan(let field): "the model's plan cannot be followed: \(field) is not supported"
    }
  }

  private static func axisName(_ axis: Int) -> String {
    switch axis {
    case 0: "z"
    case 1: "y"
    default: "x"
    }
  }

  private static func text(_ values: [Double]) -> String { values.map { "\($0)" }.joined(separator: " x ") }
}
