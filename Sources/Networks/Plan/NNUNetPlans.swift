import Storage
import Tensors

/// nnU-Net's `plans.json`: what was decided for a data set, and how each of its configurations is built.
///
/// Both forms are read: the present one, where a configuration holds `architecture` with the arguments of the network's
/// class, and the one before version 2.3, where the arguments lay among the others (`UNet_base_num_features`,
/// `pool_op_kernel_sizes`). Source: `plans_handler.py` of nnunetv2 2.8.
public struct NNUNetPlans {
  /// The file's path.
  public let file: String
  /// `plans_name`; empty when the file has none.
  public let name: String
  /// `dataset_name`; empty when the file has none.
  public let datasetName: String
  /// Names of the configurations, in order.
  public let configurations: [String]
  private let root: JSONField

  /// How the CT reaches the network where the plan leaves it open or the user knows better.
  public struct Usage: Hashable, Sendable {
    /// How scans reach the network and answers come back.
    public var pipeline: Plan.Pipeline
    /// Which grid the network reads; nil takes the plan's reader.
    public var orientation: Plan.Orientation?
    /// The step between tiles as a part of the patch.
    public var tileStep: Double

    /// A usage; see the properties.
    public init(pipeline: Plan.Pipeline, orientation: Plan.Orientation? = nil, tileStep: Double = 0.5) {
      self.pipeline = pipeline
      self.orientation = orientation
      self.tileStep = tileStep
    }
  }

  /// Reads the file; only its outline is checked.
  public static func read(_ file: String) throws(PlanError) -> NNUNetPlans {
    try NNUNetPlans(JSONField.read(file))
  }

  init(_ root: JSONField) throws(PlanError) {
    self.root = root
    file = root.file
    name = Sanitizer.clean(try root["plans_name"].ifPresent?.text() ?? "", limit: 60)
    datasetName = Sanitizer.clean(try root["dataset_name"].ifPresent?.text() ?? "", limit: 60)
    configurations = try root["configurations"].fields().map(\.name)
  }

  /// The plan of a configuration for a data set with `dataset`'s labels.
  public func plan(
    configuration name: String, dataset: NNUNetDataset, usage: Usage
  ) throws(PlanError) -> Plan {
    let configuration = try NNUNetConfiguration(root["configurations"], name: name)
    try configuration.requireUsable()
    let reader = try orientation()
    return Plan(
      configuration: Sanitizer.clean(name, limit: 60), spacing: try configuration.spacing(),
      patch: try configuration.patch(), transpose: try transpose(),
      orientation: usage.orientation ?? reader, pipeline: usage.pipeline,
      intensities: try intensities(),
      scanInterpolation: try configuration.interpolation("resampling_fn_data"),
      logitInterpolation: try configuration.interpolation("resampling_fn_probabilities"),
      tileStep: usage.tileStep, architecture: try configuration.architecture(classes: dataset.classes))
  }

  /// `network axis i` is `storage axis transpose[i]`.
  private func transpose() throws(PlanError) -> [Int] {
    let field = root["transpose_forward"]
    var axes: [Int] = []
    for entry in try field.list(count: 3) { axes.append(try entry.whole(0...2)) }
    guard Set(axes).count == 3 else {
      throw field.error(.contradiction("names an axis twice"))
    }
    return axes
  }

  /// The grid that the plan's reader hands on; those that reorient do so to right, anterior, superior.
  private func orientation() throws(PlanError) -> Plan.Orientation {
    let field = root["image_reader_writer"]
    let reader = try field.text()
    switch reader {
    case "SimpleITKIO", "NibabelIO": return .stored
    case "SimpleITKIOWithReorient", "NibabelIOWithReorient": return .canonical
    default:
      throw field.error(
        .unsupported(value: reader, supported: "SimpleITKIO or NibabelIO, also WithReorient"))
    }
  }

  private func intensities() throws(PlanError) -> Plan.Intensities {
    let perChannel = root["foreground_intensity_properties_per_channel"]
    let channels = perChannel.ifPresent ?? root["foreground_intensity_properties_by_modality"].ifPresent
    let field = (channels ?? perChannel)["0"]
    let low = field["percentile_00_5"]
    let high = field["percentile_99_5"]
    let hounsfield = -1e6...1e6
    let result = Plan.Intensities(
      low: try low.number(hounsfield), high: try high.number(hounsfield),
      mean: try field["mean"].number(hounsfield), deviation: max(try field["std"].number(0...1e6), 1e-8))
    guard result.low < result.high else {
      throw high.error(.outOfRange(value: "\(result.high)", allowed: "above percentile_00_5"))
    }
    return result
  }
}
