import Anatomy

/// What came of an experiment, made of its parts' results alone.
public struct ContinualReport: Codable, Hashable, Sendable {
  /// What the results do not say of themselves.
  public struct Facts: Codable, Hashable, Sendable {
    /// "fabrica 0.1.0".
    public var program: String
    /// What the figures must not be used for.
    public var notice: String
    /// The command that makes the report again.
    public var command: String
    /// Processor, memory, system.
    public var machine: String

    /// Facts; see the properties.
    public init(program: String, notice: String, command: String, machine: String) {
      self.program = program
      self.notice = notice
      self.command = command
      self.machine = machine
    }
  }

  /// A task that a method has learned, as it stands after a later step.
  public struct Task: Codable, Hashable, Sendable {
    /// The task.
    public var task: OrganTask
    /// Its score; of a decoder that is proved to answer as it did, that of when it was learned.
    public var score: TaskScore
    /// Mean Dice just after it was learned minus mean Dice now; nil where tasks do not follow one another.
    public var forgetting: Double?
    /// Whether the forgetting is zero by hash: certificates of the decoder's logits hold, its files are the same.
    public var isProven: Bool
  }

  /// A method after a step.
  public struct Step: Codable, Hashable, Sendable {
    /// What was learned in the step.
    public var task: OrganTask
    /// Steps of the optimiser that took.
    public var steps: Int
    /// Seconds that took.
    public var seconds: Double
    /// How its decoder was trimmed; nil where it was not.
    public var trimming: TrimmingResult?
    /// All tasks learned so far, in their order.
    public var tasks: [Task]

    /// Dice of an organ: the mean over the tasks that have it, each by its own decoder.
    public func dice(of organ: Organ.ID) -> Double? {
      OrganScore.mean(tasks.flatMap { $0.score.organs.filter { $0.organ == organ }.compactMap(\.dice) })
    }

    /// Mean Dice over all organs learned so far, each counted once.
    public var dice: Double? {
      var organs: [Organ.ID] = []
      for organ in tasks.flatMap(\.score.organs).map(\.organ) where !organs.contains(organ) {
        organs.append(organ)
      }
      return OrganScore.mean(organs.compactMap(dice(of:)))
    }
  }

  /// A method with one order of the tasks.
  public struct Method: Codable, Hashable, Sendable {
    /// The method.
    public var method: ContinualMethod
    /// Which order, from 1.
    public var order: Int
    /// After every task.
    public var steps: [Step]
    /// Size and speed in the end.
    public var cost: CostResult
    /// Mean Dice in the end over all organs of the experiment, each counted once.
    public var dice: Double?
    /// The mean of the tasks' forgetting, the newest's zero left out; nil where there is none.
    public var forgetting: Double?

    /// A method; means follow.
    init(
      method: ContinualMethod, order: Int, steps: [Step], cost: CostResult
    ) {
      self.method = method
      self.order = order
      self.steps = steps
      self.cost = cost
      forgetting = OrganScore.mean(final.dropLast().compactMap(\.forgetting))
      dice = steps.last?.dice
    }

    /// The tasks in the end.
    public var final: [Task] { steps.last?.tasks ?? [] }
    /// Seconds of training in all.
    public var seconds: Double { steps.reduce(0) { $0 + $1.seconds } }
  }

  /// What the results do not say.
  public var facts: Facts
  /// What was done.
  public var recipe: ContinualRecipe
  /// Every method in every order.
  public var methods: [Method]

  /// The separate networks, against which methods are held.
  public var separate: Method? { methods.first { $0.method == .separate } }
}

extension ContinualReport {
  /// The report of results; methods of which a result is missing are left out.
  init(_ recipe: ContinualRecipe, _ results: ContinualResults, _ facts: Facts) {
    self.facts = facts
    self.recipe = recipe
    methods = recipe.orders.enumerated().flatMap { number, order in
      // To some methods an order is nothing, so they stand once.
      recipe.methods.filter { number == 0 || !$0.knowsNoOrder }.compactMap { method in
        Method(method, number + 1, order, recipe, results)
      }
    }
  }
}

extension ContinualReport.Method {
  fileprivate init?(
    _ method: ContinualMethod, _ number: Int, _ order: [OrganTask], _ recipe: ContinualRecipe,
    _ results: ContinualResults
  ) {
    guard let cost = results.costs[.init(method: method, order: order)] else { return nil }
    let networks = recipe.networks(of: method, order: order)
    if method == .joint {
      guard let step = Self.step(networks, order, results) else { return nil }
      self.init(method: method, order: number, steps: [step], cost: cost)
      return
    }
    var steps: [ContinualReport.Step] = []
    for (place, network) in networks.enumerated() {
      guard let training = results.trainings[network] else { return nil }
      var tasks: [ContinualReport.Task] = []
      for (learned, task) in order[...place].enumerated() {
        guard let now = Self.task(task, after: networks[learned...place], results) else { return nil }
        tasks.append(now)
      }
      // Where tasks do not follow one another nothing is forgotten, not even nothing.
      if method.knowsNoOrder { for place in tasks.indices { tasks[place].forgetting = nil } }
      steps.append(
        ContinualReport.Step(
          task: network.task, steps: training.steps, seconds: training.seconds,
          trimming: training.trimming, tasks: tasks))
    }
    self.init(method: method, order: number, steps: steps, cost: cost)
  }

  /// All tasks at once.
  private static func step(
    _ networks: [ContinualNetwork], _ order: [OrganTask], _ results: ContinualResults
  ) -> ContinualReport.Step? {
    guard let network = networks.last, let training = results.trainings[network] else { return nil }
    var tasks: [ContinualReport.Task] = []
    for task in order {
      guard let score = results[network, task] else { return nil }
      tasks.append(ContinualReport.Task(task: task, score: score, forgetting: nil, isProven: false))
    }
    return ContinualReport.Step(
      task: network.task, steps: training.steps, seconds: training.seconds, tasks: tasks)
  }

  /// A task as it stands after the last of some networks, of which the first learned it.
  private static func task(
    _ task: OrganTask, after networks: ArraySlice<ContinualNetwork>, _ results: ContinualResults
  ) -> ContinualReport.Task? {
    guard let first = networks.first, let last = networks.last, let then = results[first, task] else {
      return nil
    }
    if first == last { return ContinualReport.Task(task: task, score: then, forgetting: 0, isProven: false) }
    switch last.method {
    case .separate:
      return ContinualReport.Task(task: task, score: then, forgetting: nil, isProven: false)
    case .ours, .trimmed:
      let isProven = networks.dropFirst().allSatisfy { results.certificates[$0]?.holds ?? false }
      return ContinualReport.Task(task: task, score: then, forgetting: isProven ? 0 : nil, isProven: isProven)
    default:
      guard let now = results[last, task] else { return nil }
      let loss = then.dice.flatMap { before in now.dice.map { before - $0 } }
      return ContinualReport.Task(task: task, score: now, forgetting: loss, isProven: false)
    }
  }
}
