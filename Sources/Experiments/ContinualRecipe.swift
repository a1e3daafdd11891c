import Anatomy
import Learning
import Phantoms

/// Everything that the figures of an experiment follow from, besides the machine.
public struct ContinualRecipe: Codable, Hashable, Sendable {
  /// The scans of a task.
  public struct Scans: Codable, Hashable, Sendable {
    /// The task.
    public var task: OrganTask
    /// Scans to learn from, those that validate among them.
    public var training: Int
    /// Scans held out, on which everything is scored.
    public var test: Int
    /// Voxel edge of the scans, mm.
    public var spacing: Double
    /// Chooses the patients.
    public var seed: UInt64

    /// Scans; see the properties.
    public init(_ task: OrganTask, training: Int, test: Int, spacing: Double, seed: UInt64 = 1) {
      self.task = task
      self.training = training
      self.test = test
      self.spacing = spacing
      self.seed = seed
    }
  }

  /// The data set of every task.
  public var scans: [Scans]
  /// In which order the tasks come; every order holds each task once.
  public var orders: [[OrganTask]]
  /// What is compared.
  public var methods: [ContinualMethod]
  /// How one task is learned, the same for every method: its steps are the budget.
  public var training: TrainingRecipe
  /// Steps in which a decoder is trimmed, search and distillation together.
  public var trimmingSteps: Int

  /// A recipe; see the properties.
  public init(
    scans: [Scans], orders: [[OrganTask]], methods: [ContinualMethod], training: TrainingRecipe,
    trimmingSteps: Int = 0
  ) {
    self.scans = scans
    self.orders = orders
    self.methods = methods
    self.training = training
    self.trimmingSteps = trimmingSteps
  }

  /// Why there is no such experiment; nil when there is.
  public var flaw: String? {
    let tasks = Set(scans.map(\.task))
    if tasks.count != scans.count { return "a task has two data sets" }
    if orders.isEmpty || methods.isEmpty { return "an experiment has a method and an order" }
    for order in orders where order.count < 2 || Set(order) != tasks || order.count != tasks.count {
      return "an order holds each task once, and two at least"
    }
    if (training.steps ?? 0) < 1 { return "the budget is a number of steps, the same on every machine" }
    if trimmingSteps < 1, methods.contains(.trimmed) { return "trimming takes a number of steps" }
    if scans.contains(where: { $0.training < 2 || $0.test < 1 }) {
      return "a task has two scans to learn from and one to score on at least"
    }
    return nil
  }

  /// The scans of a task.
  func scans(of task: OrganTask) -> Scans {
    scans.first { $0.task == task } ?? Scans(task, training: 2, test: 1, spacing: 3)
  }

  /// The organs of all tasks, each once, in the order of the tasks' labels.
  var organs: [Organ.ID] {
    var seen: Set<Organ.ID> = []
    return scans.flatMap(\.task.organs).filter { seen.insert($0).inserted }
  }

  /// The task on one of whose scans methods are timed: the first, whose scans show most of the body.
  var timed: OrganTask { scans.first?.task ?? .total }
}
