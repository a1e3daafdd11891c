import Anatomy

/// What has been measured: results of parts, looked up by what they are about.
struct ContinualResults {
  var trainings: [ContinualNetwork: TrainingResult] = [:]
  var certificates: [ContinualNetwork: CertificateResult] = [:]
  var costs: [MethodInOrder: CostResult] = [:]
  private var scores: [NetworkOnTask: TaskScore] = [:]

  struct MethodInOrder: Hashable {
    let method: ContinualMethod
    let order: [OrganTask]
  }

  private struct NetworkOnTask: Hashable {
    let network: ContinualNetwork
    let task: OrganTask
  }

  /// The score of a network on a task.
  subscript(network: ContinualNetwork, task: OrganTask) -> TaskScore? {
    get { scores[NetworkOnTask(network: network, task: task)] }
    set { scores[NetworkOnTask(network: network, task: task)] = newValue }
  }
}

extension ContinualExperiment {
  /// The report of all methods whose parts in all orders are done, whoever asked for them.
  /// - Throws: `ExperimentError.otherRecipe` for results of another experiment.
  public func report(_ facts: ContinualReport.Facts) throws -> ContinualReport {
    var recipe = recipe
    recipe.methods = try ContinualMethod.allCases.filter { method in
      var own = recipe
      own.methods = [method]
      return try own.parts.allSatisfy { try store.has($0.name, digest: own.digest(of: $0)) }
    }
    var results = ContinualResults()
    for part in recipe.parts {
      switch part {
      case .data: continue
      case .train(let network): results.trainings[network] = try result(part, as: TrainingResult.self)
      case .certify(let network): results.certificates[network] = try result(part, as: CertificateResult.self)
      case .score(let network, let task): results[network, task] = try result(part, as: TaskScore.self)
      case .cost(let method, let order):
        results.costs[.init(method: method, order: order)] = try result(part, as: CostResult.self)
      }
    }
    return ContinualReport(recipe, results, facts)
  }
}
