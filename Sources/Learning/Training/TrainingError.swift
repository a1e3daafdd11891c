/// Why a run did not begin or go on.
public enum TrainingError: Error, Hashable, CustomStringConvertible {
  /// Settings that no run can be made with.
  case settings(String)
  /// The folder holds a run of other settings, another network or another version.
  case otherRun(file: String, field: String)
  /// The loss or a gradient is no number any more.
  case diverged(step: Int)
  /// The reader stopped it; the last checkpoint stays.
  case cancelled(step: Int, of: Int)

  /// One sentence that names file and field.
  public var description: String {
    switch self {
    case .settings(let flaw): flaw
    case .otherRun(let file, let field):
      "\(file): \(field): belongs to a run of other settings; choose another folder or remove this one"
    case .diverged(let step):
      "step \(step): the loss is no number any more; try a smaller learning rate"
    case .cancelled(let step, let all):
      "stopped after step \(step) of \(all); the same command goes on from the last checkpoint"
    }
  }
}
