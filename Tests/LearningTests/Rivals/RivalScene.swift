import Networks
import Tensors

@testable import Learning

/// A bright and a dark ball in noise, of which a task labels some.
struct TwoBalls: SampleSource {
  /// By ball, the bright one first, its class; 0 for none.
  let classes: [UInt16]
  var edge = 16

  func sample(_ index: Int) -> TrainingSample {
    var random = SampleRandom(seed: 5, index: index, purpose: "balls")
    func place(_ range: ClosedRange<Double>) -> [Double] {
      [range, 4...12, 4...12].map { random.uniform($0) * Double(edge) / 16 }
    }
    let centres = [place(3...6), place(10...13)]
    var image: [Float] = [], labels: [UInt16] = []
    for z in 0..<edge {
      for y in 0..<edge {
        for x in 0..<edge {
          let place = [z, y, x]
          let ball = centres.firstIndex { centre in
            (0..<3).reduce(0.0) { $0 + (Double(place[$1]) - centre[$1]) * (Double(place[$1]) - centre[$1]) }
              < 9
          }
          image.append(Float(random.uniform() - 0.5 + (ball == 0 ? 1.5 : ball == 1 ? -1.5 : 0)))
          labels.append(ball.map { classes[$0] } ?? 0)
        }
      }
    }
    return TrainingSample(channels: 1, extent: Axes(edge), image: image, labels: labels)
  }
}

/// A small network that knows two organs and goes on to a task of three, of which it knows one.
enum RivalScene {
  /// The first task's organs are classes 1 and 2, the second's 2, 3 and 4.
  static let union = UnionClasses(
    [["liver", "spleen"], ["aorta", "spleen", "heart"]].map(UpdateTests.labels))
  static let classes = union.classes(after: 2)
  static let labelled = union.labelled(by: 1)

  static func architecture(classes: Int) -> UNetArchitecture {
    var result = TrainerTests.architecture
    result.classes = classes
    return result
  }

  static func network(classes: Int, seed: UInt64) throws -> TrainingNetwork {
    let architecture = architecture(classes: classes)
    return try TrainingNetwork(
      architecture, weights: InitialWeights(seed: seed).weights(architecture))
  }

  static func teacher() throws -> TrainingNetwork { try network(classes: union.classes(after: 1), seed: 7) }
  static func student() throws -> TrainingNetwork { try network(classes: classes, seed: 8) }

  /// Two samples with labels of the second task, and some voxels that count nowhere.
  static func batch() -> TrainingBatch {
    let samples = (0..<2).map { number in
      var sample = TwoBalls(classes: [3, 4]).sample(number)
      for voxel in 0..<200 { sample.labels[voxel * 7] = 2 }
      for voxel in 0..<50 { sample.labels[voxel * 11 + 3] = DiceCrossEntropy.ignored }
      sample.origin = 1 - number
      return sample
    }
    return TrainingBatch(samples)
  }

  /// Every rival's objective, by name.
  static let names = ["labels", "LwF", "MiB", "PLOP", "joint"]

  static func objective(_ name: String) throws -> any TrainingObjective {
    let teacher = try teacher()
    switch name {
    case "LwF": return try LwFObjective(teacher: teacher, classes: classes)
    case "MiB": return try MiBObjective(teacher: teacher, classes: classes, labelled: labelled)
    case "PLOP":
      return try PLOPObjective(
        teacher: teacher, classes: classes, labelled: labelled,
        thresholds: EntropyThresholds([0.9, 0.8, 0.9]))
    case "joint": return try JointObjective(union, tasks: 2)
    default: return LabelObjective()
    }
  }

  /// Logits that are the same in every run.
  static func logits(_ shape: Shape, _ purpose: String, times factor: Double = 3) throws -> Tensor {
    var random = SampleRandom(seed: 9, index: 0, purpose: purpose)
    return try Tensor(shape, (0..<shape.count).map { _ in Float(factor * random.uniform(-1...1)) })
  }

  static func labels(_ count: Int, of classes: [UInt16], _ purpose: String) -> [UInt16] {
    var random = SampleRandom(seed: 9, index: 1, purpose: purpose)
    return (0..<count).map { _ in classes[random.integer(below: classes.count)] }
  }
}

extension NetworkParameters {
  /// This and `factor` times others of the same form.
  func moved(by other: NetworkParameters, times factor: Float) -> NetworkParameters {
    var result = self, none: [NetworkParameters] = []
    result.update(with: other, &none) { values, other, _, _ in
      for place in values.indices { values[place] += factor * other[place] }
    }
    return result
  }

  /// The sum of all squares.
  var squares: Double {
    var sum = 0.0
    forEachArray { for value in $0 { sum += Double(value) * Double(value) } }
    return sum
  }
}
