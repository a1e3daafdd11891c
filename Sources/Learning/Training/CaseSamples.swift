import Tensors

/// Samples out of prepared cases: chosen, cut and augmented, each by its number alone.
struct CaseSamples: SampleSource {
  private let cases: [TrainingCase]
  private let chooser: SampleChooser
  private let augmentation: Augmentation
  private let seed: UInt64

  /// Samples of cases, which are one at least.
  init(_ cases: [TrainingCase], patch: Axes, batch: Int, options: AugmentationOptions, seed: UInt64) {
    self.cases = cases
    self.seed = seed
    chooser = SampleChooser(cases: cases.map(CaseOutline.init), patch: patch, batch: batch, seed: seed)
    augmentation = Augmentation(patch: patch, options: options)
  }

  func sample(_ index: Int) -> TrainingSample {
    let choice = chooser.choice(index)
    return augmentation.sample(from: cases[choice.place], centre: choice.centre, seed: seed, index: index)
  }
}
