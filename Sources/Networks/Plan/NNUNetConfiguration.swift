import Tensors

/// A configuration of `plans.json` with what it inherits: `3d_fullres`.
struct NNUNetConfiguration {
  /// The configuration's fields over those of its parents; errors name the place where a field stands.
  private let levels: [JSONField]

  /// A configuration by name, parents followed.
  init(_ configurations: JSONField, name: String) throws(PlanError) {
    var levels: [JSONField] = []
    var seen: Set<String> = []
    var next: String? = name
    while let current = next {
      let field = configurations[current]
      guard field.isObject else {
        throw field.error(.noConfiguration(available: try configurations.fields().map(\.name)))
      }
      guard seen.insert(current).inserted else { throw field.error(.circular) }
      levels.append(field)
      next = try field["inherits_from"].ifPresent?.text()
    }
    self.levels = levels
  }

  /// A field, the configuration's own before its parents'.
  subscript(name: String) -> JSONField {
    levels.first { $0[name].value != nil }?[name] ?? levels[0][name]
  }

  /// Refuses what is no CT model for volumes that stands alone.
  func requireUsable() throws(PlanError) {
    let axes = try self["patch_size"].list().count
    guard axes == 3 else { throw self["patch_size"].error(.notThreeDimensional(axes: axes)) }
    if let previous = self["previous_stage"].ifPresent {
      throw previous.error(.cascade(previous: try previous.text()))
    }
    let schemes = try self["normalization_schemes"].list()
    guard schemes.count == 1 else {
      throw self["normalization_schemes"].error(.severalChannels(schemes.count))
    }
    let scheme = try schemes[0].text()
    guard scheme == "CTNormalization" else { throw schemes[0].error(.notCT(normalization: scheme)) }
    if let field = self["preprocessor_name"].ifPresent {
      let name = try field.text()
      guard name == "DefaultPreprocessor" else {
        throw field.error(.unsupported(value: name, supported: "DefaultPreprocessor"))
      }
    }
  }

  /// Millimetres between voxels, network axes.
  func spacing() throws(PlanError) -> [Double] {
    var spacing: [Double] = []
    for entry in try self["spacing"].list(count: 3) { spacing.append(try entry.number(0.01...100)) }
    return spacing
  }

  /// Voxels of a patch.
  func patch() throws(PlanError) -> Axes {
    let field = self["patch_size"]
    let patch = try Self.axes(field, 1...1024)
    guard patch.product <= 1 << 27 else {
      throw field.error(.outOfRange(value: "\(patch)", allowed: "at most \(1 << 27) voxels"))
    }
    return patch
  }

  /// How something is resampled: `name` holds the function, `name` + `_kwargs` its arguments.
  ///
  /// Arguments that are not given have the function's own defaults, order 3, 0 across and never separately.
  func interpolation(_ name: String) throws(PlanError) -> Plan.Interpolation {
    let function = try self[name].text()
    guard function == "resample_data_or_seg_to_shape" else {
      throw self[name].error(.unsupported(value: function, supported: "resample_data_or_seg_to_shape"))
    }
    let arguments = self[name + "_kwargs"]
    if let flag = arguments["is_seg"].ifPresent, try flag.truth() {
      throw flag.error(.unsupported(value: "true", supported: "false"))
    }
    if let threshold = arguments["separate_z_anisotropy_threshold"].ifPresent {
      _ = try threshold.number(3...3)
    }
    let field = arguments["order"]
    let inPlane = try field.ifPresent?.whole(0...3) ?? 3
    guard inPlane != 2 else { throw field.error(.unsupported(value: "2", supported: "0, 1 or 3")) }
    let separate = arguments["force_separate_z"]
    return Plan.Interpolation(
      order: inPlane, orderAcross: try arguments["order_z"].ifPresent?.whole(0...1) ?? 0,
      separateAcross: separate.value == nil ? false : try separate.ifPresent?.truth())
  }

  /// Three whole numbers, or one for all axes.
  static func axes(_ field: JSONField, _ allowed: ClosedRange<Int>) throws(PlanError) -> Axes {
    guard field.isList else { return Axes(try field.whole(allowed)) }
    let entries = try field.list(count: 3)
    return Axes(
      try entries[0].whole(allowed), try entries[1].whole(allowed), try entries[2].whole(allowed))
  }
}
