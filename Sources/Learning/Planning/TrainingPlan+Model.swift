import Networks
import Tensors

extension TrainingPlan {
  /// A plan that is there, for a network of its grid and intensities.
  /// - Parameters:
  ///   - architecture: of the network.
  ///   - classShares: see the property.
  ///   - medianShape: of the cases; the patch where nobody asked.
  /// - Throws: `TensorError` for extents that no tensor has.
  init(
    _ plan: Plan, _ architecture: UNetArchitecture, classShares: [Double], batch: Int, learnsEncoder: Bool,
    medianShape: Axes? = nil
  ) throws(TensorError) {
    var plan = plan
    plan.architecture = architecture
    self.init(
      plan: plan, batch: batch, medianShape: medianShape ?? plan.patch,
      memory: try TrainingMemory(architecture, patch: plan.patch, batch: batch, learnsEncoder: learnsEncoder),
      classShares: classShares)
  }
}

extension UNetArchitecture {
  /// The same network with so many classes and a head at every stage.
  func learning(classes: Int) -> UNetArchitecture {
    var result = self
    result.classes = classes
    result.deepSupervision = true
    return result
  }
}
