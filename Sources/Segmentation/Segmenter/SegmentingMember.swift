import Networks
import Tensors

/// A member of a model with the weights of its decoders that run.
struct SegmentingMember {
  let id: String
  let plan: Plan
  let parts: [LabelAssignment.Part]
  /// Networks that are averaged.
  let folds: Int
  /// Fold after fold; empty once `prepared` has taken them over.
  private var encoders: [Encoder]
  private var decoders: [DecoderChain]
  /// Kept over scans when the model has this member alone, so that weights are prepared once.
  private var prepared: [NetworkPredictor] = []

  /// Reads the weights of a member. Throws `ModelError`, `SegmenterError`.
  init(_ model: ModelBundle, _ index: Int, _ parts: [LabelAssignment.Part]) throws {
    let member = model.manifest.members[index]
    id = member.id
    plan = member.plan
    self.parts = parts
    var encoders: [Encoder] = [], decoders: [DecoderChain] = []
    let asked = parts.map { member.decoders[$0.decoder].id }
    for fold in member.encoders.indices {
      do {
        encoders.append(
          try Encoder(plan.architecture, weights: model.encoderWeights(member: member.id, fold: fold)))
        decoders.append(try model.decoderChain(asked, of: member.id, fold: fold))
      } catch let error as NetworkError {
        throw SegmenterError.network(member: member.id, fold: fold, error)
      }
    }
    self.encoders = encoders
    self.decoders = decoders
    folds = encoders.count
  }

  /// Networks ready to run, one a fold.
  mutating func predictors(on engine: Engine, keeping: Bool) throws -> [NetworkPredictor] {
    if !prepared.isEmpty { return prepared }
    var result: [NetworkPredictor] = []
    for fold in encoders.indices {
      do {
        result.append(
          try NetworkPredictor(encoders[fold], decoders[fold], patch: plan.patch, on: engine))
      } catch {
        throw SegmenterError.network(member: id, fold: fold, error)
      }
    }
    if keeping {
      prepared = result
      encoders = []
      decoders = []
    }
    return result
  }
}
