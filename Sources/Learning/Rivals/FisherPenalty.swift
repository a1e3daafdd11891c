import Networks
import Tensors

/// Elastic weight consolidation (Kirkpatrick et al. 2017, arXiv 1612.00796): what mattered for earlier tasks is held where
/// it was.
///
/// strength / 2 * sum of F * (parameter - anchor)^2, with F the diagonal of the empirical Fisher information: the mean over
/// samples of the squared gradient of the loss with the true labels. With several tasks F is a running sum and the
/// anchor is the newest (Schwarz et al. 2018, arXiv 1805.06370). A loss that is a mean over voxels has small gradients, so
/// the strength is a large number.
public struct FisherPenalty: ParameterPenalty {
  /// Where parameters are held.
  public var anchor: NetworkParameters
  /// How much each matters, of the same form; never below zero.
  public var information: NetworkParameters
  /// What the penalty counts against the loss.
  public var strength: Double

  /// A penalty; see the properties.
  public init(anchor: NetworkParameters, information: NetworkParameters, strength: Double) {
    self.anchor = anchor
    self.information = information
    self.strength = strength
  }

  /// Holds a network where it is, after it has learned a task.
  /// - Parameters:
  ///   - network: frozen parts of it have no information.
  ///   - samples: of the task; numbers `first` up to `first + count` are taken, one by one.
  ///   - objective: what the network was trained with.
  /// - Throws: `TensorError`, and what samples throw.
  /// Cost: a step of training for every sample.
  public init(
    of network: TrainingNetwork, samples: any SampleSource, first: Int = 0, count: Int,
    objective: any TrainingObjective = LabelObjective(), strength: Double, on engine: Engine
  ) throws {
    var sum = network.parameters.zeroed, none: [NetworkParameters] = []
    for index in first..<(first + max(count, 0)) {
      let batch = TrainingBatch([try samples.sample(index)])
      let gradients = try network.step(batch, objective, on: engine).gradients
      sum.update(with: gradients, &none) { sum, gradient, _, _ in
        for place in sum.indices { sum[place] += gradient[place] * gradient[place] / Float(count) }
      }
    }
    self.init(anchor: network.parameters, information: sum, strength: strength)
  }

  /// Adds its gradient at `parameters`; returns its value. What has no gradients, as a frozen encoder, gets none.
  public func add(to gradients: inout NetworkParameters, at parameters: NetworkParameters) -> Double {
    var pull = parameters, states = [information], none: [NetworkParameters] = [], sum = 0.0
    pull.update(with: anchor, &states) { values, anchor, information, _ in
      for place in values.indices {
        let off = values[place] - anchor[place]
        values[place] = information[place] * off
        sum += Double(values[place]) * Double(off)
      }
    }
    let factor = Float(strength)
    gradients.update(with: pull, &none) { gradient, pull, _, _ in
      for place in gradient.indices { gradient[place] += factor * pull[place] }
    }
    return strength / 2 * sum
  }

  /// The same penalty for a network whose heads have more classes: nothing holds new rows.
  public func grown(to classes: Int) -> FisherPenalty {
    FisherPenalty(
      anchor: anchor.padded(toClasses: classes), information: information.padded(toClasses: classes),
      strength: strength)
  }

  /// The penalty after one more task: the newest anchor, the information of both added up.
  /// - Parameters:
  ///   - next: of the task that came after, whose network may have more classes.
  ///   - share: of the earlier information that is kept; 1 forgets nothing.
  public func followed(by next: FisherPenalty, keeping share: Float = 1) -> FisherPenalty {
    var sum = next, none: [NetworkParameters] = []
    let earlier = information.padded(toClasses: next.information.heads.last?.bias.count ?? 0)
    sum.information.update(with: earlier, &none) { sum, earlier, _, _ in
      for place in sum.indices { sum[place] += share * earlier[place] }
    }
    return sum
  }
}
