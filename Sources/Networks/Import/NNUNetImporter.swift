import Storage

/// Makes a model of folders that nnU-Net or TotalSegmentator trained: one member a folder, one encoder and decoder a fold.
///
/// Plans are all checked before the first checkpoint is read; every array of a checkpoint is compared with what the plan's
/// network needs. One fold's weights are in memory at a time. The model appears whole or not at all.
public struct NNUNetImporter {
  /// What the user decides.
  public struct Options: Hashable, Sendable {
    /// The model's name.
    public var name: String
    /// Folds by name; nil takes all.
    public var folds: [String]?
    /// Which checkpoint of a fold.
    public var checkpoint = NNUNetFolder.Checkpoint.final
    /// The configuration; nil takes the folder's, else `3d_fullres`.
    public var configuration: String?
    /// How scans reach the network; nil recognises TotalSegmentator's data sets.
    public var pipeline: Plan.Pipeline?
    /// The grid that the network reads; nil takes the pipeline's or the plan's.
    public var orientation: Plan.Orientation?

    /// A model of that name, everything else as the folders have it.
    public init(name: String) { self.name = name }
  }

  /// A folder whose plan has been checked.
  public struct Part: Sendable {
    /// The folder.
    public let folder: NNUNetFolder
    /// `Dataset003_Liver`, or the nearest name there is.
    public let task: String
    /// The plan.
    public let plan: Plan
    /// The classes.
    public let labels: [ModelLabel]
    /// The checkpoints.
    public let folds: [NNUNetFolder.Fold]
  }

  /// The parts that will be members, in order.
  public let parts: [Part]
  private let options: Options
  private let program: String

  /// Finds and checks everything but the checkpoints.
  ///
  /// `program` is what the model says it was written by.
  /// - Throws: `ImportError`, `PlanError`.
  public init(_ paths: [String], _ options: Options, program: String) throws {
    var folders: [NNUNetFolder] = []
    for path in paths {
      for folder in try NNUNetFolder.search(path) {
        guard !folders.contains(folder) else { throw ImportError(folder.path, .givenTwice) }
        folders.append(folder)
      }
    }
    self.options = options
    self.program = program
    parts = try folders.map { try Self.part($0, options) }
  }

  /// Reads the checkpoints and writes the model at `path`, which must not exist.
  ///
  /// `progress` is called with the share that is done, 0 to 1, a few times for each checkpoint; what it throws ends the
  /// import without a trace.
  /// - Throws: `CheckpointError`, `ImportError`, `ModelError`, `StorageError`.
  public func write(to path: String, progress: (Double) throws -> Void = { _ in }) throws -> ModelBundle {
    let draft = try ModelBundle.create(at: path)
    let count = parts.reduce(0) { $0 + $1.folds.count }
    var done = 0
    var members: [ModelManifest.Member] = []
    for part in parts {
      members.append(
        try member(part, id: Self.identifier(part.task, among: members.map(\.id)), in: draft) { share in
          try progress((Double(done) + share) / Double(count))
        })
      done += part.folds.count
    }
    return try draft.finish(ModelManifest(name: options.name, program: program, members: members))
  }

  /// Puts the weights of a part into a draft; `progress` counts its folds.
  private func member(
    _ part: Part, id: String, in draft: ModelDraft, progress: (Double) throws -> Void
  ) throws -> ModelManifest.Member {
    var encoders: [String] = []
    var decoders: [String] = []
    var sources = [part.folder.plansFile, part.folder.datasetFile]
    var trainer = part.folder.trainer
    for (number, fold) in part.folds.enumerated() {
      try progress(Double(number))
      let checkpoint = try TorchCheckpoint.read(path: fold.file)
      try progress(Double(number) + 0.6)
      if let trained = checkpoint.configuration, trained != part.plan.configuration {
        throw ImportError(fold.file, .configuration(trained: trained, taken: part.plan.configuration))
      }
      if let mismatch = part.plan.architecture.mismatch(checkpoint.weights) {
        throw ImportError(fold.file, .weights(mismatch))
      }
      encoders.append(try draft.addEncoder(checkpoint.weights.part("encoder.")))
      decoders.append(try draft.addDecoder(checkpoint.weights.part("decoder.")))
      try progress(Double(number) + 0.9)
      sources.append(fold.file)
      trainer = checkpoint.trainerName ?? trainer
    }
    let folds = part.folds.map(\.name).joined(separator: " ")
    let decoder = ModelManifest.Decoder(
      id: id, task: part.task, labels: part.labels, blobs: decoders,
      provenance: ModelManifest.Provenance(
        source: "nnU-Net import, \(options.checkpoint.rawValue) checkpoint, folds \(folds)",
        trainer: trainer.map { Sanitizer.clean($0, limit: 60) },
        dataHashes: try sources.map { try SHA256(ofFile: $0).description }, codeVersion: program))
    return ModelManifest.Member(id: id, plan: part.plan, encoders: encoders, decoders: [decoder])
  }

  private static func part(_ folder: NNUNetFolder, _ options: Options) throws -> Part {
    let plans = try NNUNetPlans.read(folder.plansFile)
    let dataset = try NNUNetDataset.read(folder.datasetFile)
    let task =
      [folder.dataset, plans.datasetName, FolderContents.name(folder.path)].compactMap { $0 }
      .map { Sanitizer.clean($0, limit: 60) }.first { !$0.isEmpty } ?? "model"
    let plan = try plans.plan(
      configuration: options.configuration ?? folder.configuration ?? "3d_fullres", dataset: dataset,
      usage: usage(task, options))
    return Part(
      folder: folder, task: task, plan: plan, labels: dataset.labels,
      folds: try folder.folds(options.folds, options.checkpoint))
  }

  /// TotalSegmentator turns every scan to canonical axes before nnU-Net sees it; for its `total` models, whose data sets
  /// carry its name, it moves the patch by 0.8 of itself (`nnunet.py`, version 2.18).
  private static func usage(_ task: String, _ options: Options) -> NNUNetPlans.Usage {
    let isTotal = task.lowercased().contains("totalsegmentator")
    let pipeline = options.pipeline ?? (isTotal ? .totalSegmentator : .nnUNet)
    switch pipeline {
    case .nnUNet: return NNUNetPlans.Usage(pipeline: pipeline, orientation: options.orientation)
    case .totalSegmentator:
      return NNUNetPlans.Usage(
        pipeline: pipeline, orientation: options.orientation ?? .canonical, tileStep: isTotal ? 0.8 : 0.5)
    }
  }

  /// A task's name as an id: letters, digits, `-`, `_`, `.`, at most 64, none twice.
  static func identifier(_ task: String, among taken: [String]) -> String {
    let plain = String(
      task.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }.prefix(56))
    let isUsable = plain.first.map { !"-.".contains($0) } ?? false
    let base = isUsable ? plain : "model" + plain
    if !taken.contains(base) { return base }
    return (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base
  }
}
