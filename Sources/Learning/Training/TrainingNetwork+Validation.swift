import Tensors

extension TrainingNetwork {
  /// Dice of every class but the background over all voxels of some samples; nil for classes that no sample has.
  func dice(on samples: [TrainingSample], _ engine: Engine) throws(TensorError) -> [Double?] {
    var both = [Int](repeating: 0, count: architecture.classes), truth = both, found = both
    for sample in samples {
      let predicted = try classes(TrainingBatch([sample]), on: engine)
      for (own, label) in zip(predicted, sample.labels) where label != DiceCrossEntropy.ignored {
        truth[Int(label)] += 1
        found[Int(own)] += 1
        if own == label { both[Int(label)] += 1 }
      }
    }
    return (1..<architecture.classes).map { c in
      truth[c] == 0 ? nil : 2 * Double(both[c]) / Double(truth[c] + found[c])
    }
  }
}
