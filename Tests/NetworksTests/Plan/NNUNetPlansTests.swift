import Foundation
import Networks
import Tensors
import Testing

@Suite struct NNUNetPlansTests {
  @Test(arguments: PlanFixture.names)
  func theNetworkHasTheWeightsThatTheRealPackageBuilds(name: String) throws {
    let fixture = try PlanFixture(name)
    let peer = try fixture.peer()
    let architecture = try fixture.plan().architecture
    let shapes = architecture.weightShapes
    #expect(architecture.classes == peer.classes)
    #expect(Set(shapes.map(\.name)).count == shapes.count)
    #expect(Dictionary(shapes.map { ($0.name, $0.shape) }) { first, _ in first } == peer.weights)
  }

  @Test func aPlanHoldsWhatTheFileSays() throws {
    let plan = try PlanFixture("anisotropic").plan()
    #expect(plan.configuration == "3d_fullres")
    #expect(plan.spacing == [5, 0.8, 0.8])
    #expect(plan.patch == Axes(8, 64, 48))
    #expect(plan.transpose == [2, 0, 1])
    #expect(plan.orientation == .stored)
    #expect(plan.pipeline == .nnUNet)
    #expect(plan.tileStep == 0.5)
    #expect(plan.intensities == Plan.Intensities(low: -958, high: 1193, mean: 12.5, deviation: 407.25))
    #expect(plan.scanInterpolation == Plan.Interpolation(order: 3, orderAcross: 1, separateAcross: nil))
    #expect(plan.logitInterpolation == Plan.Interpolation(order: 1, orderAcross: 0, separateAcross: nil))
    #expect(!plan.architecture.convolutionBias)
    #expect(plan.architecture.slope == 0.01)
    #expect(plan.architecture.epsilon == 1e-5)
  }

  @Test func aConfigurationInheritsWhatItDoesNotSay() throws {
    let plan = try PlanFixture("inherited").plan()
    #expect(plan.configuration == "3d_lowres")
    #expect(plan.spacing == [3, 3, 3])
    #expect(plan.patch == Axes(16, 16, 16))
    #expect(plan.architecture.stages.map(\.features) == [4, 6, 8, 8])
  }

  @Test func aReaderThatReorientsMeansTheCanonicalGrid() throws {
    #expect(try PlanFixture("residual").plan().orientation == .canonical)
    #expect(try PlanFixture("plain").plan().orientation == .stored)
  }

  @Test func aUsageOverridesTheReader() throws {
    let plan = try PlanFixture("plain").plan(
      .init(pipeline: .totalSegmentator, orientation: .canonical, tileStep: 0.8))
    #expect(plan.orientation == .canonical && plan.pipeline == .totalSegmentator && plan.tileStep == 0.8)
  }

  @Test func featuresOfOldPlansDoubleUpToTheirLimit() throws {
    let stages = try PlanFixture("past").plan().architecture.stages
    #expect(stages.map(\.features) == [4, 8, 12])
    #expect(stages.map(\.kernel) == [Axes(1, 3, 3), Axes(3), Axes(3)])
    #expect(stages.map(\.stride) == [Axes(1), Axes(1, 2, 2), Axes(2)])
  }

