/// Why a run did not begin or go on.
public enum TrainingError: Error, Hashable, CustomStringConvertible {
  /// Settings that no run can be made with.
  case settings(String)
  /// The folder holds a run of other settings, another network or another version.
  case otherRun(file: String, field: String)
  /// The loss or a gradient is no number any more.
  case diverged(step: Int)
  /// The model has several members or folds; a decoder can be added to one encoder only.
  case severalFolds(model: String)
  /// The model has a decoder of that name.
  case decoderExists(model: String, id: String)
  /// The decoder was not taken into the model.
  case belowThreshold(dice: Double, threshold: Double)
  /// An earlier decoder's logits changed; the model was taken back to what it was.
  case forgot(model: String)
  /// Organs of earlier decoders would lose voxels to the new one; it was not taken into the model.
  case covers(model: String, organs: [CoveredOrgan])
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
    case .severalFolds(let model):
      "\(model): members: has several networks; a decoder can be added to a model of one encoder"
    case .decoderExists(let model, let id):
      "\(model): decoders: has one called \(id) already; choose another name with --id"
    case .belowThreshold(let dice, let threshold):
      "mean Dice on validation scans is \(dice), below \(threshold): the model stays what it was; train longer, or lower --threshold"
    case .forgot(let model):
      "\(model): certificate: an earlier decoder's logits changed; the model was taken back to the revision before"
    case .covers(let model, let organs):
      "\(model) stays what it was: the new decoder would take voxels of \(Self.list(organs)); --may-cover allows it by name"
    case .cancelled(let step, let all):
      "stopped after step \(step) of \(all); the same command goes on from the last checkpoint"
    }
  }

  private static func list(_ organs: [CoveredOrgan]) -> String {
    let shown = organs.prefix(6).map(\.description).joined(separator: ", ")
    return organs.count > 6 ? shown + ", \(organs.count) organs in all" : shown
  }
}
