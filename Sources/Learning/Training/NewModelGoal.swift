import Networks

/// A run whose network becomes a model of its own: one member with its encoder and one decoder.
protocol NewModelGoal: TrainingGoal {
  /// Where the model will appear.
  var path: String { get }
  /// What its provenance says of where it comes from.
  var command: String { get }
  /// Its name; the data set's where nil.
  var name: String? { get }
  /// The decoder's id.
  var decoderID: String { get }
}

extension NewModelGoal {
  var command: String { "fabrica train encoder" }
  var name: String? { nil }
  var decoderID: String { "decoder-1" }

  func checkPlace() throws { try ModelBundle.checkFree(path) }

  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws {
    _ = try network.write(
      to: path, named: name ?? learned.task, plan.plan,
      decoder: learned.entry(id: decoderID, command: command), program: learned.program)
  }
}