  @Test func argumentsOfTheResamplingThatAreMissingHaveTheFunctionsDefaults() throws {
    let plan = try edited("plain", #""resampling_fn_data_kwargs": {}"#, of: #""resampling_fn_data_kwargs""#)
    #expect(plan.scanInterpolation == Plan.Interpolation(order: 3, orderAcross: 0, separateAcross: false))
  }

  /// An edit of a good file, and the field and problem that must come of it.
  struct Refusal: CustomTestStringConvertible, Sendable {
    let fixture: String
    let configuration: String
    let old: String
    let new: String
    let field: String
    let problem: PlanError.Problem

    init(
      _ old: String, _ new: String, _ field: String, _ problem: PlanError.Problem,
      in fixture: String = "plain",
      configuration: String = "3d_fullres"
    ) {
      (self.old, self.new, self.field, self.problem) = (old, new, field, problem)
      (self.fixture, self.configuration) = (fixture, configuration)
    }

    var testDescription: String { new.isEmpty ? configuration : new }
  }

  static let full = "configurations.3d_fullres"
  static let arguments = "configurations.3d_fullres.architecture.arch_kwargs"
  static let refusals: [Refusal] = [
    Refusal("", "", "configurations.2d.patch_size", .notThreeDimensional(axes: 2), configuration: "2d"),
    Refusal(
      "", "", "configurations.3d_x", .noConfiguration(available: ["2d", "3d_fullres"]), configuration: "3d_x"),
    Refusal(
      #""CTNormalization""#, #""ZScoreNormalization""#, "\(full).normalization_schemes[0]",
      .notCT(normalization: "ZScoreNormalization")),
    Refusal(
      #""CTNormalization""#, #""CTNormalization", "CTNormalization""#, "\(full).normalization_schemes",
      .severalChannels(2)),
    Refusal(
      #""batch_dice""#, #""previous_stage": "3d_lowres", "batch_dice""#, "\(full).previous_stage",
      .cascade(previous: "3d_lowres")),
    Refusal(
      #""batch_dice""#, #""inherits_from": "3d_fullres", "batch_dice""#, full, .circular),
    Refusal(
      "unet.PlainConvUNet", "primus.Primus", "\(full).architecture.network_class_name",
      .unsupported(
        value: "dynamic_network_architectures.architectures.primus.Primus",
        supported: "PlainConvUNet or ResidualEncoderUNet")),
    Refusal(
      #""order_z": 0"#, #""order_z": 2"#, "\(full).resampling_fn_data_kwargs.order_z",
      .outOfRange(value: "2.0", allowed: "0 to 1")),
    Refusal(
      #""order": 3"#, #""order": 2"#, "\(full).resampling_fn_data_kwargs.order",
      .unsupported(value: "2", supported: "0, 1 or 3")),
    Refusal(
      #""resampling_fn_data": "resample_data_or_seg_to_shape""#,
      #""resampling_fn_data": "resample_torch_fornnunet""#, "\(full).resampling_fn_data",
      .unsupported(value: "resample_torch_fornnunet", supported: "resample_data_or_seg_to_shape")),
    Refusal(
      #""n_stages": 4"#, #""n_stages": 1e300"#, "\(arguments).n_stages",
      .outOfRange(value: "1e+300", allowed: "2 to 10")),
    Refusal(
      #""n_stages": 4"#, #""n_stages": 3"#, "\(arguments).features_per_stage", .wrongCount(4, expected: 3)),
    Refusal(
      #""n_stages": 4"#, #""n_stages": "4""#, "\(arguments).n_stages", .wrongKind(expected: "a whole number")),
    Refusal(
      "torch.nn.LeakyReLU", "torch.nn.GELU", "\(arguments).nonlin",
      .unsupported(value: "torch.nn.GELU", supported: "LeakyReLU or ReLU")),
    Refusal(
      "torch.nn.modules.instancenorm.InstanceNorm3d", "torch.nn.BatchNorm3d", "\(arguments).norm_op",
      .unsupported(value: "torch.nn.BatchNorm3d", supported: "InstanceNorm3d")),
    Refusal(
      #""affine": true"#, #""affine": false"#, "\(arguments).norm_op_kwargs.affine",
      .unsupported(value: "false", supported: "true")),
    Refusal(
      #""SimpleITKIO""#, #""Tiff3DIO""#, "image_reader_writer",
      .unsupported(value: "Tiff3DIO", supported: "SimpleITKIO or NibabelIO, also WithReorient")),
    Refusal(
      #""std": 407.25"#, #""std": -1"#, "foreground_intensity_properties_per_channel.0.std",
      .outOfRange(value: "-1.0", allowed: "0.0 to 1000000.0")),
    Refusal(
      #""std": 407.25"#, #""standard": 1"#, "foreground_intensity_properties_per_channel.0.std", .missing),
    Refusal(
      #""DefaultPreprocessor""#, #""MyPreprocessor""#, "\(full).preprocessor_name",
      .unsupported(value: "MyPreprocessor", supported: "DefaultPreprocessor")),
    Refusal(
      #""block": "x.BasicBlockD""#, #""block": "x.BottleneckD""#, "\(arguments).block",
      .unsupported(value: "x.BottleneckD", supported: "BasicBlockD"), in: "residual"),
  ]

  @Test(arguments: refusals) func isRefusedWithItsField(_ refusal: Refusal) throws {
    let error = try #require(throws: PlanError.self) {
      var text = try PlanFixture(refusal.fixture).text("plans.json")
      if refusal.fixture == "residual" {
        text = text.replacing(
          #""nonlin": "torch.nn.LeakyReLU""#,
          with: #""block": "x.BasicBlockD", "nonlin": "torch.nn.LeakyReLU""#)
      }
      _ = try Self.plan(
        text, old: refusal.old, new: refusal.new, like: refusal.fixture, refusal.configuration)
    }
    #expect(error.field == refusal.field)
    #expect(error.problem == refusal.problem)
    #expect(error.description.contains("plans.json: \(refusal.field) "))
  }

  @Test func kernelsStridesAndPatchesThatNoOperatorTakesAreRefused() throws {
    let residual = try PlanFixture("scalars").text("plans.json")
    func problem(_ old: String, _ new: String) throws -> PlanError {
      try #require(throws: PlanError.self) {
        _ = try Self.plan(residual, old: old, new: new, like: "scalars", "3d_fullres")
      }
    }
    let kernel = try problem(#""kernel_sizes": 3"#, #""kernel_sizes": 5"#)
    #expect(kernel.problem == .unsupported(value: "5x5x5", supported: "1 or 3 along each axis"))
    let ones = try problem(#""n_blocks_per_stage": 2"#, #""n_blocks_per_stage": 65"#)
    #expect(ones.field == "\(Self.arguments).n_blocks_per_stage")
    let stride = try problem(#""strides": ["#, #""strides": [4, 2, 2], "unused": ["#)
    #expect(stride.field == "\(Self.arguments).strides[0]")
    #expect(stride.problem == .unsupported(value: "4x4x4", supported: "1 in the first stage along each axis"))
    let patch = try problem(#""patch_size": ["#, #""patch_size": [18, 16, 16], "unused": ["#)
    #expect(patch.field == "\(Self.full).patch_size")
    let huge = try problem(#""patch_size": ["#, #""patch_size": [1024, 1024, 1024], "unused": ["#)
    #expect(huge.field == "\(Self.full).patch_size")
    let spacing = try problem(#""spacing": ["#, #""spacing": [0, 1, 1], "unused": ["#)
    #expect(spacing.problem == .outOfRange(value: "0.0", allowed: "0.01 to 100.0"))
  }

  @Test func weightsOfAnAbsurdSizeAreRefused() throws {
    let text = try PlanFixture("scalars").text("plans.json")
    let error = try #require(throws: PlanError.self) {
      _ = try Self.plan(
        text.replacing(#""features_per_stage": 6"#, with: #""features_per_stage": 4096"#),
        old: "", new: "", like: "scalars", "3d_fullres")
    }
    #expect(error.field == "\(Self.full).architecture")
  }

  @Test func whatIsNoPlanIsRefusedAsAFile() throws {
    let scratch = try Scratch()
    let broken = try scratch.write("{\"configurations\": ", to: "plans.json")
    #expect(throws: PlanError.self) { try NNUNetPlans.read(broken) }
    let list = try scratch.write("[1, 2]", to: "list.json")
    let error = try #require(throws: PlanError.self) { _ = try NNUNetPlans.read(list) }
    #expect(error.field == "configurations" && error.problem == .missing)
    let absent = try #require(throws: PlanError.self) { _ = try NNUNetPlans.read(scratch.path + "/no.json") }
    #expect(absent.problem == .unreadable("No such file or directory"))
  }

  private func edited(_ name: String, _ new: String, of old: String) throws -> Plan {
    try Self.plan(
      PlanFixture(name).text("plans.json"), old: old, new: "\(new), \"unused\"", like: name, "3d_fullres")
  }

  /// The plan of a text in which the last place that says `old` says `new`.
  private static func plan(
    _ text: String, old: String, new: String, like name: String, _ configuration: String
  ) throws -> Plan {
    let scratch = try Scratch()
    var text = text
    if !old.isEmpty {
      let place = try #require(text.range(of: old, options: .backwards), "\(old) is not in \(name)")
      text.replaceSubrange(place, with: new)
    }
    let dataset = try PlanFixture(name).folder.appending(path: "dataset.json").path
    return try NNUNetPlans.read(scratch.write(text, to: "plans.json")).plan(
      configuration: configuration, dataset: NNUNetDataset.read(dataset), usage: .init(pipeline: .nnUNet))
  }
}
